/** Entity tags (RFC 7644 section 3.14): weak ones, for they tell resources and not bytes apart. */
import type { Call, Reply } from '../dialect.ts'
import { ScimFailure } from './failure.ts'

/** A row's version, and what else its resource is made of. */
export function versionOf(version: number, derived: readonly string[] = []): string {
  return `W/"${version}${derived.length === 0 ? '' : `-${digest(derived)}`}"`
}

/** @throws ScimFailure 412 when the caller has another version in mind. */
export function refuseOtherVersion({ headers }: Call, current: () => string): void {
  const wanted = headers['if-match']
  if (wanted === undefined) return
  const version = current()
  if (lists(wanted, version)) return
  throw new ScimFailure(`the resource is now ${version}, and If-Match asks for ${wanted}`, {
    status: 412,
  })
}

/** Whether the caller has this version already (If-None-Match). */
export function isKnown({ headers }: Call, version: string): boolean {
  const known = headers['if-none-match']
  return known !== undefined && lists(known, version)
}

export function notModified(version: string): Reply {
  return { status: 304, headers: { ETag: version } }
}

/** The RFC's own examples let a weak tag pass If-Match, though RFC 9110 compares strongly there. */
function lists(tags: string, version: string): boolean {
  const opaque = (tag: string) => tag.trim().replace(/^W\//, '')
  return tags.split(',').some((tag) => tag.trim() === '*' || opaque(tag) === opaque(version))
}

/** FNV-1a, 32 bits: short, and nobody is kept out by it. */
export function digest(parts: readonly string[]): string {
  const text = parts.join('\0')
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  }
  return (hash >>> 0).toString(36)
}
