/** What a deployment that is somebody's is not asked for. */
import type { Operation } from '../../specs/read.ts'
import type { Reply, Sent } from '../exchange.ts'
import type { Asking, Target } from '../target.ts'
import type { Proof } from './proof.ts'

export interface Guarding {
  /** Why a request must not be sent to a deployment that is somebody's; undefined when it may. */
  objection(as: Asking, sent: Sent): string | undefined
  /**
   * Called before a request is sent. @returns what is to be called with its reply, and says by what
   * it is seen whose it is that the reply claims to have made
   */
  sending(as: Asking, sent: Sent): (reply: Reply | 'not sent') => readonly Proof[]
}

/** By what it is seen what must not be sent. */
export interface Barring {
  readonly target: Pick<Target, 'given'>
  readonly owning?: Pick<Guarding, 'objection'>
  /** Why what an operation does cannot be undone, if it cannot. */
  lasting(operation: string): string | undefined
}

export interface Barrable {
  readonly operation: Operation | undefined
  readonly as: Asking
  readonly sent: Sent
}

/** What it would take to send a request that alters what nobody here could restore. */
export function barred(
  { target, owning, lasting }: Barring,
  { operation, as, sent }: Barrable,
): string | undefined {
  if (!target.given) return undefined
  const stays = operation && lasting(operation.id)
  if (stays) return `a target that nobody keeps, for ${operation.id}: ${stays}`
  const objection = owning?.objection(as, sent)
  return objection && `a target that nobody keeps: ${objection}`
}
