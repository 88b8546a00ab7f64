/** A target may answer a create with the id of somebody else; nothing is written there then. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, expect } from '#test'
import { readSpec } from '../../specs/read.ts'
import { cleanUpAfter } from '../cleanup.ts'
import { createClient, type Watch } from '../client.ts'
import { scimV2 } from '../drivers/scim.v2.ts'
import type { Reply, Sent } from '../exchange.ts'
import type { Target } from '../target.ts'
import { headingOf } from './alive.ts'
import { beginLog } from './log.ts'
import { createOwning } from './owning.ts'
import { readLog } from './read-log.ts'

const prefix = 'rehearsal-r1-'
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
}

const YEARS_AGO = '2019-04-01T08:00:00Z'

class Scene {
  readonly sent: string[] = []
  readonly people = new Map<string, Person>()
  readonly #rules: Rules

  constructor(rules: Rules, created = YEARS_AGO) {
    this.#rules = rules
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

const test = base.extend<{ log: string }>({
  log: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'rehearsal-proof-'))
    const log = join(folder, 'run.jsonl')
    beginLog(log, headingOf('r1', prefix))
    await use(log)
    rmSync(folder, { recursive: true })
  },
})

/** A test's client at the scene, and what removes things after it. */
function at(scene: Scene, log: string, own: Partial<Target> = {}) {
  const owning = createOwning({ driver: scimV2, spec, target: { ...target, ...own }, prefix, log })
  const watch: Watch = {
    target: { ...target, ...own },
    spec,
    transport: { send: async (sent) => scene.answer(sent) },
    redact: (text) => text,
    lasting: () => undefined,
    notRun: (lacks) => {
      throw new Error(`not run: ${lacks}`)
    },
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
    cleanUp: () => cleanUpAfter(watch, { driver: scimV2, owning, prefix }),
  }
}

const BARRED = expect.stringContaining('alters 5, which this run has not made')

for (const frank of [false, true]) {
  const name = frank ? 'her own' : 'the new'
  test(`a create that is answered with the id of somebody else under ${name} name fails its test, and nothing is written there`, async ({
    log,
  }) => {
    const scene = new Scene({ id: '5', makes: true, frank })
    const { create, change, cleanUp } = at(scene, log)
    await expect(create()).rejects.toThrow(
      'createUser is answered with the id 5, and getUser shows ceo@corp.example there: it is somebody else',
    )
    expect(await change('5')).toEqual(BARRED)
    await cleanUp()
    expect(scene.sent.filter((one) => !one.startsWith('GET'))).toEqual([
      'POST /Users',
      'DELETE /Users/7',
    ])
    const { foreign, open } = readLog(log)
    expect({ foreign, open }).toEqual({ foreign: [{ operation: 'createUser', id: '5' }], open: [] })
  })
}

test('who has no name of the run, for the create gave none, is not removed but named', async ({
  log,
}) => {
  const scene = new Scene({ id: '7', makes: true })
  const { create, cleanUp } = at(scene, log)
  await expect(create('rehearsal')).rejects.toThrow('shows rehearsal there')
  await cleanUp()
  expect(scene.sent).not.toContain('DELETE /Users/7')
  expect(readLog(log).open).toMatchObject([{ made: [{ id: '7' }], left: expect.any(String) }])
})

const renamed: readonly (readonly [how: string, created: string, lists: boolean, want: string])[] =
  [
    ['was listed before', new Date().toISOString(), true, 'was shown before under another name'],
    ['was created long before', YEARS_AGO, false, `was created at ${YEARS_AGO}`],
  ]

for (const [how, created, lists, want] of renamed) {
  test(`who gets the new name and ${how} is somebody else, and is not removed`, async ({ log }) => {
    const scene = new Scene({ id: '5', renames: true }, created)
    const { create, list, change, cleanUp } = at(scene, log)
    if (lists) await list()
    await expect(create()).rejects.toThrow(want)
    expect(await change('5')).toEqual(BARRED)
    await cleanUp()
    expect(scene.sent.filter((one) => /DELETE|PATCH/.test(one))).toEqual([])
    // She is found by the name that is the run's, and whoever reads the report has to know.
    expect(readLog(log).open).toMatchObject([{ left: expect.stringContaining('was there before') }])
  })
}

test('who is new is ours when she was read back', async ({ log }) => {
  const scene = new Scene({ id: '7', makes: true })
  const { create, list, change, cleanUp } = at(scene, log)
  await list()
  await create()
  expect(scene.sent.slice(1)).toEqual(['POST /Users', 'GET /Users/7'])
  expect(await change('7')).toBe(204)
  await cleanUp()
  expect(scene.sent.at(-1)).toBe('DELETE /Users/7')
})

test('an id that another of the run had before is no foreign one', async ({ log }) => {
  const scene = new Scene({ id: '7', makes: true })
  const { create, list, change } = at(scene, log)
  scene.people.set('7', { id: '7', userName: `${prefix}of-another-test`, created: '' })
  await list()
  await create()
  expect(await change('7')).toBe(204)
})

test('who is not there yet is nobody else', async ({ log }) => {
  const scene = new Scene({ id: '8' })
  const { create, change } = at(scene, log)
  await create()
  expect(await change('8')).toBe(404)
})

test('an id that cannot be read back is not written at', async ({ log }) => {
  const scene = new Scene({ id: '7', makes: true, reading: 500 })
  const { create, change } = at(scene, log)
  await expect(create()).rejects.toThrow('getUser answers 500, so that nobody knows whose it is')
  expect(await change('7')).toContain('not run')
})

test('at a mock of the run’s own nothing is read back', async ({ log }) => {
  const scene = new Scene({ id: '7', makes: true })
  await at(scene, log, { given: false }).create()
  expect(scene.sent).toEqual(['POST /Users'])
})
