/** Which deployments a run is about, and whether they let us in. */
import { driverOf } from '../../contracts/drivers/all.ts'
import { type Target, tokenVariable } from '../../contracts/target.ts'
import { hostRefusal } from '../../contracts/transport/hosts.ts'
import { type Probe, probeOf } from '../../contracts/transport/probe.ts'
import { Inconclusive } from '../../contracts/transport.ts'
import { realmOf } from '../../fixtures/worlds.ts'
import { withApplicationHeader } from '../../specs/application-header.ts'
import type { Api } from '../mounts.ts'
import { UsageError } from '../usage-error.ts'
import type { TestFlags } from './test-flags.ts'

const TARGET = /^(?:([a-z0-9.]+)=)?(.+)$/

export interface Targets {
  readonly urls: ReadonlyMap<string, string>
  /** Whether it is a mock of ours, which says so at its root. */
  readonly mock: boolean
}

/** @throws UsageError when a URL cannot be used, Inconclusive when it cannot be reached */
export async function findTargets(
  given: readonly string[],
  apis: readonly Api[],
  names: readonly string[],
): Promise<Targets> {
  const urls = new Map<string, string>()
  let mock = true
  for (const text of given) {
    const [, asked, url = text] = TARGET.exec(text) ?? []
    const named = asked && newestFace(apis, asked)
    refuseOddUrl(url)
    const mounted = await mountsAt(url)
    for (const { name, url: at } of mounted ?? []) {
      const wanted = !asked || name === asked || realmOf(name) === asked
      if (!wanted || !apis.some((api) => api.name === name)) continue
      refuseOtherHost(url, name, at)
      urls.set(name, at)
    }
    if (mounted) continue
    const name = named ?? (names.length === 1 ? newestFace(apis, names[0] ?? '') : undefined)
    if (!name) throw new UsageError(`say which API ${url} is: rehearsal test <api> --target ${url}`)
    urls.set(name, url)
    mock &&= await isMock(url)
  }
  if (urls.size === 0) throw new UsageError(`${given.join(', ')} plays none of the APIs asked for`)
  return { urls, mock }
}

/** One URL is one face: the newest, unless another is named. */
export function newestFace(apis: readonly Api[], asked: string): string {
  const faces = apis.map(({ name }) => name).filter((name) => realmOf(name) === asked)
  return faces.sort().at(-1) ?? asked
}

/** A mock says where it is by the name it was asked under. */
function refuseOtherHost(url: string, name: string, at: string): void {
  if (new URL(at).origin === new URL(url).origin) return
  throw new UsageError(
    `${url} says that ${name} is at ${at}, which is elsewhere: --target ${name}=${at} allows it`,
  )
}

export function refuseOddUrl(url: string, flag = '--target'): void {
  const { protocol, username, password } = URL.canParse(url) ? new URL(url) : {}
  if (username || password) {
    throw new UsageError(`${flag} takes no credential in its URL; a token has a flag of its own`)
  }
  if (/^https?:$/.test(protocol ?? '')) return
  throw new UsageError(`${flag} takes a URL, as http://127.0.0.1:4010; not ${url}`)
}

interface Mounted {
  readonly name: string
  readonly url: string
}

/** What a mock of ours says is mounted; undefined when it is something else. */
async function mountsAt(url: string): Promise<readonly Mounted[] | undefined> {
  const reply = await reach(url, { headers: { Accept: 'application/json' } })
  const body = (await reply.json().catch(() => undefined)) as
    | { rehearsal?: true; apis?: readonly Mounted[] }
    | undefined
  return body?.rehearsal ? body.apis : undefined
}

async function isMock(url: string): Promise<boolean> {
  const mounted = await mountsAt(new URL('/', url).href)
  return mounted?.some((each) => each.url === url.replace(/\/+$/, '')) ?? false
}

/** @throws UsageError when a host may not be asked, with what to add */
export function refuseHosts(
  given: readonly string[],
  { allowHost: hosts, allowWrites: writes = false }: Pick<TestFlags, 'allowHost' | 'allowWrites'>,
): void {
  for (const text of given) {
    const [, , url = text] = TARGET.exec(text) ?? []
    // The suite's own, which harms nobody.
    if (url === 'mock') continue
    refuseOddUrl(url)
    const refusal = hostRefusal(url, { hosts, writes })
    if (refusal) throw new UsageError(refusal)
  }
}

/** @throws Inconclusive when the API is not there or does not let the administrator in. */
export async function greet(api: Api, target: Target): Promise<void> {
  if (!target.tokens.admin) {
    const variable = tokenVariable(api.name, 'admin')
    throw new Inconclusive(
      `no token for ${api.name}: give --token or --token-command, or set ${variable}`,
    )
  }
  const driver = driverOf(api.name)
  const spec = withApplicationHeader(api.spec, target.applicationTokenHeader)
  const probe = probeOf({ target, spec, driver })
  if (typeof probe === 'string') {
    throw new Inconclusive(`${api.name} needs ${probe}: nothing was tested`)
  }
  const { url, ...init } = probe.sent
  const reply = await reach(url, init)
  const refused = refusalOf(reply, probe)
  if (refused) throw new Inconclusive(`${url} ${refused}: nothing was tested`)
}

function refusalOf({ status, headers }: Response, probe: Probe): string | undefined {
  if (probe.refusals.includes(status)) return `refuses the administrator's token (${status})`
  if (status >= 500 || status === 429) return `answers ${status}`
  if (status === 404 || status === 405) {
    return `answers ${status}: is the URL that of the API, as https://app.example/scim/v2`
  }
  if (status < 300 || status >= 400) return undefined
  return `answers ${status} and points to ${headers.get('location')}, where no token is sent to`
}

async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    // Where a redirection leads to nobody has allowed.
    const signal = AbortSignal.timeout(10_000)
    return await fetch(url, { ...init, redirect: 'manual', signal })
  } catch (error) {
    const { cause, message } = error as Error & { cause?: { code?: string } }
    throw new Inconclusive(
      `${url} cannot be reached (${cause?.code ?? message}${remedyFor(cause?.code)}): nothing was tested`,
    )
  }
}

const remedies: readonly [codes: RegExp, remedy: string][] = [
  [/^ERR_SSL_WRONG_VERSION_NUMBER$/, 'it may speak http and not https'],
  [
    /SELF_SIGNED_CERT|^UNABLE_TO_(VERIFY_LEAF|GET_ISSUER)/,
    'NODE_EXTRA_CA_CERTS=FILE names the certificate of an authority of your own',
  ],
]

/** What a person may do about a connection that failed with a code of Node's; nothing for most. */
export function remedyFor(code = ''): string {
  const [, remedy] = remedies.find(([codes]) => codes.test(code)) ?? []
  return remedy ? `; ${remedy}` : ''
}
