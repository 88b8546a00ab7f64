/** What ServiceProviderConfig announces, and what holds (RFC 7643 section 5, RFC 9865 section 4). */
export const limits = {
  /** Of resources in one reply. */
  maxResults: 1000,
  /** Where the caller gives no count. */
  defaultPageSize: 100,
  maxOperations: 1000,
  /** Of one filter. */
  maxConditions: 200,
  /** In bytes; nothing that is larger is read at all. */
  maxPayloadSize: 1 << 20,
  /** In seconds: how long a cursor may be used. */
  cursorTimeout: 600,
} as const
