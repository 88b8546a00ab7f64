/** Bulk jobs, as scenarios send them and read their results. */
import { BULK_REQUEST, type WireBulk, type WireBulkResult } from '../drivers/scim.v2-wire.ts'
import type { Reply } from '../exchange.ts'
import { expect, type Scim } from './scim.ts'

export interface BulkOperation {
  readonly method?: string
  readonly path?: string
  readonly bulkId?: string
  readonly version?: string
  readonly data?: unknown
}

export function sendBulk(
  scim: Scim,
  Operations: readonly BulkOperation[],
  rest: object = {},
): Promise<Reply> {
  const body = { schemas: [BULK_REQUEST], ...rest, Operations }
  return scim.send('bulk', { body })
}

/** Sends a bulk job and expects results for it. */
export async function bulk(
  scim: Scim,
  operations: readonly BulkOperation[],
  rest: object = {},
): Promise<WireBulkResult[]> {
  const reply = await sendBulk(scim, operations, rest)
  expect(reply.status, reply.text).toBe(200)
  return (reply.body as WireBulk).Operations
}

/** The id of what a result is about. */
export function idIn({ location = '' }: Partial<WireBulkResult> = {}): string {
  return decodeURIComponent(/[^/]+$/.exec(location)?.[0] ?? '')
}
