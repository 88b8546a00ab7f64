import type { Operation, Requirement, SecurityScheme, Spec } from '../specs/read.ts'
import type { Caller, Persona } from './dialects/dialect.ts'
import { Failure } from './directory/failure.ts'

export const strictnesses = ['lenient', 'strict', 'off'] as const
export type Strictness = (typeof strictnesses)[number]

export interface Door {
  readonly strictness: Strictness
  readonly personas: Readonly<Record<string, Persona>>
  /** Who comes with a token that the API issued itself. */
  readonly issued?: (token: string) => Promise<Persona | undefined>
}

export interface Credentials {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly query: URLSearchParams
}

/** The persona that may do everything: whoever comes with an unknown credential, unless strict. */
export const administrator = 'admin-token'

/**
 * Says who calls, by the first alternative of the operation's security that the request satisfies.
 * An empty one (OpenAPI 3.1 section 4.8.30) lets in whoever has no credential, without any rights.
 * @throws Failure `unauthenticated` without a credential, `badCredential` with a wrong one,
 * `forbidden` when a role is missing.
 */
export async function identify(
  { operation, spec }: { operation: Operation; spec: Spec },
  given: Credentials,
  door: Door,
): Promise<Caller> {
  if (door.strictness === 'off' || operation.security.length === 0)
    return anybody(spec, given, door)
  const failures: Failure[] = []
  const alternatives = operation.security.filter((each) => Object.keys(each).length > 0)
  for (const requirement of alternatives) {
    const caller = await satisfied({ requirement, spec }, given, door)
    if (!(caller instanceof Failure)) return caller
    failures.push(caller)
  }
  // The alternative that came nearest says what is wrong.
  const nearest =
    failures.find(({ code }) => code !== 'unauthenticated') ??
    unreadable({ alternatives, spec }, given) ??
    failures[0]
  const isOptional = alternatives.length < operation.security.length
  if (nearest && !(isOptional && nearest.code !== 'badCredential')) throw nearest
  return nobody(door)
}

/** What came as a credential, and in no scheme of the operation's: not the same as none. */
function unreadable(
  { alternatives, spec }: { alternatives: readonly Requirement[]; spec: Spec },
  given: Credentials,
): Failure | undefined {
  if (alternatives.length === 0 || given.headers.authorization === undefined) return undefined
  const schemes = alternatives.flatMap(Object.keys).map((name) => spec.securitySchemes[name])
  const read = schemes.some(
    (each) => each && each.type !== 'apiKey' && credential(each, given) !== undefined,
  )
  return read ? undefined : new Failure('badCredential', 'the credential is of another scheme')
}

/** Somebody without a name and without rights, where the administrator is. */
function nobody(door: Door): Caller {
  return { tenant: personaOf(administrator, door).tenant, roles: [] }
}

function anybody(spec: Spec, given: Credentials, door: Door): Caller {
  const found = Object.values(spec.securitySchemes)
    .map((scheme) => credential(scheme, given))
    .find((token) => token !== undefined && Object.hasOwn(door.personas, token))
  return personaOf(found ?? administrator, door)
}

async function satisfied(
  { requirement, spec }: { requirement: Requirement; spec: Spec },
  given: Credentials,
  door: Door,
): Promise<Caller | Failure> {
  let caller: Caller | undefined
  for (const [name, roles] of Object.entries(requirement)) {
    const scheme = spec.securitySchemes[name]
    const token = scheme && credential(scheme, given)
    if (token === undefined)
      return new Failure('unauthenticated', `a credential (${name}) is required`)
    const persona = await recognise(token, door)
    if (persona instanceof Failure) return persona
    const missing = roles.find((role) => !persona.roles.includes(role))
    if (missing) return new Failure('forbidden', `this call requires the role ${missing}`)
    caller ??= persona
  }
  return caller ?? nobody(door)
}

/** The secret that a scheme finds in a request: '' when it is malformed, none in another scheme. */
function credential(scheme: SecurityScheme, { headers, query }: Credentials): string | undefined {
  if (scheme.type === 'apiKey') {
    const name = scheme.name ?? ''
    const value = scheme.in === 'query' ? query.get(name) : headers[name.toLowerCase()]
    return value === null ? undefined : String(value ?? '') || undefined
  }
  const header = headers.authorization
  if (typeof header !== 'string') return undefined
  const [, kind = '', secret = ''] = /^(\S+) +(\S+) *$/.exec(header) ?? []
  if (kind.toLowerCase() !== kindOf(scheme)) return undefined
  if (kindOf(scheme) === 'basic') return userOf(secret)
  return BEARER_TOKEN.test(secret) ? secret : ''
}

/** RFC 6750 section 2.1. */
const BEARER_TOKEN = /^[A-Za-z0-9._~+/-]+=*$/

/** The word before the credential; OAuth 2.0 and OpenID Connect send bearer tokens. */
function kindOf({ type, scheme }: SecurityScheme): string {
  return type === 'http' ? (scheme ?? '').toLowerCase() : 'bearer'
}

function userOf(secret: string): string {
  return Buffer.from(secret, 'base64').toString().split(':')[0] ?? ''
}

/** Whoever is in the fixture is known at once; only others are looked for. */
function recognise(token: string, door: Door): Persona | Failure | Promise<Persona | Failure> {
  const named = Object.hasOwn(door.personas, token) ? door.personas[token] : undefined
  if (named || !door.issued) return admitted(named, token, door)
  return door.issued(token).then((persona) => admitted(persona, token, door))
}

function admitted(persona: Persona | undefined, token: string, door: Door): Persona | Failure {
  if (persona?.refused) return new Failure('badCredential', `the credential ${persona.refused}`)
  if (persona) return persona
  if (door.strictness === 'strict' || !/^[\x21-\x7e]+$/.test(token)) {
    return new Failure('badCredential', 'the credential is not valid')
  }
  return personaOf(administrator, door)
}

function personaOf(token: string, { personas }: Door): Persona {
  const persona = personas[token]
  if (persona) return persona
  throw new Error(`the fixture has no persona ${token}`)
}
