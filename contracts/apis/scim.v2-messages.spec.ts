import { ERROR, LIST_RESPONSE, type WireList, type WireResource } from '../drivers/scim.v2-wire.ts'
import { ENTERPRISE, expect, GROUP, patchOp, test, USER } from './scim.ts'

test('every resource and message says which schemas it follows', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('every-message-has-schemas', 'errors-have-their-urn', 'schemas-are-those-of-the-type')
  const [user, group] = [await scim.user(), await scim.group()]
  const list = await scim.listed('User', { filter: scim.mine('User') })
  const { body: error } = await scim.get('User', group.id)
  for (const [body, urn] of [
    [user, USER],
    [group, GROUP],
    [list, LIST_RESPONSE],
    [list.Resources?.[0], USER],
    [error, ERROR],
  ] as const) {
    expect((body as WireResource).schemas).toEqual([urn])
  }
})

test('schemas name the extensions that are there, under whose URN their attributes stand', {
  tag: '@basic',
}, async ({ promise, scim }) => {
  promise('extensions-stand-under-their-urn', 'schemas-name-the-extensions-present')
  promise('schemas-are-not-repeated', 'schemas-are-those-of-the-type')
  const { id, ...created } = await scim.user({ [ENTERPRISE]: { department: 'Tours' } })
  for (const one of [created, await scim.read('User', id)]) {
    expect(one.schemas.toSorted()).toEqual([USER, ENTERPRISE])
    expect(one[ENTERPRISE]).toEqual({ department: 'Tours' })
    expect(one).not.toHaveProperty('department')
  }
})

test('an extension comes and goes with its attributes', { tag: '@edge' }, async ({
  promise,
  scim,
}) => {
  promise('schemas-name-the-extensions-present')
  const { id, userName } = await scim.user()
  const own = { userName, [ENTERPRISE]: { department: 'Tours' } }
  const more = await scim.replaced('User', id, scim.body('User', own))
  expect(more.schemas.toSorted()).toEqual([USER, ENTERPRISE])
  const less = await scim.replaced('User', id, scim.body('User', { userName }))
  expect(less).not.toHaveProperty(ENTERPRISE)
  expect(less.schemas).toEqual([USER])
})

test('schemas name nothing but what the type of the resource has', { tag: '@edge' }, async ({
  promise,
  scim,
}) => {
  promise('schemas-are-those-of-the-type', 'schemas-are-not-repeated')
  const { body } = await scim.send('listResourceTypes')
  await scim.user({ [ENTERPRISE]: { department: 'Tours' } })
  await scim.group()
  for (const type of (body as WireList<ResourceType>).Resources ?? []) {
    if (type.name !== 'User' && type.name !== 'Group') continue
    const known = [type.schema, ...(type.schemaExtensions ?? []).map(({ schema }) => schema)]
    const { Resources = [] } = await scim.listed(type.name, { count: 20 })
    expect(Resources).not.toEqual([])
    for (const { schemas } of Resources) {
      expect(schemas).toContain(type.schema)
      expect(known).toEqual(expect.arrayContaining(schemas))
      expect(new Set(schemas).size).toBe(schemas.length)
    }
  }
})

test('what is sent without schemas is refused', { tag: '@edge' }, async ({
  make,
  promise,
  scim,
}) => {
  promise('missing-schemas-are-400')
  const user = await scim.user()
  const name = make.name()
  const change = { Operations: patchOp({ op: 'replace', path: 'title', value: 'x' }).Operations }
  for (const reply of [
    await scim.create('User', { userName: name }),
    await scim.create('User', { schemas: [], userName: name }),
    await scim.create('Group', { displayName: name }),
    await scim.put('User', user.id, { userName: user.userName, title: 'x' }),
    await scim.patch('User', user.id, change),
    await scim.send('searchUsers', { body: { filter: scim.mine('User') } }),
  ]) {
    scim.refused(reply, 400, 'invalidSyntax')
  }
  expect(await scim.read('User', user.id)).toEqual(user)
  expect(await scim.ids('User', { filter: scim.mine('User') })).toEqual([user.id])
})

test('schemas that are not those of the type are refused', { tag: '@edge' }, async ({
  make,
  promise,
  scim,
}) => {
  promise('foreign-schemas-are-400')
  for (const schemas of [
    [GROUP],
    [USER, GROUP],
    [ENTERPRISE],
    [USER, `${USER}s`],
    [LIST_RESPONSE],
  ]) {
    const reply = await scim.create('User', { schemas, userName: make.name() })
    scim.refused(reply, 400, 'invalidValue')
  }
  const reply = await scim.create('Group', { schemas: [USER], displayName: make.name() })
  scim.refused(reply, 400, 'invalidValue')
  expect(await scim.ids('User', { filter: scim.mine('User') })).toEqual([])
})

interface ResourceType extends WireResource {
  name: string
  schema: string
  schemaExtensions?: { schema: string }[]
}
