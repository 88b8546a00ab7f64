/** Load on one server: so many requests over so many connections, and what they cost. */

import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { fetched } from './packages.ts'
import type { Running } from './processes.ts'

export interface Request {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT'
  /** With its query. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

/** Requests that are sent round and round, or a new one each time. */
export type Requests = readonly Request[] | (() => Request)

/** Microseconds of a request: the time that passed for each, and the server's work. */
export interface Cost {
  readonly micros: number
  readonly cpuMicros: number
}

export interface Amount {
  readonly amount: number
  readonly connections: number
}

interface Client {
  setRequests(requests: readonly object[]): void
}

interface Tracker extends PromiseLike<{ non2xx: number; errors: number; timeouts: number }> {
  on(event: 'start', heard: () => void): void
  on(event: 'response', heard: (client: Client, status: number) => void): void
}

/** As much of autocannon as is used here. */
export type Cannon = (options: object) => Tracker

const REPLY_LIMIT_SECONDS = 60
/** In less, what V8 makes of the code is measured, and not the code. */
const WARM_MICROS = 2e6

/** @throws Error when npm cannot install autocannon. */
export async function cannon(): Promise<Cannon> {
  const file = join(await fetched('autocannon'), 'autocannon.js')
  const { default: shoot } = (await import(pathToFileURL(file).href)) as { default: Cannon }
  return shoot
}

/** @throws Error when a reply is no success. */
export async function load(
  shoot: Cannon,
  { server, requests, amount, connections }: { server: Running; requests: Requests } & Amount,
): Promise<Cost> {
  const least = Math.min(connections, amount)
  const before = await server.usage()
  const tracker = shoot({
    url: server.url,
    amount,
    connections: least,
    sampleInt: 20,
    timeout: REPLY_LIMIT_SECONDS,
    ...shots(requests, least),
  })
  const elapsed = watch(tracker, amount)
  const { non2xx, errors, timeouts } = await tracker
  if (non2xx + errors + timeouts > 0) {
    throw new Error(`${non2xx} replies of ${amount} were refusals, ${errors + timeouts} failed`)
  }
  const after = await server.usage()
  return {
    micros: (elapsed() * 1000) / amount,
    cpuMicros: (after.cpuMicros - before.cpuMicros) / amount,
  }
}

/** Each connection has a part of the requests for itself. */
function shots(requests: Requests, connections: number): object {
  if (typeof requests === 'function') {
    return { requests: [{ setupRequest: (own: object) => ({ ...own, ...copyOf(requests()) }) }] }
  }
  const size = Math.max(2, Math.floor(requests.length / connections / 2) * 2)
  let next = 0
  const setupClient = (client: Client) => {
    const from = (next++ * size) % requests.length
    client.setRequests(requests.slice(from, from + size).map(copyOf))
  }
  return { setupClient }
}

/** The load generator writes into the headers that it is given. */
function copyOf(request: Request): Request {
  return { ...request, headers: { ...request.headers } }
}

/** @returns the milliseconds from the start to the last reply. */
function watch(tracker: Tracker, amount: number): () => number {
  let [from, to, replies] = [0, 0, 0]
  tracker.on('start', () => {
    from = performance.now()
  })
  tracker.on('response', () => {
    if (++replies === amount) to = performance.now()
  })
  return () => to - from
}

/** How much load a server gets in a round, and what its last warm-up cost. */
export interface Pace extends Amount {
  readonly cost: Cost
}

/**
 * Warms a server up with ever more requests until that took two seconds, or as long as a round will,
 * and @returns how many it answers in so many seconds, at most `most`. A slow one is warm after one.
 */
export async function pace(
  shoot: Cannon,
  { server, requests, connections }: { server: Running; requests: Requests; connections: number },
  { seconds, most }: { seconds: number; most: number },
): Promise<Pace> {
  const limit = seconds * 1e6
  const warm = Math.max(limit, WARM_MICROS)
  let spent = 0
  let amount = 1
  for (;;) {
    const cost = await load(shoot, { server, requests, amount, connections })
    spent += cost.micros * amount
    if (spent >= warm || amount >= most) {
      const wanted = Math.max(1, Math.round(limit / cost.micros))
      return { amount: Math.min(wanted, most), connections, cost }
    }
    // To ask for much more than is missing would double the time of a whole run.
    const missing = Math.ceil((warm - spent) / cost.micros)
    amount = Math.min(amount * 4, Math.max(amount, missing), most)
  }
}
