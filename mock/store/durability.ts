/**
 * What a reply waits for. `journal`: that its change is with the operating system, and survives the
 * end of this process; `fsync`: that it is with the device, and survives that of the machine;
 * `none`: nothing, the state is written when the process ends or is told to.
 */
export const durabilities = ['journal', 'fsync', 'none'] as const
export type Durability = (typeof durabilities)[number]
