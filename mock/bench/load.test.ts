import { expect, test } from '#test'
import { type Cannon, load, pace, type Request, type Requests } from './load.ts'

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

/** A server that takes so long for each request, by a clock that it moves itself. */
function taking(milliseconds: number) {
  const asked: number[] = []
  let now = 0
  const shoot: Cannon = (options) => {
    const { amount } = options as { amount: number }
    asked.push(amount)
    const heard = new Map<string, () => void>()
    const done = Promise.resolve().then(() => {
      heard.get('start')?.()
      now += amount * milliseconds
      for (let reply = 0; reply < amount; reply++) heard.get('response')?.()
      return { non2xx: 0, errors: 0, timeouts: 0 }
    })
    const on = (event: string, hear: unknown) => heard.set(event, hear as () => void)
    return Object.assign(done, { on })
  }
  return { shoot, asked, now: () => now }
}

test('a warm-up takes two seconds, or less than twice that', async () => {
  const requests = [{ method: 'GET', path: '/', headers: {} } as const]
  const { now } = performance
  for (const milliseconds of [0.1, 3, 70, 1900]) {
    const fake = taking(milliseconds)
    try {
      performance.now = fake.now
      const { amount } = await pace(
        fake.shoot,
        { server, requests, connections: 16 },
        { seconds: 1, most: Number.POSITIVE_INFINITY },
      )
      expect(amount).toBe(Math.max(1, Math.round(1000 / milliseconds)))
      expect(fake.now()).toBeGreaterThanOrEqual(2000)
      expect(fake.now()).toBeLessThan(4000)
    } finally {
      performance.now = now
    }
  }
})
