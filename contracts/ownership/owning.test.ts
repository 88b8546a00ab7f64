import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, expect } from '#test'
import { readSpec } from '../../specs/read.ts'
import { drivers } from '../drivers/all.ts'
import type { Driver } from '../drivers/driver.ts'
import type { Reply, Sent } from '../exchange.ts'
import type { Asking, Target } from '../target.ts'
import { createOwning, type Owning } from './owning.ts'
import { readLog } from './read-log.ts'

const prefix = 'rehearsal-1-'
const url = 'http://127.0.0.1/api'
const target: Omit<Target, 'api'> = { url, mock: false, given: true, writes: true, tokens: {} }

interface Request {
  readonly method?: string
  readonly path: string
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

function sentFor({ method = 'POST', path, body, headers = {} }: Request): Sent {
  return {
    method,
    url: url + path,
    headers,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  }
}

function reply(sent: Sent, status: number, body?: unknown): Reply {
  return { sent, status, headers: new Headers(), body, text: JSON.stringify(body) ?? '' }
}

/** At somebody's deployment, where the run has made user 7 and group 8, and has seen user 5. */
function owningOf(api: string, own: Partial<Target> & { log?: string } = {}): Owning {
  const driver = drivers[api] as Driver
  const { log, ...told } = own
  const owned = { driver, spec: readSpec(api), target: { ...target, api, ...told }, prefix }
  return createOwning({ ...owned, ...(log && { log }) })
}

function settledIn(api: string): Owning {
  const owning = owningOf(api, { tenant: 'home', otherTenant: 'abroad' })
  const exchange = (request: Request, status: number, body: unknown) => {
    const sent = sentFor(request)
    const proofs = owning.sending('admin', sent)(reply(sent, status, body))
    for (const { hold } of proofs) hold(reply(sent, 200, name))
  }
  const name = {
    userName: `${prefix}a`,
    email: `${prefix}a`,
    displayName: `${prefix}b`,
    name: prefix,
  }
  const users = { laurel: '/api/v1/users', hub: '/users' }[api] ?? '/Users'
  const groups = api === 'hub' ? '/groups' : '/Groups'
  exchange({ path: users, body: name }, 201, { id: '7', _id: '7', token: 'issued' })
  if (api !== 'laurel') exchange({ path: groups, body: name }, 201, { id: '8', _id: '8' })
  const Resources = [{ id: '5', userName: 'ann', name: {} }]
  exchange({ method: 'GET', path: '/Users' }, 200, { Resources, totalResults: 1 })
  return owning
}

const missing = '00000000-0000-4000-8000-000000000000'
const member = (value: string) => ({
  Operations: [{ op: 'add', path: 'members', value: [{ value }] }],
})
const job = (method: string, path: string, data?: object) => ({
  Operations: [{ method, path, ...(data && { data }) }],
})

const allowed: readonly (readonly [api: string, request: Request, as?: Asking])[] = [
  ['scim.v2', { method: 'PATCH', path: '/Users/7' }],
  ['scim.v2', { method: 'DELETE', path: '/Groups/8' }],
  ['scim.v2', { method: 'DELETE', path: `/Users/${missing}` }],
  ['scim.v2', { method: 'PUT', path: `/Users/${prefix}nobody` }],
  ['scim.v2', { method: 'PATCH', path: '/Groups/8', body: member('7') }],
  ['scim.v2', { path: '/Users/.search', body: { filter: 'id eq "5"' } }],
  ['scim.v2', { path: '/Bulk', body: job('DELETE', '/Users/7') }],
  ['scim.v2', { path: '/Bulk', body: job('PATCH', '/Groups/bulkId:a', member('7')) }],
  ['scim.v2', { method: 'PATCH', path: '/Me' }, 'nobody'],
  ['scim.v1', { method: 'DELETE', path: '/Users/7.json' }],
  ['hub', { path: '/login', body: { username: `${prefix}a`, password: 'x' } }],
  ['hub', { path: '/token', body: { userId: '7' } }],
  ['hub', { path: '/invitations/accept', body: { token: 'issued' } }],
  ['hub', { path: '/me/password', headers: { authorization: 'Bearer issued' } }, 'nobody'],
  ['laurel', { method: 'PATCH', path: '/api/v1/customers/home/users/7' }],
  [
    'laurel',
    { path: '/api/v1/customers/home/users/lookup/identity', body: { email: `${prefix}c` } },
  ],
]

const barred: readonly (readonly [api: string, request: Request, why: string, as?: Asking])[] = [
  ['scim.v2', { method: 'PATCH', path: '/Users/5' }, 'alters 5, which this run has not made'],
  ['scim.v2', { method: 'DELETE', path: '/Users/99' }, 'alters 99'],
  ['scim.v2', { method: 'DELETE', path: '/Users/8' }, 'alters 8'],
  ['scim.v2', { method: 'PATCH', path: '/Groups/8', body: member('5') }, 'names 5'],
  ['scim.v2', { path: '/Groups', body: { members: [{ value: '5' }] } }, 'names 5'],
  ['scim.v2', { path: '/Bulk', body: job('DELETE', '/Users/5') }, 'alters 5'],
  ['scim.v2', { method: 'PATCH', path: '/Me' }, "alters what is the caller's own"],
  ['scim.v2', { method: 'DELETE', path: '/Users' }, "or everybody's"],
  ['scim.v2', { method: 'DELETE', path: '/Nothing' }, 'is not in the document'],
  ['scim.v1', { path: '/Users/5', headers: { 'X-HTTP-Method-Override': 'DELETE' } }, 'alters 5'],
  [
    'gotomeeting',
    { method: 'PUT', path: '/Users/me' },
    "alters what is the caller's own",
    'member',
  ],
  ['hub', { path: '/login', body: { username: 'ann', password: 'x' } }, 'names ann'],
  ['hub', { path: '/me/password' }, "alters what is the caller's own", 'member'],
  [
    'hub',
    { path: '/me/password', headers: { authorization: 'Bearer found' } },
    "alters what is the caller's own",
    'nobody',
  ],
  ['laurel', { method: 'DELETE', path: '/api/v1/customers/home/users/5' }, 'alters 5'],
  ['laurel', { method: 'DELETE', path: '/api/v1/customers/home/users' }, "or everybody's"],
  ['laurel', { method: 'DELETE', path: '/api/v1/customers/other/users/7' }, 'alters other'],
]

for (const [api, request, as = 'admin'] of allowed) {
  base(`at somebody's ${api} this may be sent: ${title(request)} as ${as}`, () => {
    expect(settledIn(api).objection(as, sentFor(request))).toBeUndefined()
  })
}

for (const [api, request, why, as = 'admin'] of barred) {
  base(`at somebody's ${api} this is not sent: ${title(request)} as ${as}`, () => {
    expect(settledIn(api).objection(as, sentFor(request))).toContain(why)
  })
}

base('to a target that nobody keeps all may be sent', () => {
  const request = sentFor({ method: 'DELETE', path: '/Users/5' })
  expect(owningOf('scim.v2', { given: false }).objection('admin', request)).toBeUndefined()
})

function title({ method = 'POST', path, body, headers }: Request): string {
  return [method, path, JSON.stringify({ ...headers, ...(body as object) })].join(' ')
}

const test = base.extend<{ log: string }>({
  log: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'rehearsal-log-'))
    const log = join(folder, 'run.jsonl')
    await use(log)
    rmSync(folder, { recursive: true })
  },
})

test('what is about to be made is in the log before it is sent, without a credential', ({
  log,
}) => {
  const owning = owningOf('scim.v2', { log })
  const headers = { authorization: 'Bearer s3cret' }
  const body = { userName: `${prefix}1@example.com`, password: 's3cret', nickName: 'x' }
  const sent = sentFor({ path: '/Users', headers, body })
  const answered = owning.sending('reader', sent)
  const [intent, ...rest] = linesOf(log)
  expect(rest).toEqual([])
  expect(intent).toMatchObject({
    ...{ api: 'scim.v2', target: url, operation: 'createUser', as: 'reader', mock: false },
    names: [`${prefix}1@example.com`],
  })
  answered(reply(sent, 201, { id: 7 }))
  expect(linesOf(log).at(-1)).toEqual({
    intent: intent?.intent,
    made: [{ operation: 'createUser', id: '7' }],
  })
  expect(readFileSync(log, 'utf8')).not.toContain('s3cret')
})

test('a refused create is closed, and one that the server failed at is not', ({ log }) => {
  const owning = owningOf('scim.v2', { log })
  for (const status of [409, 500, 501]) {
    const sent = sentFor({ path: '/Users', body: { userName: `${prefix}${status}` } })
    owning.sending('admin', sent)(reply(sent, status))
  }
  const sent = sentFor({ path: '/Users', body: { userName: `${prefix}0` } })
  owning.sending('admin', sent)('not sent')
  expect(owning.take().map(({ intent }) => intent.names)).toEqual([[`${prefix}500`]])
})

test('whoever counts what is made is asked before it is written down', ({ log }) => {
  const driver = drivers['scim.v2'] as Driver
  const making = () => {
    throw new Error('enough')
  }
  const owned = { driver, spec: readSpec('scim.v2'), target: { ...target, api: 'scim.v2' }, prefix }
  const owning = createOwning({ ...owned, log, making })
  const sent = sentFor({ path: '/Users', body: { userName: `${prefix}1` } })
  expect(() => owning.sending('admin', sent)).toThrow('enough')
  expect(() => readLog(log)).toThrow('ENOENT')
})

function linesOf(log: string): { intent?: string }[] {
  const lines = readFileSync(log, 'utf8').trim().split('\n')
  return lines.map((line) => JSON.parse(line) as { intent?: string })
}

const ann = { userName: `${prefix}ann` }
const untold: readonly (readonly [what: string, status: number, body?: unknown])[] = [
  ['nothing', 201],
  ['no id', 201, ann],
  ['an id that leads to the collection', 201, { ...ann, id: '' }],
  ['an id that leads above it', 201, { ...ann, id: '..' }],
  ['somebody who was there before', 201, { id: '5', userName: 'ceo@corp.example' }],
  ['another place', 303],
  ['that it took too long', 408],
  ['that it failed', 500],
]

for (const [what, status, body] of untold) {
  test(`a create that is answered with ${what} is looked for by its name, and no id is ours`, () => {
    const owning = owningOf('scim.v2')
    const sent = sentFor({ path: '/Users', body: ann })
    owning.sending('admin', sent)(reply(sent, status, body))
    expect(owning.take()).toMatchObject([{ intent: { names: [ann.userName] }, made: undefined }])
    const change = sentFor({ method: 'PATCH', path: '/Users/5', body: {} })
    expect(owning.objection('admin', change)).toBeDefined()
  })
}

test('a create that is refused has made nothing', () => {
  const owning = owningOf('scim.v2')
  const sent = sentFor({ path: '/Users', body: ann })
  owning.sending('admin', sent)(reply(sent, 409, {}))
  expect(owning.take()).toEqual([])
})
