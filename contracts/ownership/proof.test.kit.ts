/** For tests: a target that may answer a create with the id of somebody else. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base } from '#test'
import { readSpec } from '../../specs/read.ts'
import { cleanUpAfter } from '../cleanup.ts'
import { createClient, type Watch } from '../client.ts'
import type { Driver } from '../drivers/driver.ts'
import { scimV2 } from '../drivers/scim.v2.ts'
import type { Reply, Sent } from '../exchange.ts'
import type { Target } from '../target.ts'
import { headingOf } from './alive.ts'
import { beginLog } from './log.ts'
import { createOwning } from './owning.ts'

export const prefix = 'rehearsal-r1-'
const userName = `${prefix}ann@example.com`
const USER = 'urn:ietf:params:scim:schemas:core:2.0:User'
const spec = readSpec('scim.v2')
const target: Target = {
  ...{ api: 'scim.v2', url: 'http://127.0.0.1:1/scim/v2', mock: false, given: true, writes: true },
  tokens: { admin: 's3cret' },
}

interface Person {
  readonly id: string
  userName: string
  readonly created: string
}

/** In whose place a target with one manager puts whoever is created. */
interface Rules {
  /** The id in the reply to a create. */
  readonly id: string
  /** Whether the reply to a create shows who really has the id. */
  readonly frank?: boolean
  /** Whether it makes somebody new beside. */
  readonly makes?: boolean
  /** Whether the one of that id gets the new name. */
  readonly renames?: boolean
  /** How it answers the read of whoever was created. */
  readonly reading?: number
  /** How many reads of whoever has an id find nobody at first. */
  readonly late?: number
}

export const YEARS_AGO = '2019-04-01T08:00:00Z'

export class Scene {
  readonly sent: string[] = []
  readonly people = new Map<string, Person>()
  readonly #rules: Rules
  #late: number

  constructor(rules: Rules, created: string | undefined = YEARS_AGO) {
    this.#rules = rules
    this.#late = rules.late ?? 0
    this.people.set('5', { id: '5', userName: 'ceo@corp.example', created })
  }

  answer(sent: Sent): Reply {
    const { method, url } = sent
    const { pathname, searchParams } = new URL(url)
    this.sent.push(`${method} ${pathname.replace('/scim/v2', '')}`)
    const id = /Users\/(.+)$/.exec(pathname)?.[1]
    if (method === 'POST') return reply(sent, 201, this.#create(sent))
    if (id === undefined) {
      const wanted = /"(.*)"/.exec(searchParams.get('filter') ?? '')?.[1]
      const all = pathname.endsWith('/Users') ? [...this.people.values()] : []
      const Resources = all
        .filter((one) => wanted === undefined || one.userName === wanted)
        .map((one) => shown(one))
      return reply(sent, 200, { schemas: [LIST], Resources, totalResults: Resources.length })
    }
    const person = this.people.get(id)
    if (!person) return reply(sent, 404, {})
    if (method === 'GET' && this.#late-- > 0) return reply(sent, 404, {})
    if (method !== 'GET') return reply(sent, 204)
    const { reading = 200 } = this.#rules
    return reply(sent, reading, reading === 200 ? shown(person) : {})
  }

  #create({ body = '' }: Sent): object {
    const { id, frank, makes, renames } = this.#rules
    const { userName } = JSON.parse(body) as Person
    const created = new Date().toISOString()
    if (makes) this.people.set('7', { id: '7', userName, created })
    const there = this.people.get(id)
    if (there && renames) there.userName = userName
    return shown(frank && there ? there : { id, userName, created })
  }
}

const LIST = 'urn:ietf:params:scim:api:messages:2.0:ListResponse'

function shown({ id, userName, created }: Person): object {
  const meta = { resourceType: 'User', created, lastModified: created, location: `/Users/${id}` }
  return { schemas: [USER], id, userName, meta }
}

function reply(sent: Sent, status: number, body?: object): Reply {
  const headers = new Headers({ 'content-type': 'application/scim+json' })
  return { sent, status, headers, body, text: JSON.stringify(body) ?? '' }
}

export const test = base.extend<{ log: string }>({
  log: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'rehearsal-proof-'))
    const log = join(folder, 'run.jsonl')
    beginLog(log, headingOf('r1', prefix))
    await use(log)
    rmSync(folder, { recursive: true })
  },
})

interface Own {
  readonly target?: Partial<Target>
  readonly driver?: Driver
}

/** A test's client at the scene, and what removes things after it. */
export function at(scene: Scene, log: string, own: Own = {}) {
  const { driver = scimV2 } = own
  const there = { ...target, ...own.target }
  const owning = createOwning({ driver, spec, target: there, prefix, log })
  const watch: Watch = {
    target: there,
    spec,
    transport: { send: async (sent) => scene.answer(sent) },
    redact: (text) => text,
    lasting: () => undefined,
    notRun,
    finding: () => undefined,
    exchanged: () => undefined,
    // The replies are shorter than documented, which is not the point.
    covered: () => true,
  }
  const client = createClient({ ...watch, owning })
  return {
    create: (name = userName) =>
      client.send('createUser', { body: { schemas: [USER], userName: name } }),
    list: () => client.send('listUsers'),
    change: (id: string) =>
      client.send('patchUser', { path: { id }, body: { Operations: [] } }).then(
        ({ status }) => status,
        (error: Error) => error.message,
      ),
    cleanUp: () => cleanUpAfter(watch, { driver, owning, prefix }),
  }
}

function notRun(lacks: string): never {
  throw new Error(`not run: ${lacks}`)
}
