import { resolve } from 'node:path'

/** State on disk that cannot be read as it was written. Nothing has been altered. */
export class DamagedState extends Error {
  override readonly name = 'DamagedState'
  readonly file: string

  constructor(file: string, what: string) {
    super(
      `${file} is damaged: ${what}. It was left as it is. ` +
        `Put back a copy that is whole, or run 'rehearsal reset${flagFor(file)}', which keeps the damaged file aside and starts afresh.`,
    )
    this.file = file
  }
}

/** How a command is told of the state that a file belongs to; the usual place needs no telling. */
function flagFor(file: string): string {
  const state = file.replace(/\.journal-\d+$/, '')
  return state === resolve('.rehearsal/state.json') ? '' : ` --db ${state}`
}
