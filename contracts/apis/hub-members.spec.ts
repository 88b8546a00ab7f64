import type { Client } from '../call.ts'
import type { Member } from '../drivers/driver.ts'
import type { WireGroup, WireList, WireMember, WireUser } from '../drivers/hub-wire.ts'
import type { Reply } from '../exchange.ts'
import { expect, test } from '../suite.ts'
import { untouched } from '../untouched.ts'

type Query = Readonly<Record<string, string>>

test('members and groups agree on who belongs where, directly and not', async ({
  client,
  make,
  promise,
}) => {
  promise(
    'membership-passes-through-groups',
    'direct-beats-indirect',
    'both-sides-agree',
    'memberships-show-both-by-default',
  )
  promise(
    'rows-name-users-by-user-name',
    'groups-of-principals-are-those-of-users-and-groups',
    'lists-have-a-total-and-data',
  )
  const [ann, bea] = [await make.user(), await make.user()]
  const inner = await make.group([asUser(ann), asUser(bea)])
  const middle = await make.group([asGroup(inner)])
  const outer = await make.group([asGroup(middle), asUser(bea)])
  const rows = await members(client, outer.id)
  expect(rows).toEqual([
    { membershipType: 'direct', principalType: 'Group', id: middle.id, name: middle.displayName },
    { membershipType: 'direct', principalType: 'User', id: bea.id, name: bea.userName },
    { membershipType: 'indirect', principalType: 'Group', id: inner.id, name: inner.displayName },
    { membershipType: 'indirect', principalType: 'User', id: ann.id, name: ann.userName },
  ])
  const only = async (query: Query) => (await members(client, outer.id, query)).map(({ id }) => id)
  expect(await only({ 'filter[membershipType][EQ]': 'indirect' })).toEqual([inner.id, ann.id])
  expect(await only({ 'filter[principalType][EQ]': 'User' })).toEqual([bea.id, ann.id])
  for (const { id, membershipType, principalType } of rows) {
    const kind =
      principalType === 'User' ? ['getUserGroups', 'userId'] : ['getGroupGroups', 'groupId']
    for (const [operation = '', name = ''] of [kind, ['getPrincipalGroups', 'principalId']]) {
      const { body } = await client.send(operation, { path: { [name]: id } })
      expect(body).toContainEqual({ membershipType, id: outer.id, name: outer.displayName })
      const query = { 'filter[membershipType][EQ]': membershipType }
      const some = (await client.send(operation, { path: { [name]: id }, query }))
        .body as WireMember[]
      expect(some.every((row) => row.membershipType === membershipType)).toBe(true)
    }
  }
  const strange = { 'filter[membershipType][EQ]': 'some' }
  const reply = await client.send('getGroupMembers', {
    path: { groupId: outer.id },
    query: strange,
  })
  expect(reply.status).toBe(400)
})

test('members are found by id, or by name and type in any case', async ({
  client,
  make,
  promise,
}) => {
  promise(
    'members-are-found-by-id',
    'members-are-found-by-name-and-type',
    'member-changes-answer-a-msg',
    'direct-members-keep-their-order',
  )
  const [user, group] = [await make.user(), await make.group()]
  const outer = await make.group()
  const reply = await modify(client, outer.id, [
    { op: 'add', name: group.displayName.toUpperCase(), principalType: 'Group' },
    { op: 'add', id: user.id, name: 'somebody else' },
  ])
  expect(Object.keys(reply.body as object)).toEqual(['msg'])
  expect((await members(client, outer.id)).map(({ id }) => id)).toEqual([group.id, user.id])
  await modify(client, outer.id, [{ op: 'remove', name: user.userName, principalType: 'User' }])
  expect((await members(client, outer.id)).map(({ id }) => id)).toEqual([group.id])
})

test('changes apply in order, and one that is refused leaves the effect of none', async ({
  client,
  driver,
  make,
  promise,
  say,
  verbs,
}) => {
  promise(
    'member-changes-apply-in-order',
    'member-changes-are-all-or-nothing',
    'unknown-members-are-400',
    'member-ops-are-two',
  )
  promise('members-have-to-be-named', 'groups-contain-no-cycle', 'deleted-users-cannot-log-in')
  const [ann, gone, group] = [await make.user(), await make.user(), await make.group()]
  const add = { op: 'add', id: ann.id }
  await modify(client, group.id, [add, { op: 'remove', id: ann.id }])
  expect(await members(client, group.id)).toEqual([])
  const outer = await make.group([asGroup(group)])
  await say(verbs.deleteUser(gone.id))
  await untouched(client, [verbs.getGroup(group.id)], async () => {
    for (const [change, said] of [
      [{ op: 'add', id: driver.missingId }, driver.missingId],
      [{ op: 'remove', id: driver.missingId }, driver.missingId],
      [{ op: 'add', id: gone.id }, gone.id],
      [{ op: 'add', name: 'nobody-at-all', principalType: 'User' }, 'nobody-at-all'],
      [{ op: 'add', name: ann.userName, principalType: 'Group' }, ann.userName],
      [{ op: 'add', id: ann.id, principalType: 'Group' }, ann.id],
      [{ op: 'add', name: ann.userName }, ''],
      [{ op: 'add', principalType: 'User' }, ''],
      [{ op: 'replace', id: ann.id }, ''],
      [{ op: 'add', id: outer.id }, outer.id],
      [{ op: 'add', id: group.id }, group.id],
      [{ op: 'add', id: ann.id, path: '/members' }, ''],
    ] as const) {
      const reply = await modify(client, group.id, [add, change])
      expect(reply.status, JSON.stringify(change)).toBe(400)
      expect(driver.message(reply)).toContain(said)
    }
    expect(await members(client, group.id)).toEqual([])
  })
})

test('adding twice, removing nobody and no changes at all are fine', async ({
  client,
  make,
  promise,
  verbs,
}) => {
  promise('adding-twice-is-fine', 'removing-nobody-is-fine', 'indirect-members-can-become-direct')
  const ann = await make.user()
  const inner = await make.group([asUser(ann)])
  const outer = await make.group([asGroup(inner)])
  const closeness = async () =>
    (await members(client, outer.id)).find(({ id }) => id === ann.id)?.membershipType
  await untouched(client, [verbs.getGroup(inner.id), verbs.getGroup(outer.id)], async () => {
    expect((await modify(client, inner.id, [{ op: 'add', id: ann.id }])).status).toBe(200)
    expect((await modify(client, outer.id, [{ op: 'remove', id: ann.id }])).status).toBe(200)
    expect((await modify(client, outer.id, [])).status).toBe(200)
  })
  expect(await closeness()).toBe('indirect')
  await modify(client, outer.id, [{ op: 'add', id: ann.id }])
  expect(await closeness()).toBe('direct')
  await modify(client, outer.id, [{ op: 'remove', id: ann.id }])
  expect(await closeness()).toBe('indirect')
})

test('a change of direct members modifies the group and nothing else', async ({
  client,
  make,
  promise,
  verbs,
}) => {
  promise('membership-changes-modify-the-group')
  const ann = await make.user()
  const inner = await make.group()
  const outer = await make.group([asGroup(inner)])
  const read = async () =>
    (await client.send('getGroup', { path: { groupId: inner.id } })).body as WireGroup
  const before = await read()
  await untouched(client, [verbs.getUser(ann.id), verbs.getGroup(outer.id)], async () => {
    await modify(client, inner.id, [{ op: 'add', id: ann.id }])
  })
  const after = await read()
  expect(after).toEqual({ ...before, _modified: after._modified })
  expect(after._modified > before._modified).toBe(true)
})

test('users and groups are principals, users first', async ({
  client,
  make,
  promise,
  say,
  verbs,
}) => {
  promise(
    'principals-are-users-and-groups',
    'principals-have-two-names',
    'external-means-having-an-external-id',
  )
  promise(
    'unsorted-lists-keep-creation-order',
    'principals-have-no-fields',
    'deleted-filters-are-about-users',
  )
  const group = await make.group()
  const [ann, bea] = [
    await make.user({ givenName: make.prefix }),
    await make.user({ givenName: make.prefix }),
  ]
  const found = async (query: Query) => {
    const mine = { 'filter[displayName][SW]': make.prefix.toUpperCase() }
    const { body } = await client.send('queryPrincipals', { query: { ...mine, ...query } })
    return (body as WireList<WireUser & { _type: string }>).data
  }
  const ids = async (query: Query) => (await found(query)).map(({ _id }) => _id)
  expect(await ids({})).toEqual([ann.id, bea.id, group.id])
  expect(await ids({ sort: '-displayName', 'filter[_type][EQ]': 'User' })).toEqual([ann.id, bea.id])
  expect(await ids({ 'filter[_type][EQ]': 'Group', 'filter[deleted][EQ]': 'deletedOnly' })).toEqual(
    [group.id],
  )
  expect(await ids({ 'filter[external][EQ]': 'true' })).toEqual([])
  expect((await found({}))[2]).toEqual({
    _type: 'Group',
    _id: group.id,
    displayName: group.displayName,
    name: group.displayName,
    external: false,
    system: false,
  })
  expect((await found({}))[0]).toMatchObject({
    _type: 'User',
    name: ann.userName,
    displayName: `${ann.givenName} ${ann.familyName}`,
  })
  const path = { userId: ann.id }
  await client.send('patchUser', { path, body: [{ op: 'add', path: '/externalId', value: 'x' }] })
  expect(await ids({ 'filter[external][EQ]': 'true' })).toEqual([ann.id])
  await say(verbs.deleteUser(bea.id))
  expect(await ids({})).toEqual([ann.id, group.id])
  expect(await ids({ 'filter[deleted][EQ]': 'deletedOnly' })).toEqual([bea.id])
  expect(await ids({ 'filter[deleted][EQ]': 'all' })).toEqual([ann.id, bea.id, group.id])
  expect(await ids({ 'filter[deleted][GT]': '2001-01-01T00:00:00Z' })).toEqual([bea.id])
  for (const query of [{ fields: '_id' }, { excludeFields: '_id' }]) {
    expect((await client.send('queryPrincipals', { query })).status).toBe(400)
  }
})

function members(client: Client, groupId: string, query: Query = {}): Promise<WireMember[]> {
  return client
    .send('getGroupMembers', { path: { groupId }, query })
    .then(({ body }) => body as WireMember[])
}

function modify(client: Client, groupId: string, body: readonly object[]): Promise<Reply> {
  return client.send('modifyGroupMembers', { path: { groupId }, body })
}

function asUser({ id }: { id: string }): Member {
  return { kind: 'user', id }
}

function asGroup({ id }: { id: string }): Member {
  return { kind: 'group', id }
}
