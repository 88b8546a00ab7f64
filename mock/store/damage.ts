/** State on disk that cannot be read as it was written. Nothing has been altered. */
export class DamagedState extends Error {
  override readonly name = 'DamagedState'
  readonly file: string

  constructor(file: string, what: string) {
    super(
      `${file} is damaged: ${what}. It was left as it is. ` +
        "Put back a copy that is whole, or run 'rehearsal reset', which keeps the damaged file aside and starts afresh.",
    )
    this.file = file
  }
}
