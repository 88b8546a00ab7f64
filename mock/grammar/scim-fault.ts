import { excerpt } from './filter-tokens.ts'

/** The error types of RFC 7644 section 3.12 (table 9, and `sensitive` of 7.5.2) and RFC 9865. */
export const scimTypes = [
  'invalidFilter',
  'tooMany',
  'uniqueness',
  'mutability',
  'invalidSyntax',
  'invalidPath',
  'noTarget',
  'invalidValue',
  'invalidVers',
  'sensitive',
  'invalidCursor',
  'expiredCursor',
  'invalidCount',
] as const
export type ScimType = (typeof scimTypes)[number]

/**
 * A resource, PATCH or query parameter that the engine refuses; in SCIM 2.0 a 400 with `scimType`.
 * `path` is that of the attribute at fault, as the schema spells it, else as the client does; empty
 * for the message as a whole. The message is fit for the client.
 */
export class ScimFault extends Error {
  override readonly name = 'ScimFault'
  readonly scimType: ScimType
  readonly path: string

  constructor(scimType: ScimType, path: string, problem: string) {
    super(path === '' ? problem : `${excerpt(path)} ${problem}`)
    this.scimType = scimType
    this.path = path
  }
}
