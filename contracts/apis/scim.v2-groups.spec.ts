import type { Client } from '../call.ts'
import type { WireGroup, WireMember } from '../drivers/scim.v2-wire.ts'
import { expect, GROUP, patchOp, test } from './scim.ts'
import { idsOf, memberIds, members, unchanged } from './scim.v2-resources.ts'

test('members are answered with what they are and where', { tag: '@edge' }, async ({
  client,
  promise,
  scim,
}) => {
  promise('members-are-answered-in-full')
  const [user, inner] = [await scim.user(), await scim.group()]
  const { id } = await scim.group(members(user, inner))
  const { members: of = [] } = await scim.read<WireGroup>('Group', id)
  expect(of).toHaveLength(2)
  for (const [type, one] of [
    ['User', user],
    ['Group', inner],
  ] as const) {
    const member = of.find(({ value }) => value === one.id)
    expect(member).toMatchObject({ value: one.id, type, $ref: expect.any(String) })
    expect(await follow(client, member)).toMatchObject({ id: one.id, meta: { resourceType: type } })
  }
})

test('members show the names of whom they are', { tag: '@edge' }, async ({ promise, scim }) => {
  promise('members-have-a-display')
  const [user, inner] = [await scim.user({ displayName: 'Babs' }), await scim.group()]
  const { members: of = [] } = await scim.group(members(user, inner))
  expect(of.map(({ display }) => display).sort()).toEqual(['Babs', inner.displayName].sort())
})

test('members come in the order in which they joined', { tag: '@edge' }, async ({
  promise,
  scim,
}) => {
  promise('members-are-ordered-by-joining')
  const [ann, bea, cleo] = [await scim.user(), await scim.user(), await scim.user()]
  const { id } = await scim.group(members(cleo, ann))
  const add = { op: 'add', path: 'members', value: [{ value: bea.id }] }
  const { members: of = [] } = await scim.patched<WireGroup>('Group', id, patchOp(add))
  expect(of.map(({ value }) => value)).toEqual([cleo.id, ann.id, bea.id])
})

test('a member who is sent twice is a member once', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('repeated-members-count-once')
  const user = await scim.user()
  const { id } = await scim.group(members(user, user))
  expect(memberIds(await scim.read('Group', id))).toEqual([user.id])
  const value = [{ value: user.id }, { value: user.id, type: 'User' }]
  for (const op of ['add', 'replace']) {
    const after = await scim.patched('Group', id, patchOp({ op, path: 'members', value }))
    expect(memberIds(after)).toEqual([user.id])
  }
})

test('the groups of a user mirror the members of groups', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('groups-of-a-user-mirror-members')
  const user = await scim.user()
  const [one, two] = [await scim.group(members(user)), await scim.group()]
  const groups = async () => (await scim.read('User', user.id)).groups ?? []
  const ids = async () => (await groups()).map(({ value }) => value)
  expect(await ids()).toEqual([one.id])
  const join = { op: 'add', path: 'members', value: [{ value: user.id }] }
  await scim.patched('Group', two.id, patchOp(join))
  expect((await ids()).sort()).toEqual(idsOf(one, two))
  await scim.patched('Group', one.id, patchOp({ op: 'remove', path: 'members' }))
  expect(await ids()).toEqual([two.id])
  const { displayName: display } = two
  expect(await groups()).toMatchObject([{ value: two.id, display }])
})

test('references among users and groups lead to whom they name', { tag: '@basic' }, async ({
  client,
  lacks,
  promise,
  scim,
}) => {
  promise('references-lead-to-the-resource')
  const [user, inner] = [await scim.user(), await scim.group()]
  const { id } = await scim.group(members(user, inner))
  const { groups = [] } = await scim.read('User', user.id)
  const { members: of = [] } = await scim.read<WireGroup>('Group', id)
  const references = [...groups, ...of].filter(({ $ref }) => $ref !== undefined)
  if (references.length === 0) lacks('a target that answers with references')
  for (const one of references) expect(await follow(client, one)).toMatchObject({ id: one.value })
})

test('the groups of a user are direct, or indirect through others', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('groups-of-a-user-tell-direct-from-indirect', 'groups-nest', 'members-are-direct')
  const user = await scim.user()
  const inner = await scim.group(members(user))
  const middle = await scim.group(members(inner))
  const outer = await scim.group(members(middle))
  const types = async () => {
    const { groups = [] } = await scim.read('User', user.id)
    return Object.fromEntries(groups.map(({ value, type }) => [value, type]))
  }
  const { id: far } = outer
  expect(await types()).toEqual({
    [inner.id]: 'direct',
    [middle.id]: 'indirect',
    [far]: 'indirect',
  })
  expect(memberIds(await scim.read('Group', far))).toEqual([middle.id])
  const join = { op: 'add', path: 'members', value: [{ value: user.id }] }
  await scim.patched('Group', far, patchOp(join))
  expect(await types()).toMatchObject({ [far]: 'direct', [middle.id]: 'indirect' })
  await scim.patched('Group', middle.id, patchOp({ op: 'remove', path: 'members' }))
  expect(await types()).toEqual({ [inner.id]: 'direct', [far]: 'direct' })
})

test('nothing that is sent as groups of a user changes a group', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('groups-of-a-user-cannot-be-written', 'read-only-input-is-ignored')
  const group = await scim.group()
  const groups = [{ value: group.id, type: 'direct' }]
  const user = await scim.user({ groups })
  expect(user.groups ?? []).toEqual([])
  const put = await scim.replaced('User', user.id, { ...user, groups })
  expect(put.groups ?? []).toEqual([])
  await unchanged(scim, [user, group], async () => {
    for (const operation of [
      { op: 'add', path: 'groups', value: groups },
      { op: 'replace', path: 'groups', value: groups },
      { op: 'add', value: { groups } },
      { op: 'remove', path: `groups[value eq "${group.id}"]` },
    ]) {
      const reply = await scim.patch('User', user.id, patchOp(operation))
      scim.refused(reply, 400, ['mutability', 'noTarget'])
    }
  })
})

test('the parts of a member cannot be altered', { tag: '@edge' }, async ({
  lacks,
  promise,
  scim,
}) => {
  promise('member-sub-attributes-are-immutable', 'patch-cannot-alter-immutable')
  const { mutability } = await scim.attribute(GROUP, 'members.value')
  if (mutability !== 'immutable') lacks('a target whose members.value is immutable')
  const [ann, bea] = [await scim.user(), await scim.user()]
  const group = await scim.group(members(ann))
  await unchanged(scim, [group], async () => {
    for (const [name, value] of [
      ['value', bea.id],
      ['type', 'Group'],
      ['$ref', bea.meta.location],
    ]) {
      const path = `members[value eq "${ann.id}"].${name}`
      const reply = await scim.patch('Group', group.id, patchOp({ op: 'replace', path, value }))
      scim.refused(reply, 400, 'mutability')
    }
  })
})

test('a group needs a displayName', { tag: '@basic' }, async ({ promise, scim }) => {
  promise('group-name-is-required')
  for (const displayName of [undefined, null]) {
    const body = { schemas: [GROUP], ...(displayName !== undefined && { displayName }) }
    scim.refused(await scim.create('Group', body), 400, 'invalidValue')
  }
})

test('two groups may have the same name', { tag: '@edge' }, async ({ promise, scim }) => {
  promise('group-names-may-repeat')
  const { id, displayName } = await scim.group()
  expect((await scim.group({ displayName })).id).not.toBe(id)
})

/** What is at the place where a reference leads, relative ones below the API's own place. */
async function follow(client: Client, reference: WireMember | undefined): Promise<unknown> {
  const path = /\/(?:Users|Groups)\/[^/]+$/.exec(reference?.$ref ?? '')?.[0]
  expect(path, JSON.stringify(reference)).toBeDefined()
  const like = path?.startsWith('/Users') ? 'getUser' : 'getGroup'
  return (await client.raw({ like, path: path ?? '' })).body
}
