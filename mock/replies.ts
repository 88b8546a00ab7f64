import type { Operation, Violation } from '../specs/read.ts'
import { replyTo } from '../specs/replies.ts'
import type { Reply } from './dialects/dialect.ts'

/**
 * Ways in which a reply of ours breaks the spec; none is the only good answer.
 * Errors of the mock itself (500 and above) are in no vendor's document.
 */
export function breaches(operation: Operation, reply: Reply): readonly Violation[] {
  if (reply.status >= 500) return []
  const documented = replyTo(operation, reply.status)
  if (!documented) return [breach(operation, `status ${reply.status} is not documented`)]
  const names = Object.keys(reply.headers ?? {}).map((name) => name.toLowerCase())
  const missing = [...documented.headers].find(
    ([name, { required }]) => required && !names.includes(name),
  )
  if (missing) return [breach(operation, `the reply lacks the header ${missing[0]}`)]
  if (!documented.check) {
    return reply.body === undefined ? [] : [breach(operation, 'the reply should have no body')]
  }
  if (reply.body === undefined) return [breach(operation, 'the reply should have a body')]
  return documented.check(reply.body)
}

function breach({ pointer }: Operation, hint: string): Violation {
  return { pointer: '', keyword: 'responses', specPath: `${pointer}/responses`, hint }
}
