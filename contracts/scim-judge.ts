/** Holds the users and groups in a reply against the schemas that the target publishes itself. */
import type { Breach } from './conformance.ts'
import { LIST_RESPONSE, type WireList } from './drivers/scim.v2-wire.ts'
import type { Exchange, Reply } from './exchange.ts'
import { type Finding, judgeAttributes, type Viewing } from './scim-attributes.ts'
import { type Attribute, common, type SchemaDefinition } from './scim-schemas.ts'

type Resource = Readonly<Record<string, unknown>>

/** The operations whose replies hold users and groups. */
const ABOUT_RESOURCES = /(Users?|Groups?|Me|All)$/

/** @returns what judges an exchange by the reply of `/Schemas`; undefined when that tells none. */
export function learnSchemas(told: Reply): ((exchange: Exchange) => Breach[]) | undefined {
  const { Resources } = (told.body ?? {}) as Partial<WireList<unknown>>
  const schemas = (Resources ?? []) as readonly SchemaDefinition[]
  if (told.status !== 200 || schemas.length === 0) return undefined
  const known = new Map(schemas.map((one) => [one.id, one]))
  return ({ operation, reply }) =>
    ABOUT_RESOURCES.test(operation) && reply.status < 300 ? judgeReply(known, reply) : []
}

function judgeReply(known: ReadonlyMap<string, SchemaDefinition>, reply: Reply): Breach[] {
  if (typeof reply.body !== 'object' || reply.body === null) return []
  const body = reply.body as Resource
  const viewing = viewingOf(reply)
  const found = isList(body)
    ? ((body.Resources ?? []) as Resource[]).flatMap((one, index) =>
        judgeResource(known, one, viewing).map((each) => within(`/Resources/${index}`, each)),
      )
    : [...judgeResource(known, body, viewing), ...judgeHeaders(body, reply)]
  return found.map((one) => ({
    check: 'response_schema_conformance',
    evidence: 'public',
    spec: '/Schemas',
    ...one,
  }))
}

function judgeResource(
  known: ReadonlyMap<string, SchemaDefinition>,
  resource: Resource,
  viewing: Viewing,
): Finding[] {
  const named = Array.isArray(resource.schemas) ? (resource.schemas as string[]) : []
  const present = Object.keys(resource).filter((name) => name.startsWith('urn:'))
  const base = known.get(named.find((urn) => urn.includes(':core:')) ?? '')
  if (!base) return [{ at: '/schemas', hint: 'names no core schema that /Schemas has' }]
  const core = Object.fromEntries(
    Object.entries(resource).filter(([name]) => !name.startsWith('urn:')),
  )
  return [
    ...judgeNames(
      known,
      named.filter((urn) => urn !== base.id),
      present,
      viewing,
    ),
    ...judgeAttributes([...missingCommon(base), ...base.attributes], core, viewing),
    ...present.flatMap((urn) => {
      const { attributes = [] } = known.get(urn) ?? {}
      const found = judgeAttributes(attributes, resource[urn], viewing)
      return found.map((one) => within(`/${urn}`, one))
    }),
    ...judgeLocation(resource),
  ]
}

/**
 * RFC 7643 section 3: `schemas` names the extensions of which there are attributes. No sentence
 * forbids another of the type's own, as of an extension that Entra names and sends nothing of.
 */
function judgeNames(
  known: ReadonlyMap<string, SchemaDefinition>,
  extensions: readonly string[],
  present: readonly string[],
  { projected }: Viewing,
): Finding[] {
  const unknown = [...extensions, ...present].filter((urn) => !known.has(urn))
  const unnamed = present.filter((urn) => !extensions.includes(urn))
  const empty = projected ? [] : extensions.filter((urn) => !present.includes(urn))
  return [
    ...unknown.map((urn) => ({ at: '/schemas', hint: `/Schemas does not have ${urn}` })),
    ...unnamed.map((urn) => ({ at: '/schemas', hint: `does not name ${urn}, which is there` })),
    ...empty.map((urn) => ({
      at: '/schemas',
      hint: `names ${urn}, of which nothing is there`,
      evidence: 'inferred' as const,
    })),
  ]
}

/** Servers differ in whether the schema of a type repeats what every resource has. */
function missingCommon({ attributes }: SchemaDefinition): Attribute[] {
  return common.filter(({ name }) => !attributes.some((one) => one.name === name))
}

/** RFC 7643 section 3.1: the location ends with the id. */
function judgeLocation({ id, meta }: Resource): Finding[] {
  const { location } = (meta ?? {}) as { location?: string }
  if (location === undefined || lastPart(location) === id) return []
  return [{ at: '/meta/location', hint: `does not end with the id ${id}` }]
}

/** RFC 7643 section 3.1: the location and the version are those of the headers. */
function judgeHeaders({ meta }: Resource, { status, headers }: Reply): Finding[] {
  const { location, version } = (meta ?? {}) as { location?: string; version?: string }
  const differs = (header: string, part: string | undefined) =>
    part !== undefined && headers.has(header) && headers.get(header) !== part
  return [
    ...(status === 201 && differs('location', location)
      ? [{ at: '/meta/location', hint: `is not the Location ${headers.get('location')}` }]
      : []),
    ...(differs('etag', version)
      ? [{ at: '/meta/version', hint: `is not the ETag ${headers.get('etag')}` }]
      : []),
  ]
}

function viewingOf({ sent }: Reply): Viewing {
  const { searchParams, pathname } = new URL(sent.url)
  const isSearch = pathname.endsWith('/.search')
  const named = isSearch
    ? (sent.body ?? '').includes('"attributes"')
    : searchParams.has('attributes')
  const excluded = isSearch
    ? (sent.body ?? '').includes('"excludedAttributes"')
    : searchParams.has('excludedAttributes')
  return { projected: named || excluded, asked: named || (sent.method !== 'GET' && !isSearch) }
}

function isList({ schemas }: Resource): boolean {
  return Array.isArray(schemas) && schemas.includes(LIST_RESPONSE)
}

function lastPart(url: string): string {
  return decodeURIComponent(url.split('/').at(-1) ?? '')
}

function within(pointer: string, finding: Finding): Finding {
  return { ...finding, at: `${pointer}${finding.at}` }
}
