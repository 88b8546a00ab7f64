/** What a deployment that is somebody's is not asked for. */
import type { Operation } from '../../specs/read.ts'
import type { Watch } from '../client.ts'
import type { Sent } from '../exchange.ts'
import type { Asking } from '../target.ts'
import type { Owning } from './owning.ts'

export type Guarding = Pick<Owning, 'objection' | 'sending'>

export interface Barrable {
  readonly operation: Operation | undefined
  readonly as: Asking
  readonly sent: Sent
}

/** What it would take to send a request that alters what nobody here could restore. */
export function barred(
  { target, owning, lasting }: Pick<Watch, 'target' | 'owning' | 'lasting'>,
  { operation, as, sent }: Barrable,
): string | undefined {
  if (!target.given) return undefined
  const stays = operation && lasting(operation.id)
  if (stays) return `a target that nobody keeps, for ${operation.id}: ${stays}`
  const objection = owning?.objection(as, sent)
  return objection && `a target that nobody keeps: ${objection}`
}
