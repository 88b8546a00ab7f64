/** A command or configuration that cannot be carried out, in words for the person who gave it. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
