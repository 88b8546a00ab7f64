export type FailureCode =
  | 'unauthenticated'
  | 'badCredential'
  | 'forbidden'
  | 'malformed'
  | 'unsupportedMedia'
  | 'tooLarge'
  | 'invalid'
  | 'invalidFilter'
  | 'notFound'
  | 'conflict'
  | 'unknownPath'
  | 'wrongMethod'
  | 'notImplemented'
  | 'unavailable'
  | 'unexpected'

export interface Fault {
  /** What the request was about: `user`, `group`, `member`. */
  readonly subject?: string
  /** Which part of it is at fault, in the words of the directory: `userName`. */
  readonly field?: string
}

/** The answer is no, and nothing happened. Each dialect says it in its own way. */
export class Failure extends Error {
  readonly code: FailureCode
  readonly subject: string | undefined
  readonly field: string | undefined

  constructor(code: FailureCode, message: string, fault: Fault = {}) {
    super(message)
    this.code = code
    this.subject = fault.subject
    this.field = fault.field
  }
}
