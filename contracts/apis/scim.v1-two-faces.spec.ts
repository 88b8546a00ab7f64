/** One directory that is served as SCIM 1.1 and as SCIM 2.0. */
import { readSpec } from '../../specs/read.ts'
import type { Client } from '../call.ts'
import { createClient } from '../client.ts'
import { driverOf } from '../drivers/all.ts'
import { redactor } from '../exchange.ts'
import { named, targetOf } from '../target.ts'
import { purposeOf } from '../transport/purpose.ts'
import {
  test as base,
  CORE,
  ENTERPRISE,
  expect,
  type Resource,
  type Scim1,
  valuesOf,
} from './scim.v1.ts'

const SIBLING = 'scim.v2'
const USER2 = 'urn:ietf:params:scim:schemas:core:2.0:User'
const GROUP2 = 'urn:ietf:params:scim:schemas:core:2.0:Group'
const ENTERPRISE2 = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'

/** The 2.0 face of the deployment whose 1.1 face is tested. */
const test = base.extend<{ sibling: Client }>({
  sibling: async ({ lacks, transport }, use, info) => {
    if (!named(process.env, 'REHEARSAL_TARGETS')[SIBLING]) {
      lacks(`both faces of one deployment: name ${SIBLING} in REHEARSAL_TARGETS too`)
    }
    const target = targetOf(SIBLING)
    if (target.given) lacks('a mock of its own, for what one face makes the other one alters')
    const client = createClient({
      target,
      spec: await readSpec(SIBLING, target.spec),
      transport,
      redact: redactor(Object.values(target.tokens)),
      purpose: (operation, sent) => purposeOf(driverOf(SIBLING), operation, sent),
      lasting: () => undefined,
      notRun: lacks,
      finding: (description) => info.annotations.push({ type: 'finding', description }),
      exchanged: () => undefined,
    })
    await use(client)
  },
})

async function read2(sibling: Client, type: 'User' | 'Group', id: string): Promise<Resource> {
  const reply = await sibling.send(`get${type}`, { path: { id } })
  expect(reply.status, reply.text).toBe(200)
  return reply.body as Resource
}

/** Makes something by the 2.0 face; the 1.1 face deletes it afterwards. */
async function make2(
  { sibling, scim }: { sibling: Client; scim: Scim1 },
  type: 'User' | 'Group',
  body: object,
  use: (made: Resource) => Promise<void>,
): Promise<void> {
  const reply = await sibling.send(`create${type}`, { body })
  expect(reply.status, reply.text).toBe(201)
  const made = reply.body as Resource
  try {
    await use(made)
  } finally {
    await scim.send('delete', type, { id: made.id })
  }
}

test('who is made in 1.1 is there in 2.0, in the words of 2.0', { tag: '@basic' }, async ({
  promise,
  scim,
  sibling,
}) => {
  promise('both-versions-show-the-same')
  const boss = await scim.user({ displayName: 'The Boss' })
  const core = {
    title: 'Guide',
    externalId: 'x',
    name: { givenName: 'Barbara', formatted: 'Ms. Jensen' },
    emails: [{ value: 'a@example.com', type: 'work', primary: true }],
  }
  const user = await scim.user({
    ...core,
    schemas: [CORE, ENTERPRISE],
    [ENTERPRISE]: { department: 'Tours', manager: { managerId: boss.id } },
  })
  const group = await scim.group({ members: [{ value: user.id }] })
  const seen = await read2(sibling, 'User', user.id)
  expect(seen).toMatchObject({ ...core, id: user.id, userName: user.userName })
  expect([...seen.schemas].sort()).toEqual([USER2, ENTERPRISE2].sort())
  expect(seen[ENTERPRISE2]).toMatchObject({
    department: 'Tours',
    manager: { value: boss.id, displayName: 'The Boss' },
  })
  expect(seen).not.toHaveProperty([ENTERPRISE])
  expect(seen.meta).toMatchObject({ resourceType: 'User', created: user.meta.created })
  expect(valuesOf(seen, 'groups')).toEqual([group.id])
  const members = (await read2(sibling, 'Group', group.id)).members as object[]
  expect(members).toMatchObject([{ value: user.id, type: 'User', $ref: seen.meta.location }])
})

test('who is made in 2.0 is there in 1.1, in the words of 1.1', { tag: '@basic' }, async ({
  make,
  promise,
  scim,
  sibling,
}) => {
  promise('both-versions-show-the-same')
  const boss = await scim.user({ displayName: 'The Boss' })
  const core = {
    userName: make.address(make.name()),
    title: 'Guide',
    addresses: [{ locality: 'Hollywood', country: 'US' }],
  }
  const enterprise = { division: 'Parks', manager: { value: boss.id } }
  const body = { schemas: [USER2, ENTERPRISE2], ...core, [ENTERPRISE2]: enterprise }
  await make2({ sibling, scim }, 'User', body, async ({ id }) => {
    const seen = await scim.read('User', id)
    expect(seen).toMatchObject({ ...core, id })
    expect([...seen.schemas].sort()).toEqual([CORE, ENTERPRISE])
    expect(seen[ENTERPRISE]).toEqual({
      division: 'Parks',
      manager: { managerId: boss.id, displayName: 'The Boss' },
    })
    expect(seen.meta).not.toHaveProperty('resourceType')
    const displayName = make.name()
    const group = { schemas: [GROUP2], displayName, members: [{ value: id }] }
    await make2({ sibling, scim }, 'Group', group, async (made) => {
      const { members } = await scim.read('Group', made.id)
      expect(members).toEqual([{ value: id, type: 'User', display: core.userName }])
    })
  })
})

test('what one face changes, deletes or takes is so for the other', { tag: '@basic' }, async ({
  promise,
  scim,
  sibling,
}) => {
  promise('both-versions-show-the-same')
  const { id, userName } = await scim.user()
  const path = { id }
  const twin = { schemas: [USER2], userName: String(userName).toUpperCase() }
  expect((await sibling.send('createUser', { body: twin })).status).toBe(409)
  const put = { schemas: [USER2], userName, title: 'From 2.0' }
  expect((await sibling.send('replaceUser', { path, body: put })).status).toBe(200)
  expect((await scim.read('User', id)).title).toBe('From 2.0')
  await scim.put('User', id, { userName, title: 'From 1.1' })
  expect((await read2(sibling, 'User', id)).title).toBe('From 1.1')
  expect((await sibling.send('deleteUser', { path })).status).toBe(204)
  scim.refused(await scim.send('get', 'User', { id }), 404)
})

test('each face names places of its own', { tag: '@edge' }, async ({
  promise,
  scim,
  sibling,
  target,
}) => {
  promise('both-versions-show-the-same')
  const { id, meta } = await scim.user()
  const other = (await read2(sibling, 'User', id)).meta
  expect(other.location).not.toBe(meta.location)
  if (target.mock) {
    expect(meta.location.startsWith(target.url)).toBe(true)
    expect(other.location.startsWith(targetOf(SIBLING).url)).toBe(true)
  }
})

test('what only 2.0 knows outlives a PATCH by 1.1', { tag: '@edge' }, async ({
  make,
  promise,
  scim,
  sibling,
}) => {
  promise('both-versions-show-the-same')
  await scim.needs('patch')
  const boss = await scim.user()
  const body = {
    schemas: [USER2, ENTERPRISE2],
    userName: make.address(make.name()),
    [ENTERPRISE2]: { manager: { value: boss.id }, costCenter: '4130' },
  }
  await make2({ sibling, scim }, 'User', body, async ({ id }) => {
    await scim.patch('User', id, { title: 'Head' })
    expect((await read2(sibling, 'User', id))[ENTERPRISE2]).toMatchObject({
      costCenter: '4130',
      manager: { value: boss.id },
    })
  })
})
