/** What samples make for their calls to be about. What `driver.undo` knows is removed after the test. */
import type { Call } from '../client.ts'
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
