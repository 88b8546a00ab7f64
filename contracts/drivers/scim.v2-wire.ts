/** SCIM 2.0 on the wire: its URNs and the parts of it that tests read. */
export const USER = 'urn:ietf:params:scim:schemas:core:2.0:User'
export const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group'
export const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
export const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp'
export const LIST_RESPONSE = 'urn:ietf:params:scim:api:messages:2.0:ListResponse'
export const SEARCH_REQUEST = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest'
export const BULK_REQUEST = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest'
export const BULK_RESPONSE = 'urn:ietf:params:scim:api:messages:2.0:BulkResponse'
export const ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error'

export interface WireMeta {
  resourceType: string
  created: string
  lastModified: string
  location: string
  version?: string
}

/** Any resource, with what is always there unless a projection left it out. */
export interface WireResource {
  schemas: string[]
  id: string
  externalId?: string
  meta: WireMeta
  [attribute: string]: unknown
}

export interface WireMember {
  value: string
  $ref?: string
  type?: string
  display?: string
}

export interface WireUser extends WireResource {
  userName: string
  name?: { givenName?: string; familyName?: string; formatted?: string }
  displayName?: string
  active?: boolean
  groups?: WireMember[]
}

export interface WireGroup extends WireResource {
  displayName: string
  members?: WireMember[]
}

/** RFC 7644 section 3.4.2: `Resources` may be left out when there are none. */
export interface WireList<T = WireResource> {
  schemas: string[]
  totalResults: number
  startIndex?: number
  itemsPerPage?: number
  nextCursor?: string
  previousCursor?: string
  Resources?: T[]
}

export interface WireError {
  schemas: string[]
  status: string
  scimType?: string
  detail?: string
}

export interface WireOperation {
  op: string
  path?: string
  value?: unknown
}

export interface WirePatch {
  schemas: string[]
  Operations: WireOperation[]
}

export interface WireBulkResult {
  method: string
  bulkId?: string
  version?: string
  location?: string
  status: string
  response?: WireError
}

export interface WireBulk {
  schemas: string[]
  Operations: WireBulkResult[]
}

/** The body of a PATCH. */
export function patchOp(...Operations: WireOperation[]): WirePatch {
  return { schemas: [PATCH_OP], Operations }
}
