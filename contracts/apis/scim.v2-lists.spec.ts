import { LIST_RESPONSE } from '../drivers/scim.v2-wire.ts'
import { expect, test } from './scim.ts'

test('a resource is answered itself, and in a list as it is by itself', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('get-answers-the-resource', 'collections-answer-lists')
  const user = await scim.user({ title: 'Listed', emails: [{ value: 'a@example.com' }] })
  const { id } = await scim.group({ members: [{ value: user.id }] })
  const [read, group] = [await scim.read('User', user.id), await scim.read('Group', id)]
  expect(read).toMatchObject({ id: user.id, title: 'Listed' })
  expect(read).not.toHaveProperty('Resources')
  const users = await scim.listed('User', { filter: scim.mine('User') })
  expect(users).toMatchObject({ schemas: [LIST_RESPONSE], totalResults: 1, Resources: [read] })
  const groups = await scim.listed('Group', { filter: scim.mine('Group') })
  expect(groups).toMatchObject({ schemas: [LIST_RESPONSE], totalResults: 1, Resources: [group] })
})

test('a query that matches nothing is an empty list', { tag: '@basic' }, async ({
  make,
  promise,
  scim,
}) => {
  promise('empty-lists-are-200', 'collections-answer-lists')
  for (const [scope, filter] of [
    ['User', `userName eq "${make.name()}"`],
    ['Group', `displayName eq "${make.name()}"`],
    ['User', `id eq "${make.name()}"`],
  ] as const) {
    const { totalResults, Resources = [] } = await scim.listed(scope, { filter })
    expect({ totalResults, Resources }, filter).toEqual({ totalResults: 0, Resources: [] })
  }
})

test('the total counts every match, and the page is there when it has any', {
  tag: '@basic',
}, async ({ promise, scim }) => {
  promise('total-counts-every-match', 'resources-are-there-when-any-match')
  for (let made = 0; made < 3; made += 1) await scim.group()
  const filter = scim.mine('Group')
  for (const [query, many] of [
    [{ filter }, 3],
    [{ filter, count: 2 }, 2],
    [{ filter, count: 1, startIndex: 3 }, 1],
  ] as const) {
    const { totalResults, Resources } = await scim.listed('Group', query)
    expect(totalResults).toBe(3)
    expect(Resources).toHaveLength(many)
  }
})

test('an id that nobody has is a 404', { tag: '@basic' }, async ({ driver, promise, scim }) => {
  promise('missing-resources-are-404')
  for (const type of ['User', 'Group'] as const) {
    for (const id of [driver.missingId, 'nobody', 'a/b', '%', '..%2fUsers']) {
      scim.refused(await scim.get(type, id), 404)
    }
    const body = scim.body(type)
    scim.refused(await scim.put(type, driver.missingId, body), 404)
    scim.refused(await scim.remove(type, driver.missingId), 404)
  }
})

test('a query parameter that SCIM does not know is ignored', { tag: '@edge' }, async ({
  promise,
  scim,
}) => {
  promise('unknown-query-parameters-are-ignored')
  const { id } = await scim.user()
  const [all, odd] = [{ filter: scim.mine('User') }, { shoeSize: '42', Filter2: 'x eq' }]
  expect(await scim.ids('User', { ...all, ...odd })).toEqual([id])
  expect(await scim.read('User', id, odd)).toEqual(await scim.read('User', id))
})

test('a change is seen by the next read', { tag: '@basic' }, async ({ promise, scim }) => {
  promise('changes-are-seen-at-once')
  const { id, userName } = await scim.user({ title: 'Before' })
  const found = (title: string) =>
    scim.ids('User', { filter: `id eq "${id}" and title eq "${title}"` })
  expect(await found('Before')).toEqual([id])
  await scim.replaced('User', id, scim.body('User', { userName, title: 'After' }))
  expect(await found('After')).toEqual([id])
  expect(await found('Before')).toEqual([])
  await scim.remove('User', id)
  expect(await found('After')).toEqual([])
})
