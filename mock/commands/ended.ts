/** Resolves with the exit code when the process is told to end: 130 when interrupted, 0 when asked. */
export function ended(): Promise<number> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve(130))
    process.once('SIGTERM', () => resolve(0))
  })
}
