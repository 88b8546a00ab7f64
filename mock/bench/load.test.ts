import { expect, test } from '#test'
import { type Cannon, load, type Request, type Requests } from './load.ts'

const server = {
  url: 'http://127.0.0.1:9',
  start: { micros: 0, cpuMicros: 0 },
  usage: async () => ({ cpuMicros: 0, resident: 0, peak: 0 }),
  end: async () => undefined,
  kill: async () => undefined,
}

/** Sends nothing, and writes into what it is given as autocannon does. */
const shoot: Cannon = (options) => {
  const { setupClient, requests } = options as {
    setupClient?: (client: object) => void
    requests?: readonly { setupRequest(own: object): Request }[]
  }
  const mark = (request: Request) => Object.assign(request.headers, { 'Content-Length': '9' })
  setupClient?.({ setRequests: (given: readonly Request[]) => given.forEach(mark) })
  for (const each of requests ?? []) mark(each.setupRequest({}))
  return Object.assign(Promise.resolve({ non2xx: 0, errors: 0, timeouts: 0 }), {
    on: () => undefined,
  })
}

for (const [how, ask] of [
  ['are sent round and round', (one: Request): Requests => [one, one]],
  [
    'are made anew each time',
    (one: Request): Requests =>
      () =>
        one,
  ],
] as const) {
  test(`headers that requests share stay as they are where they ${how}`, async () => {
    const headers = { Accept: 'application/json' }
    const requests = ask({ method: 'POST', path: '/', headers, body: '{"a": 1}' })
    await load(shoot, { server, requests, amount: 1, connections: 1 })
    expect(headers).toEqual({ Accept: 'application/json' })
  })
}
