import { personasOf } from '../fixtures/worlds.ts'

/** Who asks. Each has a token of its own; see the README for what each may do. */
export const personas = ['admin', 'reader', 'member', 'other-tenant', 'expired', 'revoked'] as const
export type Persona = (typeof personas)[number]

/** Whoever has a token of its own. */
export const holders = [...personas, 'application'] as const
export type Holder = (typeof holders)[number]

/** A persona, or somebody without a credential. */
export type Asking = Persona | 'nobody'

/** What is being tested: one API at one place. */
export interface Target {
  readonly api: string
  /** Base URL with the API's base path, without a slash at its end. */
  readonly url: string
  /** A mock must keep every promise; a real deployment may break an inferred one. */
  readonly mock: boolean
  /** Whether it is somebody's, and outlives the run: only what the run made may be altered there. */
  readonly given: boolean
  /** Whether the suite may create, change and delete. */
  readonly writes: boolean
  readonly tokens: Readonly<Partial<Record<Holder, string>>>
  /** The id of the personas' organization, for an API whose requests name it. */
  readonly tenant?: string
  /** That of the persona `other-tenant`. */
  readonly otherTenant?: string
  /** A known person, for an API in which none can be created. */
  readonly user?: string
  /** A document to use instead of the one that comes with the product. */
  readonly spec?: string
  /** The header of an application's own token, if it is another than the document says. */
  readonly applicationTokenHeader?: string
}

export type Environment = Readonly<Record<string, string | undefined>>

/**
 * Reads from the environment what the command line put there.
 * @throws Error when no target is set for the API, with what to do about it.
 */
export function targetOf(api: string, environment: Environment = process.env): Target {
  const url = named(environment, 'REHEARSAL_TARGETS')[api]
  if (!url) {
    throw new Error(
      `no target for ${api}: REHEARSAL_TARGETS names none. Give it a URL there, or unset it to test the mock`,
    )
  }
  const mock = environment.REHEARSAL_MOCK === '1'
  const user = environment[`REHEARSAL_${upper(api)}_USER`]
  const spec = named(environment, 'REHEARSAL_SPECS')[api]
  const header = environment.REHEARSAL_APPLICATION_TOKEN_HEADER
  return {
    api,
    url: url.replace(/\/+$/, ''),
    mock,
    given: environment.REHEARSAL_THROW_AWAY !== '1',
    writes: environment.REHEARSAL_ALLOW_WRITES === '1',
    tokens: tokens(api, mock, environment),
    ...tenants(api, mock, environment),
    ...(user && { user }),
    ...(spec && { spec }),
    ...(header && { applicationTokenHeader: header }),
  }
}

/** The variable that holds a persona's token for an API. */
export function tokenVariable(api: string, holder: Holder): string {
  return `REHEARSAL_${upper(api)}_${upper(holder)}_TOKEN`
}

/** The token that somebody was given for an API; the administrator's may be one for all APIs. */
export function tokenOf(api: string, holder: Holder, environment: Environment): string | undefined {
  const own = environment[tokenVariable(api, holder)]
  // A command for this API alone is nearer than a token for all.
  if (own || holder !== 'admin' || environment[commandVariable(api, holder)])
    return own || undefined
  return environment.REHEARSAL_TOKEN || undefined
}

/** The command that prints such a token. */
export function tokenCommand(
  api: string,
  holder: Holder,
  environment: Environment,
): string | undefined {
  const shared = holder === 'admin' ? environment.REHEARSAL_TOKEN_COMMAND : undefined
  return environment[commandVariable(api, holder)] || shared || undefined
}

function commandVariable(api: string, holder: Holder): string {
  return `${tokenVariable(api, holder)}_COMMAND`
}

/** The variable that holds the id of an organization. */
export function tenantVariable(api: string, of: 'tenant' | 'otherTenant'): string {
  return `REHEARSAL_${upper(api)}_${of === 'tenant' ? 'TENANT' : 'OTHER_TENANT'}`
}

function tenants(
  api: string,
  mock: boolean,
  environment: Environment,
): Pick<Target, 'tenant' | 'otherTenant'> {
  const usual = mock ? personasOf(api) : {}
  const idOf = (token: string) => usual[token]?.organization ?? usual[token]?.tenant
  const tenant = environment[tenantVariable(api, 'tenant')] || idOf('admin-token')
  const otherTenant = environment[tenantVariable(api, 'otherTenant')] || idOf('other-tenant-token')
  return { ...(tenant && { tenant }), ...(otherTenant && { otherTenant }) }
}

function tokens(api: string, mock: boolean, environment: Environment): Target['tokens'] {
  const found: Partial<Record<Holder, string>> = {}
  for (const holder of holders) {
    const token = mock
      ? environment[tokenVariable(api, holder)] || `${holder}-token`
      : tokenOf(api, holder, environment)
    if (token) found[holder] = token
  }
  return found
}

/** A variable that holds a JSON object with one text for each API. */
export function named(environment: Environment, variable: string): Record<string, string> {
  const text = environment[variable]
  if (!text) return {}
  try {
    return JSON.parse(text) as Record<string, string>
  } catch {
    throw new Error(`${variable} must be a JSON object such as {"formstack":"..."}, not: ${text}`)
  }
}

function upper(name: string): string {
  return name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')
}
