/** For tests: a server that behaves as it is told, and workers of one run that ask it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, shared } from '#test'
import { readSpec, type Spec } from '../../specs/read.ts'
import { driverOf } from '../drivers/all.ts'
import type { Driver } from '../drivers/driver.ts'
import { redactor, type Sent } from '../exchange.ts'
import type { Holder, Target } from '../target.ts'
import type { Transport } from '../transport.ts'
import { type Verdict, verdictsIn } from '../verdict.ts'
import type { Road } from './careful.ts'
import type { Clock } from './clock.ts'
import { type Account, openLedger } from './ledger.ts'
import type { Limits } from './limits.ts'
import { openTransport } from './open.ts'
import { createCarefulTransport } from './refused.ts'
import { createRenewal } from './renewal.ts'

export interface Said {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

interface Told {
  readonly limits?: Partial<Limits>
  readonly target?: Partial<Target>
  readonly driver?: Driver
  /** Prints the tokens. */
  readonly command?: (holder: Holder) => Promise<string> | undefined
}

export interface Deployment {
  readonly url: string
  /** What came, as `GET /Users Bearer t`. */
  readonly seen: string[]
  /** How it answers; everything is 200 at first. */
  answer: (request: IncomingMessage) => Said | Promise<Said>
  /** Another worker of the same run. Its time goes by when it waits. */
  worker(told?: Told): Transport
  /** Another worker of a run at a mock that nobody limits. */
  straight(target: Partial<Target>): Transport
  /** In ms since the beginning, by the workers' clock. */
  elapsed(): number
  account(): Account
  verdicts(): Verdict[]
  close(): void
}

const document = shared(() => readSpec('scim.v2'))

export const test = base.extend<{ deployment: Deployment; spec: Spec }>({
  spec: ({}, use) => use(document()),
  deployment: async ({ spec }, use) => {
    const outputDir = mkdtempSync(join(tmpdir(), 'rehearsal-road-'))
    const server = createServer(async (request, response) => {
      const { authorization = 'nobody' } = request.headers
      deployment.seen.push(`${request.method} ${request.url} ${authorization}`)
      const { status = 200, headers = {}, body = '{}' } = await deployment.answer(request)
      response.writeHead(status, { connection: 'close', ...headers }).end(body)
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const time = { now: Date.now(), begun: Date.now() }
    const deployment: Deployment = {
      url,
      seen: [],
      answer: () => ({}),
      worker: (told = {}) => createCarefulTransport(roadTo(url, { told, spec, outputDir, time })),
      straight: (own) => {
        const { target, driver, redact } = roadTo(url, { told: {}, spec, outputDir, time })
        const way = { spec, driver, redact, outputDir }
        return openTransport({ ...way, target: { ...target, mock: true, ...own } }, {})
      },
      elapsed: () => time.now - time.begun,
      account: () => openLedger(outputDir).read(),
      verdicts: () => verdictsIn(outputDir),
      close: () => {
        server.closeAllConnections()
        server.close()
      },
    }
    await use(deployment)
    deployment.close()
    rmSync(outputDir, { recursive: true })
  },
})

/** A request as the client would send it for the administrator. */
export function request(deployment: Deployment, method = 'GET', token = 'old-secret'): Sent {
  const headers = { authorization: `Bearer ${token}` }
  return { method, url: `${deployment.url}/Users`, headers }
}

interface Surroundings {
  readonly told: Told
  readonly spec: Spec
  readonly outputDir: string
  readonly time: { now: number }
}

function roadTo(url: string, { told, spec, outputDir, time }: Surroundings): Road {
  const tokens = {
    admin: 'old-secret',
    reader: 'reader-secret',
    member: 'member-secret',
    expired: 'expired-secret',
  }
  const target = {
    api: 'scim.v2',
    url,
    mock: false,
    given: true,
    writes: true,
    tokens,
    ...told.target,
  }
  return {
    target,
    spec,
    driver: told.driver ?? driverOf('scim.v2'),
    redact: redactor(Object.values(tokens)),
    limits: { maxWait: 60_000, settle: 0, ...told.limits },
    ledger: openLedger(outputDir),
    renewal: createRenewal(tokens, told.command ?? (() => undefined)),
    origins: [url],
    outputDir,
    clock: passing(time),
  }
}

/** Time that passes when somebody waits. */
export function passing(time: { now: number }): Clock {
  return {
    now: () => time.now,
    sleep: async (ms) => {
      time.now += Math.max(0, ms)
    },
  }
}
