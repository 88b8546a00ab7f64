/** Sends by way of the referee, and holds what it says against our own opinion. */
import type { Spec } from '../../specs/read.ts'
import type { Reply, Sent } from '../exchange.ts'
import { named, type Target } from '../target.ts'
import type { Transport } from '../transport.ts'
import { ajvJudge } from './ajv.ts'
import { compare, comparedWriter } from './compared.ts'
import type { Observed } from './observed.ts'
import { OPINION_FIELD, PROXIES, readOpinion } from './opinion-field.ts'

interface Run {
  readonly target: Target
  readonly spec: Spec
  readonly outputDir: string
  readonly worker: number
}

/** The transport itself where nobody has asked for a referee. */
export function refereed(
  transport: Transport,
  { target, spec, outputDir, worker }: Run,
  environment: NodeJS.ProcessEnv = process.env,
): Transport {
  const proxy = named(environment, PROXIES)[target.api]
  if (!proxy) return transport
  const judge = ajvJudge(spec)
  const note = comparedWriter(outputDir, worker)
  return {
    send: async (sent) => {
      const below = sent.url.slice(target.url.length)
      const reply = await transport.send({ ...sent, url: proxy + below })
      const headers = new Headers(reply.headers)
      const said = headers.get(OPINION_FIELD)
      headers.delete(OPINION_FIELD)
      const own = { ...reply, sent, headers }
      const ajv = await judge(observedOf(own, below))
      const prism = said === null ? undefined : readOpinion(said)
      note(compare(target.api, reply.status, { ajv, prism }))
      return own
    },
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
