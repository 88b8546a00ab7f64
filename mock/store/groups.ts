/** Writes in groups: what many requests change is one write, and one flush to the device. */

/** Where groups go, and who is told at once how that went. */
export interface Sink {
  /** Writes lines as one; when it throws or rejects, none of them is there. */
  write(lines: string): Promise<void> | undefined
  kept(): void
  /** What has been gathered meanwhile will not be written either. */
  lost(): void
}

export class Groups {
  readonly #sink: Sink
  #lines = ''
  /** Settled when everything is written that was added; undefined when nothing waits. */
  #tail: Promise<void> | undefined

  constructor(sink: Sink) {
    this.#sink = sink
  }

  add(line: string): void {
    const isFirst = this.#lines === ''
    this.#lines += line
    if (isFirst) this.#follow(this.#tail ?? turn())
  }

  /** Undefined when nothing is waited for; rejects with what kept the disk from it. */
  written(): Promise<void> | undefined {
    return this.#tail
  }

  /** Forgets what has not been written: nobody needs it any more. */
  discard(): void {
    this.#lines = ''
  }

  #follow(before: Promise<void>): void {
    const group = before.then(() => this.#flush())
    const idle = () => {
      if (this.#tail === group) this.#tail = undefined
    }
    group.then(idle, idle)
    this.#tail = group
  }

  async #flush(): Promise<void> {
    const lines = this.#lines
    this.#lines = ''
    if (lines === '') return
    try {
      const writing = this.#sink.write(lines)
      if (writing) await writing
    } catch (error) {
      this.#lines = ''
      this.#tail = undefined
      this.#sink.lost()
      throw error
    }
    this.#sink.kept()
  }
}

/** Until all that has come in so far is dealt with. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
