/** The messages of the protocol (RFC 7644 section 3.1): PatchOp, SearchRequest, BulkRequest. */

export const messages = {
  patch: 'urn:ietf:params:scim:api:messages:2.0:PatchOp',
  search: 'urn:ietf:params:scim:api:messages:2.0:SearchRequest',
  bulk: 'urn:ietf:params:scim:api:messages:2.0:BulkRequest',
} as const

/**
 * The members of a message by their name in any case, as all attribute names of SCIM are
 * (RFC 7643 section 2.1); `undefined` for an absent one.
 *
 * @throws ScimFault invalidSyntax unless it is an object with `schemas`, no name of which stands
 *   there twice in different case; invalidValue when `schemas` lacks the URN or names another
 */
export function readMessage(_body: unknown, _urn: string): (name: string) => unknown {
  throw new Error('readMessage is not written yet')
}
