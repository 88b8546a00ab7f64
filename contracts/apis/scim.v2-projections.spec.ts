import type { WireList, WireResource } from '../drivers/scim.v2-wire.ts'
import type { Reply } from '../exchange.ts'
import { ENTERPRISE, expect, patchOp, test, USER } from './scim.ts'

const enterprise = { department: 'All', costCenter: '42' }
const whole = {
  displayName: 'Whole',
  title: 'Everything',
  name: { familyName: 'Whole', givenName: 'Wanda' },
  emails: [{ value: 'wanda@example.com', type: 'work' }],
  [ENTERPRISE]: enterprise,
}

test('attributes narrow what is answered, and id and schemas stay', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('projection-attributes-narrow', 'ids-are-always-answered', 'projection-keeps-schemas')
  const { id } = await scim.user(whole)
  for (const [attributes, want] of [
    ['title', { title: 'Everything' }],
    ['title,displayName', { title: 'Everything', displayName: 'Whole' }],
    ['name', { name: whole.name }],
    ['emails', { emails: [whole.emails[0]] }],
    ['nickName', {}],
    ['id', {}],
    ['TITLE,Name', { title: 'Everything', name: whole.name }],
  ] as const) {
    const { id: same, schemas, ...rest } = await scim.read('User', id, { attributes })
    expect({ same, rest }, attributes).toMatchObject({ same: id, rest: want })
    expect(Object.keys(rest).toSorted(), attributes).toEqual(Object.keys(want).toSorted())
    expect(schemas, attributes).toContain(USER)
  }
})

test('excludedAttributes drop what they name and keep what is always returned', {
  tag: '@basic',
}, async ({ promise, scim }) => {
  promise(
    'projection-excluded-attributes-drop',
    'projection-keeps-always',
    'ids-are-always-answered',
  )
  const { id } = await scim.user(whole)
  const all = await scim.read('User', id)
  for (const [excludedAttributes, gone] of [
    ['title', ['title']],
    ['title,emails', ['title', 'emails']],
    ['id,name', ['name']],
    ['schemas,DISPLAYNAME', ['displayName']],
    [ENTERPRISE, [ENTERPRISE]],
    [`${USER}:title`, ['title']],
    ['meta', ['meta']],
  ] as const) {
    const left = await scim.read('User', id, { excludedAttributes })
    const want = Object.keys(all).filter((key) => !(gone as readonly string[]).includes(key))
    expect(Object.keys(left).toSorted(), excludedAttributes).toEqual(want.toSorted())
  }
})

test('a part of a complex attribute can be asked for or dropped', { tag: '@edge' }, async ({
  promise,
  scim,
}) => {
  promise('projection-names-sub-attributes', 'query-names-ignore-case')
  const { id } = await scim.user(whole)
  for (const [attributes, want] of [
    ['name.familyName', { name: { familyName: 'Whole' } }],
    ['NAME.GIVENNAME,title', { name: { givenName: 'Wanda' }, title: 'Everything' }],
    ['emails.value', { emails: [{ value: 'wanda@example.com' }] }],
    ['emails.type,name.familyName', { emails: [{ type: 'work' }], name: { familyName: 'Whole' } }],
  ] as const) {
    const { id: _, schemas: __, ...rest } = await scim.read('User', id, { attributes })
    expect(rest, attributes).toEqual(want)
  }
  const left = await scim.read('User', id, { excludedAttributes: 'name.familyName,emails.type' })
  expect(left.name).toMatchObject({ givenName: 'Wanda' })
  expect(left.name).not.toHaveProperty('familyName')
  expect(left.emails).toEqual([expect.not.objectContaining({ type: 'work' })])
})

test('an extension is asked for by its URN, whole or in parts', { tag: '@edge' }, async ({
  promise,
  scim,
}) => {
  promise('projection-names-urns')
  const { id } = await scim.user(whole)
  for (const [attributes, want] of [
    [ENTERPRISE, { [ENTERPRISE]: enterprise }],
    [`${ENTERPRISE}:department`, { [ENTERPRISE]: { department: 'All' } }],
    [
      `${ENTERPRISE.toUpperCase()}:COSTCENTER,title`,
      { [ENTERPRISE]: { costCenter: '42' }, title: 'Everything' },
    ],
  ] as const) {
    const { id: _, schemas: __, ...rest } = await scim.read('User', id, { attributes })
    expect(rest, attributes).toEqual(want)
  }
  const left = await scim.read('User', id, { excludedAttributes: `${ENTERPRISE}:department` })
  expect(left[ENTERPRISE]).toEqual({ costCenter: '42' })
})

test('an attribute of the core may be asked for by its URN', { tag: '@edge' }, async ({
  promise,
  scim,
}) => {
  promise('projection-names-urns', 'names-may-carry-the-urn')
  const { title, name } = whole
  const { id } = await scim.user({ title, name })
  for (const [attributes, want] of [
    [`${USER}:title`, { title }],
    [`${USER}:name.familyName`, { name: { familyName: name.familyName } }],
  ] as const) {
    expect(await scim.read('User', id, { attributes: `userName,${attributes}` })).toMatchObject(
      want,
    )
  }
})

test('a part of meta can be asked for', { tag: '@edge' }, async ({ promise, scim }) => {
  promise('projection-names-sub-attributes')
  const { id, meta } = await scim.user()
  const part = await scim.read('User', id, { attributes: 'meta.created' })
  expect(part.meta).toEqual({ created: meta.created })
})

test('meta is answered unless other attributes are asked for', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('meta-is-answered-by-default')
  const { id } = await scim.user(whole)
  expect(await scim.read('User', id)).toHaveProperty('meta.created')
  expect(await scim.read('User', id, { attributes: 'userName' })).not.toHaveProperty('meta')
  expect(await scim.read('User', id, { attributes: 'meta' })).toHaveProperty('meta.created')
  const part = await scim.read('User', id, { attributes: 'meta.resourceType' })
  expect(part.meta).toEqual({ resourceType: 'User' })
})

test('every reply with a resource is projected', { tag: '@basic' }, async ({ promise, scim }) => {
  promise('projection-applies-to-every-reply')
  const query = { attributes: 'title' }
  const body = scim.body('User', whole)
  const created = await scim.create('User', body, { query })
  const { id } = created.body as WireResource
  const filter = `id eq "${id}"`
  const replies = {
    created: created.body,
    read: (await scim.get('User', id, { query })).body,
    replaced: (await scim.put('User', id, body, { query })).body,
    listed: one(await scim.list('User', { ...query, filter })),
  }
  for (const [what, shown] of Object.entries(replies)) {
    expect(shown, what).toEqual({ id, schemas: expect.any(Array), title: 'Everything' })
  }
})

test('a patch that is asked for attributes answers with them', { tag: '@edge' }, async ({
  promise,
  scim,
}) => {
  promise('projection-applies-to-every-reply')
  await scim.supports('patch')
  const { id } = await scim.user(whole)
  const change = patchOp({ op: 'replace', path: 'nickName', value: 'Wa' })
  const { status, body } = await scim.patch('User', id, change, { query: { attributes: 'title' } })
  const schemas = expect.any(Array)
  expect({ status, body }).toEqual({ status: 200, body: { id, schemas, title: 'Everything' } })
})

test('a group can be read without its members, and its members alone', { tag: '@basic' }, async ({
  make,
  promise,
  scim,
}) => {
  promise('projection-excluded-attributes-drop', 'projection-attributes-narrow')
  const user = await scim.user()
  const displayName = make.name()
  const { id } = await scim.group({ displayName, members: [{ value: user.id }] })
  const without = await scim.read('Group', id, { excludedAttributes: 'members' })
  expect(without).toMatchObject({ id, displayName })
  expect(without).not.toHaveProperty('members')
  const alone = await scim.read('Group', id, { attributes: 'members' })
  expect(alone).toMatchObject({ id, members: [{ value: user.id }] })
  expect(alone).not.toHaveProperty('displayName')
  const values = await scim.read('Group', id, { attributes: 'members.value' })
  expect(values.members).toEqual([{ value: user.id }])
})

test('a projection of a search is an array of names', { tag: '@edge' }, async ({
  promise,
  scim,
}) => {
  promise('search-projects-with-arrays')
  const { id } = await scim.user(whole)
  const filter = `id eq "${id}"`
  const attributes = ['title', 'name.familyName']
  expect(one(await scim.search('User', { filter, attributes }))).toEqual({
    id,
    schemas: expect.any(Array),
    title: 'Everything',
    name: { familyName: 'Whole' },
  })
  const excludedAttributes = ['title', 'emails']
  const found = one(await scim.search('User', { filter, excludedAttributes }))
  expect(found).toMatchObject({ id, displayName: 'Whole' })
  for (const gone of excludedAttributes) expect(found).not.toHaveProperty(gone)
})

test('names that no schema has are ignored in a projection', { tag: '@edge' }, async ({
  promise,
  scim,
}) => {
  promise('projection-unknown-names-are-ignored')
  const { id } = await scim.user(whole)
  const { schemas: _, ...narrow } = await scim.read('User', id, { attributes: 'shoeSize,title' })
  expect(narrow).toEqual({ id, title: 'Everything' })
  expect(await scim.read('User', id, { excludedAttributes: 'shoeSize' })).toEqual(
    await scim.read('User', id),
  )
})

test('attributes and excludedAttributes do not go together', { tag: '@edge' }, async ({
  promise,
  scim,
}) => {
  promise('projection-both-is-400')
  const { id } = await scim.user(whole)
  const query = { attributes: 'title', excludedAttributes: 'name' }
  scim.refused(await scim.get('User', id, { query }), 400, 'invalidValue')
  scim.refused(await scim.list('User', query), 400, 'invalidValue')
})

function one({ body }: Reply): WireResource | undefined {
  return (body as WireList).Resources?.[0]
}
