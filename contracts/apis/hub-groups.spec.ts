import type { Client } from '../call.ts'
import type { WireGroup, WireList, WireMember } from '../drivers/hub-wire.ts'
import type { Reply } from '../exchange.ts'
import { expect, test } from '../suite.ts'
import { untouched } from '../untouched.ts'

test('a created group is answered whole, and its Location answers the same', async ({
  client,
  make,
  promise,
  target,
}) => {
  promise(
    'create-group-answers-201',
    'create-user-sends-location',
    'groups-and-users-may-share-a-name',
  )
  const { userName } = await make.user()
  const body = {
    name: userName,
    externalId: 'x',
    system: true,
    _id: 'mine',
    _created: '2001-01-01T00:00:00Z',
  }
  const reply = await client.send('createGroup', { body })
  const group = reply.body as WireGroup
  expect(reply.status).toBe(201)
  expect(group).toMatchObject({
    name: userName,
    externalId: 'x',
    system: false,
    _modified: group._created,
  })
  expect(group._id).not.toBe('mine')
  const path = new URL(reply.headers.get('location') ?? '').pathname
  const below = path.slice(new URL(target.url).pathname.length)
  expect((await client.raw({ like: 'getGroup', path: below })).body).toEqual(group)
})

test('a replacement removes the externalId and keeps the members', async ({
  client,
  make,
  promise,
  say,
  verbs,
}) => {
  promise(
    'replace-group-resets-what-is-left-out',
    'replace-group-keeps-memberships',
    'created-never-changes',
  )
  const user = await make.user()
  const group = await make.group([{ kind: 'user', id: user.id }])
  const outer = await make.group([{ kind: 'group', id: group.id }])
  const path = { groupId: group.id }
  const name = group.displayName
  const named = (await client.send('replaceGroup', { path, body: { name, externalId: 'x' } })).body
  expect(named).toMatchObject({ externalId: 'x' })
  const bare = (await client.send('replaceGroup', { path, body: { name } })).body as WireGroup
  expect(bare).not.toHaveProperty('externalId')
  expect(bare._created).toBe((named as WireGroup)._created)
  expect((await client.send('replaceGroup', { path, body: bare })).body).toEqual(bare)
  expect(await say(verbs.getGroup(group.id))).toEqual(group)
  expect((await say(verbs.getGroup(outer.id))).members).toHaveLength(1)
})

test('a group without a good name is refused, and none is made or changed', async ({
  client,
  driver,
  make,
  promise,
  verbs,
}) => {
  promise('group-name-is-required', 'names-have-no-outer-space', 'texts-are-bounded')
  const group = await make.group()
  await untouched(
    client,
    [
      verbs.getGroup(group.id),
      verbs.listGroups({
        where: { field: 'displayName', operator: 'co', value: 'x'.repeat(200) },
      }),
    ],
    async () => {
      for (const body of [
        {},
        { name: '' },
        { name: ' x' },
        { name: 'x'.repeat(257) },
        { name: 'x', members: [] },
      ]) {
        const replies = [
          await client.send('createGroup', { body }),
          await client.send('replaceGroup', { path: { groupId: group.id }, body }),
        ]
        for (const reply of replies) {
          expect(reply.status).toBe(400)
          expect(driver.message(reply)).toBeTruthy()
        }
      }
    },
  )
})

test('a deleted group is in no list, and its members are no longer those of the groups above', async ({
  client,
  make,
  promise,
  say,
  verbs,
}) => {
  promise('delete-group-answers-204', 'groups-are-deleted-for-good', 'members-outlive-their-group')
  const user = await make.user()
  const inner = await make.group([{ kind: 'user', id: user.id }])
  const outer = await make.group([{ kind: 'group', id: inner.id }])
  expect(await names(client, outer.id)).toEqual([inner.displayName, user.userName])
  await say(verbs.deleteGroup(inner.id))
  expect(await names(client, outer.id)).toEqual([])
  const query = { 'filter[_id][EQ]': inner.id }
  for (const operation of ['queryGroups', 'queryPrincipals']) {
    const { body } = await client.send(operation, { query })
    expect((body as WireList<unknown>).totalCount).toBe(0)
  }
  const all = { ...query, 'filter[deleted][EQ]': 'all' }
  expect((await client.send('queryPrincipals', { query: all })).body).toMatchObject({
    totalCount: 0,
  })
})

test('a system group is not changed, and its members are', async ({
  client,
  lacks,
  make,
  promise,
  say,
  verbs,
}) => {
  promise('system-records-are-immutable', 'system-groups-have-ordinary-members')
  const query = { 'filter[system][EQ]': 'true', 'filter[name][EQ]': 'hubusers' }
  const { data } = (await client.send('queryGroups', { query })).body as WireList<WireGroup>
  const system = data[0] ?? lacks('the group HubUsers')
  const path = { groupId: system._id }
  await untouched(client, [verbs.getGroup(system._id)], async () => {
    const patch = [{ op: 'replace', path: '/name', value: 'Other' }]
    for (const [operation, body] of [
      ['replaceGroup', { name: 'Other' }],
      ['patchGroup', patch],
      ['deleteGroup', undefined],
    ] as const) {
      expect((await client.send(operation, { path, body })).status, operation).toBe(409)
    }
  })
  const member = { kind: 'user', id: (await make.user()).id } as const
  const { members } = await say(verbs.addMember(system._id, member))
  expect(members).toContainEqual(member)
  expect((await say(verbs.removeMember(system._id, member))).members).not.toContainEqual(member)
})

test('groups are found by name, presence of an externalId and dates', async ({
  client,
  make,
  promise,
}) => {
  promise(
    'text-filters-ignore-case',
    'pr-asks-for-presence',
    'filters-are-joined-by-and',
    'in-matches-any',
  )
  const ids: string[] = []
  for (const more of [{}, { externalId: 'x' }]) {
    const reply = await client.send('createGroup', { body: { name: make.name(), ...more } })
    ids.push((reply.body as WireGroup)._id)
  }
  const [plain = '', external = ''] = ids
  const found = async (query: Record<string, string>) => {
    const mine = { 'filter[name][CO]': make.prefix.toUpperCase(), sort: '-name' }
    const { body } = await client.send('queryGroups', { query: { ...mine, ...query } })
    return (body as WireList<WireGroup>).data.map(({ _id }) => _id)
  }
  expect(await found({})).toEqual([external, plain])
  expect(await found({ 'filter[externalId][PR]': 'true' })).toEqual([external])
  expect(await found({ 'filter[externalId][PR]': 'false' })).toEqual([plain])
  expect(await found({ 'filter[_id][IN]': `${plain},${external}` })).toEqual([external, plain])
  expect(await found({ 'filter[_created][LT]': '2001-01-01T00:00:00Z' })).toEqual([])
  expect(await found({ 'filter[_modified][GT]': '2001-01-01T00:00:00Z' })).toEqual([
    external,
    plain,
  ])
})

async function names(client: Client, groupId: string): Promise<string[]> {
  const reply: Reply = await client.send('getGroupMembers', { path: { groupId } })
  return (reply.body as WireMember[]).map(({ name }) => name)
}
