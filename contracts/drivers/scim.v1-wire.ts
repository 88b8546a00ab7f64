/** SCIM 1.1 on the wire, where it is not as SCIM 2.0. */
export const CORE = 'urn:scim:schemas:core:1.0'
export const ENTERPRISE = 'urn:scim:schemas:extension:enterprise:1.0'

export interface WireErrors {
  Errors: { description: string; code: string }[]
}

export interface WireBulkResult {
  method: string
  bulkId?: string
  version?: string
  location?: string
  status: { code: string; description?: string }
}

export interface WireBulk {
  schemas: string[]
  Operations: WireBulkResult[]
}
