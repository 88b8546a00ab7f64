/** Which deployments a run is about, and whether they let us in. */
import { realmOf } from '../../fixtures/worlds.ts'
import type { Api } from '../mounts.ts'
import { UsageError } from '../usage-error.ts'

/** No verdict: the target is down, or does not let us in. Exit code 3. */
export class Inconclusive extends Error {
  override readonly name = 'Inconclusive'
}

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
    const [, asked, url = text] = /^([a-z0-9.]+)=(.+)$/.exec(text) ?? []
    const named = asked && newestFace(apis, asked)
    refuseOddUrl(url)
    const mounted = await mountsAt(url)
    for (const { name, url: at } of mounted ?? []) {
      const wanted = !asked || name === asked || realmOf(name) === asked
      if (wanted && apis.some((api) => api.name === name)) urls.set(name, at)
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

export function refuseOddUrl(url: string, flag = '--target'): void {
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return
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

/** @throws Inconclusive when the API is not there or refuses the administrator's token. */
export async function greet(
  apis: readonly Api[],
  { name, url, token }: { name: string; url: string; token: string | undefined },
): Promise<void> {
  if (!token) {
    throw new Inconclusive(
      `no token for ${name}: give --token, or set REHEARSAL_${name.toUpperCase()}_ADMIN_TOKEN`,
    )
  }
  const operations = apis.find((api) => api.name === name)?.spec.operations ?? []
  const probe = operations.find(({ method, path }) => method === 'get' && !path.includes('{'))
  if (!probe) return
  const at = url.replace(/\/+$/, '') + probe.path
  const reply = await reach(at, { headers: { Authorization: `Bearer ${token}` } })
  if (reply.status === 401 || reply.status === 403) {
    throw new Inconclusive(
      `${at} refuses the administrator's token (${reply.status}): nothing was tested`,
    )
  }
  if (reply.status >= 500) {
    throw new Inconclusive(`${at} answers ${reply.status}: nothing was tested`)
  }
}

export function tokenFor(
  name: string,
  { token }: { readonly token?: string },
  mock: boolean,
): string | undefined {
  const variable = `REHEARSAL_${name.toUpperCase()}_ADMIN_TOKEN`
  return (
    process.env[variable] ??
    token ??
    process.env.REHEARSAL_TOKEN ??
    (mock ? 'admin-token' : undefined)
  )
}

async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { ...init, signal: AbortSignal.timeout(10_000) })
  } catch (error) {
    const { cause, message } = error as Error & { cause?: { code?: string } }
    throw new Inconclusive(
      `${url} cannot be reached (${cause?.code ?? message}): nothing was tested`,
    )
  }
}
