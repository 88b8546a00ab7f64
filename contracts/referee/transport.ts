/** Sends by way of the referee, and holds what it says against our own opinion. */
import type { Reply, Sent } from '../exchange.ts'
import { named, targetOf } from '../target.ts'
import type { Transport } from '../transport.ts'
import { ajvJudge } from './ajv.ts'
import { compare, comparedWriter } from './compared.ts'
import type { Judge, Observed } from './observed.ts'
import { OPINION_FIELD, PROXIES, readOpinion } from './opinion-field.ts'
import { specOf } from './spec-of.ts'

interface Run {
  readonly outputDir: string
  readonly worker: number
}

/** Where an API is asked: itself, and the proxy before it. */
interface Way {
  readonly api: string
  readonly url: string
  readonly proxy: string
}

/** The transport itself where nobody has asked for a referee. */
export function refereed(
  transport: Transport,
  { outputDir, worker }: Run,
  environment: NodeJS.ProcessEnv = process.env,
): Transport {
  const proxies = Object.entries(named(environment, PROXIES))
  if (proxies.length === 0) return transport
  const ways = proxies.map(([api, proxy]) => ({ api, proxy, url: targetOf(api, environment).url }))
  const judges = createJudges(environment)
  const note = comparedWriter(outputDir, worker)
  return {
    send: async (sent) => {
      // A scenario of one face of a realm asks the other face too.
      const way = ways.find(({ url }) => isBelow(sent.url, url))
      if (!way) return transport.send(sent)
      const { reply, said } = await sendBy(way, sent, transport)
      const ajv = await judges(way.api)(observedOf(reply, sent.url.slice(way.url.length)))
      const prism = said === null ? undefined : readOpinion(said)
      note(compare(way.api, reply.status, { ajv, prism }))
      return reply
    },
  }
}

/** The reply as it would be without the referee, and what the referee has said in it. */
async function sendBy(
  { url, proxy }: Way,
  sent: Sent,
  transport: Transport,
): Promise<{ reply: Reply; said: string | null }> {
  const reply = await transport.send({ ...sent, url: proxy + sent.url.slice(url.length) })
  const headers = new Headers(reply.headers)
  const said = headers.get(OPINION_FIELD)
  headers.delete(OPINION_FIELD)
  return { reply: { ...reply, sent, headers }, said }
}

function isBelow(url: string, base: string): boolean {
  return url.startsWith(base) && /^([/?]|$)/.test(url.slice(base.length))
}

function createJudges(environment: NodeJS.ProcessEnv): (api: string) => Judge {
  const judges = new Map<string, Judge>()
  return (api) => {
    const judge = judges.get(api) ?? ajvJudge(specOf(targetOf(api, environment)))
    judges.set(api, judge)
    return judge
  }
}

function observedOf({ sent, status, headers, text }: Reply, below: string): Observed {
  const [path = '', search = ''] = below.split(/\?(.*)/s)
  return {
    method: sent.method,
    path,
    query: new URLSearchParams(search),
    asked: { headers: headersOf(sent), body: sent.body ?? '' },
    status,
    answered: { headers, body: text },
  }
}

/** With the type that fetch gives to a body without one. */
function headersOf({ headers, body }: Sent): Headers {
  const type = body === undefined ? undefined : 'text/plain;charset=UTF-8'
  return new Headers({ ...(type && { 'content-type': type }), ...lowered(headers) })
}

function lowered(headers: Sent['headers']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  )
}
