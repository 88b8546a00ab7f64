import { randomBytes } from 'node:crypto'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import express, { type Express } from 'express'
import { type Choice, realmOf } from '../fixtures/worlds.ts'
import { checkSchemas } from '../specs/read.ts'
import { admin } from './admin.ts'
import type { Mount } from './answer.ts'
import type { Strictness } from './callers.ts'
import { openToPages } from './cross-origin.ts'
import type { Tuning } from './dialects/dialect.ts'
import { serverOf } from './http.ts'
import { type Api, type Keeper, mount, readApis } from './mounts.ts'
import { openRealms, population, type Realms } from './realms.ts'
import { createSandboxes, type Sandboxes } from './sandboxes.ts'
import { toApis, toNobody } from './serving.ts'
import type { Durability } from './store/durability.ts'
import type { Progress } from './store/progress.ts'
import { welcome } from './welcome.ts'
import { realWorld } from './world.ts'

export interface Settings {
  /** All of them when empty. */
  readonly apis: readonly string[]
  readonly host: string
  /** 0 takes a free one. */
  readonly port: number
  readonly auth: Strictness
  /** Absent: in memory only. */
  readonly db: string | undefined
  /** What a reply to a write waits for; `journal` when absent. */
  readonly durability?: Durability | undefined
  /** How many bytes of changes a journal may hold before they are folded into the snapshot. */
  readonly foldAfter?: number | undefined
  /** Is told how far a long start is. */
  readonly progress?: Progress
  /** The world to begin with; what is left out goes on from existing state. */
  readonly choice: Partial<Choice>
  readonly cors: boolean
  /** Milliseconds that each reply waits, drawn between these two. */
  readonly delay: readonly [least: number, most: number]
  /** Documents in the place of ours, by API. */
  readonly specs: ReadonlyMap<string, string>
  readonly tuning: Tuning
}

export interface Mock {
  readonly url: string
  readonly apis: readonly Api[]
  readonly realms: Realms
  readonly sandboxes: Sandboxes
  /** Asked for by `/__admin` when others than this machine can reach it. */
  readonly adminToken: string | undefined
  /** Reads the specs again; when one is bad it throws, and everything stays as it was. */
  reload(): void
  /** Answers what has come in, then lets go of the port and the state. */
  close(): Promise<void>
}

/** How many may wait to be let in. */
const BACKLOG = 511

/** How long a request may still take when the mock is told to end. */
const STOP_LIMIT_MS = 3000

/** Longer than clients keep a connection that is idle, so that none is closed under a request. */
const KEEP_ALIVE_MS = 65_000

const loopback = ['127.0.0.1', 'localhost', '[::1]', '::1']

/**
 * Starts the mock: specs x dialects x store, behind Express.
 * @throws UsageError, SpecError, FixtureError, Locked, DamagedState, or the error of the port.
 */
export async function startMock(settings: Settings): Promise<Mock> {
  const read = (tuning = settings.tuning) => readApis(settings.apis, settings.specs, tuning)
  const apis = read()
  const realms = await openRealms(
    apis.map(({ name }) => name),
    settings,
  )
  const { store, worlds } = realms
  const mountIn = (keeper: Keeper, which: readonly Api[]) =>
    mountAll(which, { keeper, worlds, settings })
  const stage: Stage = { apis, mounts: mountIn(store, apis) }
  const shared = sharing(read)
  const sandboxes = createSandboxes({
    tuning: settings.tuning,
    apis: shared.read,
    realm: (name) => store.realm(name),
    mountIn,
  })
  const reload = () => {
    const edited = read()
    for (const { spec } of edited) checkSchemas(spec)
    shared.forget()
    stage.mounts = mountIn(store, edited)
    stage.apis = edited
  }
  const adminToken = loopback.includes(settings.host) ? undefined : newToken()
  const app = assemble(stage, { realms, sandboxes, settings, adminToken })
  const server = await listen(serverOf(app), settings).catch(async (error) => {
    await store.close()
    throw error
  })
  const url = urlOf(server, settings.host)
  store.announce(url)
  let closed: Promise<void> | undefined
  const close = () => {
    closed ??= stop(server).then(() => store.close())
    return closed
  }
  return {
    url,
    realms,
    sandboxes,
    adminToken,
    reload,
    close,
    get apis() {
      return stage.apis
    },
  }
}

/** Sandboxes that are played alike share their specs, which are megabytes. */
function sharing(read: (tuning: Tuning) => readonly Api[]) {
  const known = new Map<string, readonly Api[]>()
  return {
    read: (tuning: Tuning) => {
      const key = JSON.stringify(tuning)
      const apis = known.get(key) ?? read(tuning)
      known.set(key, apis)
      return apis
    },
    forget: () => known.clear(),
  }
}

interface Stage {
  apis: readonly Api[]
  mounts: ReadonlyMap<string, Mount>
}

function mountAll(
  apis: readonly Api[],
  { keeper, worlds, settings }: { keeper: Keeper; worlds: Realms['worlds']; settings: Settings },
): ReadonlyMap<string, Mount> {
  const strictness = settings.auth
  return new Map(
    apis.map((api) => {
      const door = { strictness, personas: worlds.get(realmOf(api.name))?.personas ?? {} }
      return [api.path, mount(api, keeper, { door, world: realWorld })]
    }),
  )
}

function assemble(
  stage: Stage,
  {
    realms,
    sandboxes,
    settings,
    adminToken,
  }: Pick<Mock, 'realms' | 'sandboxes' | 'adminToken'> & { settings: Settings },
): Express {
  const health = () => ({
    status: 'up',
    apis: stage.apis.map(({ name }) => ({ name, ...population(realms, name) })),
  })
  const hosts = adminToken === undefined ? [...loopback, settings.host] : undefined
  const reset = () => realms.store.reset()
  const mountsAt = (path: string) => sandboxes.mountsAt(path) ?? stage.mounts
  const app = express().disable('x-powered-by')
  // What nearly everybody asks for is first: each layer before it would cost them time.
  app.use(toApis({ mountsAt, ...settings }))
  app.use('/__admin', admin({ hosts, token: adminToken, health, reset, sandboxes }))
  app.get(
    '/',
    (_request, response, next) => {
      if (settings.cors) response.set(openToPages)
      next()
    },
    welcome(() => stage.apis),
  )
  app.use(toNobody(settings))
  return app
}

function listen(server: Server, { host, port }: Settings): Promise<Server> {
  server.keepAliveTimeout = KEEP_ALIVE_MS
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => resolve(server))
  })
}

async function stop(server: Server): Promise<void> {
  await accepted(server)
  // Whoever is answered from now on has nothing more to ask.
  server.keepAliveTimeout = 1
  const closed = new Promise((resolve) => server.close(resolve))
  server.closeIdleConnections()
  const limit = setTimeout(() => server.closeAllConnections(), STOP_LIMIT_MS)
  await closed
  clearTimeout(limit)
}

/** Who has come as far as this machine has come in; a turn of the event loop lets one in. */
async function accepted(server: Server): Promise<void> {
  let waiting = true
  const look = () => {
    waiting = true
  }
  server.on('connection', look)
  // No end is awaited of those who come all the time.
  for (let turns = 0; waiting && turns < BACKLOG; turns++) {
    waiting = false
    await setImmediate()
    await setImmediate()
  }
  server.off('connection', look)
}

function urlOf(server: Server, host: string): string {
  const { port } = server.address() as AddressInfo
  const name = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host
  return `http://${name}:${port}`
}

function newToken(): string {
  return randomBytes(18).toString('base64url')
}
