/** The messages of the protocol (RFC 7644 section 3.1): PatchOp, SearchRequest, BulkRequest. */

import { ScimFault } from './scim-fault.ts'
import { sameName } from './scim-schema.ts'

export const messages = {
  patch: 'urn:ietf:params:scim:api:messages:2.0:PatchOp',
  search: 'urn:ietf:params:scim:api:messages:2.0:SearchRequest',
  bulk: 'urn:ietf:params:scim:api:messages:2.0:BulkRequest',
} as const

/** The value of a member by its name in any case; `undefined` for an absent one. */
export type Members = (name: string) => unknown

/**
 * The members of a message, whose names match in any case as all names of SCIM do
 * (RFC 7643 section 2.1).
 *
 * @throws ScimFault as `readMembers` and `checkSchemas` do
 */
export function readMessage(body: unknown, urn: string): Members {
  const members = readMembers(body, '')
  checkSchemas(members('schemas'), urn)
  return members
}

/**
 * The members of one JSON object.
 *
 * @param path of the object in the message, for the fault
 * @throws ScimFault invalidSyntax unless it is an object that has no name twice
 */
export function readMembers(given: unknown, path: string): Members {
  if (!isObject(given)) throw new ScimFault('invalidSyntax', path, 'must be a JSON object')
  const members = new Map<string, unknown>()
  for (const [name, value] of Object.entries(given)) {
    const key = name.toLowerCase()
    if (members.has(key)) throw new ScimFault('invalidSyntax', name, 'is given twice')
    members.set(key, value)
  }
  return (name) => members.get(name.toLowerCase())
}

/**
 * Checks `schemas` (RFC 7643 section 3). Ours, where the RFC names no error:
 *
 * @throws ScimFault invalidSyntax when it is not there or no list of texts; invalidValue when a URN
 *   is foreign or listed twice, or the needed one is not listed
 */
export function checkSchemas(given: unknown, needed: string, others: readonly string[] = []): void {
  if (!Array.isArray(given) || given.length === 0 || !given.every(isText)) {
    throw new ScimFault('invalidSyntax', 'schemas', `must be a list of URNs, with ${needed}`)
  }
  checkKnown(given, [needed, ...others])
  const distinct = new Set(given.map((urn) => urn.toLowerCase()))
  if (distinct.size < given.length) {
    throw new ScimFault('invalidValue', 'schemas', 'must have no URN twice')
  }
  if (!distinct.has(needed.toLowerCase())) {
    throw new ScimFault('invalidValue', 'schemas', `must have ${needed}`)
  }
}

/** @throws ScimFault invalidValue for a URN that is not one of those */
export function checkKnown(urns: readonly unknown[], known: readonly string[]): void {
  const isKnown = (urn: unknown) => isText(urn) && known.some((each) => sameName(each, urn))
  const foreign = urns.find((urn) => !isKnown(urn))
  if (foreign === undefined) return
  throw new ScimFault('invalidValue', 'schemas', `may have nothing but ${known.join(', ')}`)
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}
