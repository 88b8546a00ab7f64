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
  /** Each part that is at fault, where the request breaks its schema. */
  readonly parts?: readonly Part[]
}

export interface Part {
  /** A JSON Pointer into the body, or the name of a parameter behind a slash. */
  readonly pointer: string
  readonly message: string
}

/** The answer is no, and nothing happened. Each dialect says it in its own way. */
export class Failure extends Error {
  readonly code: FailureCode
  readonly subject: string | undefined
  readonly field: string | undefined
  readonly parts: readonly Part[]

  constructor(code: FailureCode, message: string, fault: Fault = {}) {
    super(message)
    this.code = code
    this.subject = fault.subject
    this.field = fault.field
    this.parts = fault.parts ?? []
  }
}
