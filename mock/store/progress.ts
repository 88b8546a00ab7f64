/** Is told how far long work is: of what, how much is done, and of how much if that is known. */
export type Progress = (work: string, done: number, whole?: number) => void

export const silent: Progress = () => undefined

/** Items as they come, and now and then how many there have been. */
export function* counted<T>(items: Iterable<T>, work: string, told: Progress): Generator<T> {
  let done = 0
  for (const item of items) {
    if (++done % 1000 === 0) told(work, done)
    yield item
  }
}
