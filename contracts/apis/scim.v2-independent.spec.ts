/**
 * What the target serves is read by code that we did not write, and requests that such code writes
 * are understood. The readers are development dependencies: an installed package has no such file.
 */
import SCIMMY from 'scimmy'
import { matching, parses } from '../independent/filters.ts'
import { readBulk, readError, readList, readResource } from '../independent/messages.ts'
import { type Json, readBySchemas, unread } from '../independent/resources.ts'
import { ENTERPRISE, expect, GROUP, patchOp, test, USER } from './scim.ts'

const full = {
  name: { formatted: 'Ms. Barbara J Jensen, III', familyName: 'Jensen', givenName: 'Barbara' },
  displayName: 'Babs Jensen',
  nickName: 'Babs',
  profileUrl: 'https://login.example.com/bjensen',
  title: 'Tour Guide',
  userType: 'Employee',
  preferredLanguage: 'en-US',
  locale: 'en-US',
  timezone: 'America/Los_Angeles',
  active: true,
  emails: [
    { value: 'bjensen@example.com', type: 'work', primary: true },
    { value: 'babs@jensen.org', type: 'home' },
  ],
  phoneNumbers: [{ value: 'tel:+1-555-555-8377', type: 'mobile' }],
  ims: [{ value: 'someaimhandle', type: 'aim' }],
  photos: [{ value: 'https://photos.example.com/F', type: 'photo' }],
  addresses: [{ streetAddress: '100 Universal City Plaza', country: 'US', type: 'work' }],
  x509Certificates: [{ value: 'MIIDQzCCAqygAwIBAgICEAA=' }],
  roles: [{ value: 'guide' }],
  entitlements: [{ value: 'keys', display: 'All keys' }],
  [ENTERPRISE]: { employeeNumber: '701984', costCenter: '4130', department: 'Tours' },
}

test.describe('a reader that we did not write', { tag: '@basic' }, () => {
  test('understands all of a user in full, and a group in a group', { tag: '@edge' }, async ({
    scim,
  }) => {
    const boss = await scim.user()
    const user = await scim.user({
      ...full,
      [ENTERPRISE]: { ...full[ENTERPRISE], manager: { value: boss.id } },
    })
    const inner = await scim.group({ members: [{ value: user.id, type: 'User' }] })
    const outer = await scim.group({ members: [{ value: inner.id, type: 'Group' }] })
    expect(readResource(await scim.read<Json>('User', user.id))).toMatchObject(full)
    readResource(await scim.read<Json>('Group', inner.id))
    const { members } = readResource(await scim.read<Json>('Group', outer.id))
    expect(members).toEqual([expect.objectContaining({ value: inner.id, type: 'Group' })])
  })

  test('understands lists, of users, of groups, of both and of nobody', { tag: '@edge' }, async ({
    scim,
  }) => {
    const user = await scim.user(full)
    const group = await scim.group({ members: [{ value: user.id }] })
    const read = async (scope: Parameters<typeof scim.search>[0], filter: string) =>
      readList((await scim.search(scope, { filter })).body).resources.map(({ id }) => id)
    expect(await read('User', scim.mine('User'))).toEqual([user.id])
    expect(await read('Group', scim.mine('Group'))).toEqual([group.id])
    expect(new Set(await read('everything', scim.mine('everything')))).toEqual(
      new Set([user.id, group.id]),
    )
    expect(await read('User', scim.mine('User', 'title eq "nobody"'))).toEqual([])
  })

  test('understands the schemas, the resource types and the configuration', {
    tag: '@edge',
  }, async ({ scim }) => {
    for (const operation of ['listSchemas', 'listResourceTypes']) {
      const list = readList((await scim.send(operation)).body)
      expect(list.totalResults, operation).toBe(list.resources.length)
      expect(list.totalResults, operation).toBeGreaterThan(1)
    }
    const { body } = await scim.send('getServiceProviderConfig')
    readResource(body as Json, 'ServiceProviderConfig')
  })

  test('reads a resource whole by the schemas that the target publishes', { tag: '@edge' }, async ({
    scim,
  }) => {
    const user = await scim.user(full)
    const group = await scim.group({ members: [{ value: user.id }] })
    const published = new Map((await scim.schemas()).map((one) => [one.id, one as unknown as Json]))
    const [users, groups, enterprise] = [USER, GROUP, ENTERPRISE].map((urn) => published.get(urn))
    if (!users || !groups || !enterprise) throw new Error('a schema is missing')
    const readUser = await scim.read<Json>('User', user.id)
    expect(unread(readUser, readBySchemas(users, [enterprise], readUser))).toEqual([])
    const readGroup = await scim.read<Json>('Group', group.id)
    expect(unread(readGroup, readBySchemas(groups, [], readGroup))).toEqual([])
  })

  test('understands why it was refused', { tag: '@edge' }, async ({ scim }) => {
    const user = await scim.user()
    const { userName } = user
    const send = (path: string) =>
      scim.patch('User', user.id, patchOp({ op: 'replace', path, value: 'x' }))
    for (const [status, refused] of [
      [404, await scim.get('User', 'nobody')],
      [409, await scim.create('User', scim.body('User', { userName }))],
      [400, await scim.create('User', scim.body('User', { active: 'perhaps' }))],
      [400, await scim.list('User', { filter: 'userName eq' })],
      [400, await send('id')],
      [400, await send('emails[type eq "work"].value')],
      [400, await send('emails[')],
      [401, await scim.list('User', {}, { as: 'nobody' })],
    ] as const) {
      const { sent } = refused
      expect(readError(refused.body as Json), `${sent.method} ${sent.url}`).toMatchObject({
        status,
      })
    }
  })
})

test('a search and a patch that SCIMMY writes are understood', { tag: '@edge' }, async ({
  client,
  scim,
}) => {
  await scim.supports('patch')
  const user = await scim.user(full)
  const search = new SCIMMY.Messages.SearchRequest().prepare({
    filter: `id eq "${user.id}"`,
    attributes: ['userName', 'emails'],
    count: 5,
  })
  const found = await client.send('searchUsers', { body: search })
  expect(found.body).toMatchObject({ Resources: [{ userName: user.userName }] })
  const operations = patchOp({ op: 'replace', path: 'title', value: 'Head' })
  const patch = new SCIMMY.Messages.PatchOp(operations as never)
  const patched = await scim.patched<Json>('User', user.id, patch)
  // What SCIMMY makes of the same user by the same patch.
  const other = await patch.apply(new SCIMMY.Schemas.User(user as never, 'out'))
  expect({ ...patched, meta: {} }).toMatchObject({ ...JSON.parse(JSON.stringify(other)), meta: {} })
})

test('a bulk that SCIMMY writes is understood, and so is its answer', { tag: '@edge' }, async ({
  client,
  scim,
}) => {
  await scim.supports('bulk')
  const user = await scim.user()
  const data = scim.body('Group', { members: [{ value: user.id, type: 'User' }] })
  const bulk = new SCIMMY.Messages.BulkRequest({
    schemas: [SCIMMY.Messages.BulkRequest.id],
    Operations: [{ method: 'POST', path: '/Groups', bulkId: 'g', data }],
  } as never)
  const id = String(readBulk((await client.send('bulk', { body: bulk })).body as Json).get('g'))
  try {
    expect(await scim.read('Group', id)).toMatchObject({ members: [{ value: user.id }] })
  } finally {
    await scim.remove('Group', id)
  }
})

const filters = [
  'title pr',
  'title eq "Tour Guide"',
  'TITLE EQ "Tour Guide" Or userType sw "Int"',
  'userType ne "Employee"',
  'userType sw "Emp" and (title co "Guide" or title ew "Chef")',
  'userType eq "Intern" or title eq "Tour Guide" and active eq false',
  '(userType eq "Intern" or title eq "Tour Guide") and active eq false',
  'not (userType eq "Intern")',
  'not (userType eq "Intern" or active eq false)',
  'not (userType eq "Intern" and active eq false)',
  'name.familyName gt "Jensen"',
  'name.familyName ge "Jensen" and name.familyName lt "Zed"',
  'emails.type eq "home"',
  'emails.value ew "example.org" or emails.value co "jensen"',
  'not (emails.type eq "other")',
  `${ENTERPRISE}:department eq "Tours"`,
  `${ENTERPRISE}:employeeNumber sw "7" and active eq true`,
  'active eq true and ((title pr))',
]

test('a filter lets through whom another engine lets through', { tag: '@edge' }, async ({
  scim,
}) => {
  await scim.supports('filter')
  const intern = { userType: 'Intern', name: { familyName: 'Zed' }, active: false }
  await scim.user(full)
  await scim.user({ ...intern, title: 'Chef', emails: [{ value: 'z@example.org', type: 'home' }] })
  await scim.user({ ...intern, active: true, name: { familyName: 'Adams' } })
  await scim.user({ userType: 'Employee', active: false, name: { familyName: 'Jensen' } })
  const { Resources: all = [] } = await scim.listed<Json>('User', { filter: scim.mine('User') })
  expect(all).toHaveLength(4)
  const said: Record<string, readonly unknown[]> = {}
  const wanted: Record<string, readonly unknown[]> = {}
  for (const filter of filters) {
    said[filter] = [...(await scim.ids('User', { filter: scim.mine('User', filter) }))].sort()
    wanted[filter] = matching(filter, all)
      .map(({ id }) => String(id))
      .sort()
  }
  expect(said).toEqual(wanted)
})

test('what another engine cannot parse is refused', { tag: '@edge' }, async ({ scim }) => {
  await scim.supports('filter')
  for (const filter of [
    'userName eq',
    'userName',
    'userName like "a"',
    '(userName pr',
    'userName eq a',
  ]) {
    expect(parses(filter), filter).toBe(false)
    scim.refused(await scim.list('User', { filter }), 400, 'invalidFilter')
  }
})
