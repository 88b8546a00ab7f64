/** What a request is for, as far as an API's driver knows. */
import type { Driver } from '../drivers/driver.ts'
import type { Sent } from '../exchange.ts'
import type { Purpose } from '../transport.ts'

const READS = ['GET', 'HEAD', 'OPTIONS']

/** @param operation the operationId, undefined when the request belongs to none */
export function purposeOf(
  driver: Pick<Driver, 'undo' | 'searches' | 'madeBy'>,
  operation: string | undefined,
  { method, body = '' }: Sent,
): Purpose {
  const id = operation ?? ''
  if (READS.includes(method) || driver.searches?.includes(id)) return { reads: true }
  if (id in driver.undo) return { creates: 1 }
  // A job makes as many things as it has such operations.
  const creates = id === 'bulk' ? (body.match(/"method"\s*:\s*"post"/gi)?.length ?? 0) : 0
  return creates > 0 ? { creates } : {}
}
