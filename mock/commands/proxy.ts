/** Stands between a client and a deployment, and says of every message whether it is as documented. */
import pc from 'picocolors'
import { type DocumentPlace, JudgesApart, startJudging } from '../../contracts/referee/apart.ts'
import { type Passed, type RelaySettings, startRelay } from '../../contracts/referee/relay.ts'
import type { Ruling } from '../../contracts/referee/ruling.ts'
import { JUDGED_LIMIT } from '../../contracts/referee/tap.ts'
import { type Api, readApis } from '../mounts.ts'
import { UsageError } from '../usage-error.ts'
import { ended } from './ended.ts'
import { say } from './output.ts'
import { portError } from './ports.ts'
import { soon } from './proxy-fields.ts'
import type { ProxyFlags } from './proxy-flags.ts'
import { createTally, logged, redacted, type Tally } from './proxy-log.ts'
import { findTargets, newestFace, refuseOddUrl } from './targets.ts'

/**
 * Passes on until it is told to end; @returns the exit code.
 * @throws UsageError when the API or the upstream cannot be used.
 */
export async function proxy(name: string, flags: ProxyFlags): Promise<number> {
  const { api, upstream } = await find(name, flags)
  // Who reads the log may go away; the traffic is somebody else's.
  process.stdout.on('error', () => {})
  const judges = new JudgesApart(() => startJudging(placeOf(api, flags)))
  await judges.ready()
  const tally = createTally()
  const host = flags.host ?? '127.0.0.1'
  const port = flags.port ?? 0
  const passed = watcher(flags, judges, tally)
  const relay = await startRelay({ upstream, host, port, passed }).catch(async (error) => {
    await judges.close()
    throw await portError(error, { host, port })
  })
  const facts = factsOf(api, { url: relay.url, upstream })
  say(
    flags,
    () => greeting(facts),
    () => facts,
  )
  const code = await ended()
  await relay.close()
  await judges.close()
  say(flags, tally.text, () => ({ summary: tally.data() }))
  return code
}

/** Logs each exchange when its verdict is there; @returns what says which fields to add. */
function watcher(flags: ProxyFlags, judges: JudgesApart, tally: Tally): RelaySettings['passed'] {
  const log = (passed: Passed, ruling: Ruling | string) => {
    const entry = logged(passed, ruling)
    tally.count(entry)
    // Errors are what a quiet run is for.
    if (flags.quiet && entry.data.ok) return
    say(
      { ...flags, quiet: false },
      () => entry.text,
      () => entry.data,
    )
  }
  return (exchange) => {
    const { seen } = exchange
    const judged = typeof seen === 'string' ? Promise.resolve(seen) : judges.judge(seen)
    const told = judged.then((ruling) => redacted(exchange, ruling))
    void told.then((ruling) => log(exchange, ruling))
    return soon(told)
  }
}

function placeOf({ name, spec }: Api, { applicationTokenHeader }: ProxyFlags): DocumentPlace {
  const header = applicationTokenHeader
  return { api: name, file: spec.file, ...(header && { applicationTokenHeader: header }) }
}

/** @throws UsageError */
async function find(
  name: string,
  { upstream, port, spec, applicationTokenHeader }: ProxyFlags,
): Promise<{ api: Api; upstream: URL }> {
  const { username, password, pathname = '/' } = URL.canParse(upstream) ? new URL(upstream) : {}
  if (username || password)
    throw new UsageError('--upstream takes no credential; the client has it')
  refuseOddUrl(upstream, '--upstream')
  refuseItself(upstream, port)
  const tuning = applicationTokenHeader === undefined ? {} : { applicationTokenHeader }
  const apis = readApis([name], new Map(Object.entries(spec ?? {})), tuning)
  const face = newestFace(apis, name)
  const api = apis.find((each) => each.name === face)
  if (!api) throw new UsageError(`${name} has several faces: name one of them`)
  const mounted = pathname === '/' ? await mountedAt(upstream, { apis, face }) : undefined
  return { api, upstream: new URL(mounted ?? upstream) }
}

/** A request would go round until there are no more connections. */
function refuseItself(upstream: string, port: number | undefined): void {
  const { hostname, port: there } = new URL(upstream)
  if (!/^(localhost|127\..*|\[::1?\]|0\.0\.0\.0)$/.test(hostname) || there !== String(port)) return
  throw new UsageError('--upstream is the proxy itself; say where the API is')
}

/** Where a mock of ours has the API; an upstream that is down may come up later. */
async function mountedAt(
  upstream: string,
  { apis, face }: { apis: readonly Api[]; face: string },
): Promise<string | undefined> {
  try {
    const { urls } = await findTargets([`${face}=${upstream}`], apis, [face])
    return urls.get(face)
  } catch (error) {
    if ((error as Error).name === 'Inconclusive') return undefined
    throw error
  }
}

type Facts = ReturnType<typeof factsOf>

function factsOf({ name, spec }: Api, { url, upstream }: { url: string; upstream: URL }) {
  const { title, file, operations } = spec
  return {
    url,
    upstream: upstream.href,
    apis: [{ name, title, url, spec: file, operations: operations.length }],
    judgedUpTo: JUDGED_LIMIT,
  }
}

function greeting({ url, upstream, apis: [api] }: Facts): string {
  return [
    `${pc.bold('rehearsal')} passes ${pc.bold(api?.name ?? '')} on`,
    '',
    `  base URL  ${pc.cyan(url)}`,
    `  upstream  ${upstream}`,
    `  judged    by ${api?.spec}, with Ajv and with Prism`,
    `  bodies    are passed as they come; of more than ${JUDGED_LIMIT / 2 ** 20} MiB without a verdict`,
    '',
    pc.dim('  Ctrl-C ends it with a summary.'),
  ].join('\n')
}
