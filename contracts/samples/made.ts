/** What samples make for their calls to be about. What `driver.undo` knows is removed after the test. */
import type { Call } from '../call.ts'
import type { Asking } from '../target.ts'
import type { Sampling } from './sample.ts'

/**
 * Sends an operation and gives the body of its reply.
 * @throws Unexpected when the reply has another status
 */
export function made<T>(
  { say }: Sampling,
  operation: string,
  status: number,
  call: Call = {},
): Promise<T> {
  return say({ operation, call, status, read: ({ body }) => body as T })
}

/**
 * Whose own record is sent what it has: it stays as it is, and the same call puts it back.
 * On a mock scenarios change the member's at the same time; elsewhere nobody risks the administrator's.
 */
export function oneself({ target }: Sampling): Asking {
  return target.mock ? 'admin' : 'member'
}
