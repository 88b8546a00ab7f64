/** What is left out of a check because a deployment that is somebody's is not asked for it. */
import type { Client } from '../call.ts'

/** It was not sent; the message says what it would take. */
export class LeftOut extends Error {
  override readonly name = 'LeftOut'
}

/** A client that leaves the test running when a call may not be sent. */
export function sparing(client: Client): Client {
  return {
    ...client,
    send: async (operation, call) => {
      const objection = client.objection(operation, call)
      if (objection !== undefined) throw new LeftOut(objection)
      return client.send(operation, call)
    },
  }
}
