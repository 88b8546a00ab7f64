/** What a PATCH does to the elements of multi-valued attributes (draft-scim-api-01 section 3.3.2). */
import { expect, type Resource, test, valuesOf } from './scim.v1.ts'

test.beforeEach(async ({ scim }) => {
  await scim.needs('patch')
})

const emails = [
  { value: 'work@example.com', type: 'work', primary: true },
  { value: 'home@example.com', type: 'home' },
]

const [home, office] = [
  { streetAddress: '1 Hill', locality: 'Hollywood', country: 'US', type: 'home' },
  { streetAddress: '2 Plaza', locality: 'Hollywood', country: 'US', type: 'work' },
]

test('an element with a value that is there is merged into it', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('patch-merges-elements-by-value')
  const { id } = await scim.user({ emails })
  const after = await scim.patch('User', id, {
    emails: [{ value: 'home@example.com', display: 'At home' }],
  })
  expect(sorted(after)).toEqual(
    sorted({ emails: [emails[0], { ...emails[1], display: 'At home' }] }),
  )
})

test('an element with another value is added', { tag: '@basic' }, async ({ promise, scim }) => {
  promise('patch-merges-elements-by-value')
  const { id } = await scim.user({ emails })
  const more = { value: 'other@example.com', type: 'other' }
  expect(sorted(await scim.patch('User', id, { emails: [more] }))).toEqual(
    sorted({ emails: [...emails, more] }),
  )
})

test('an element with the operation delete is removed, and the others stay', {
  tag: '@basic',
}, async ({ promise, scim }) => {
  promise('patch-deletes-elements')
  const { id } = await scim.user({ emails })
  const gone = { value: 'home@example.com', type: 'home', operation: 'delete' }
  const after = await scim.patch('User', id, { emails: [gone] })
  expect(after.emails).toEqual([emails[0]])
  const last = await scim.patch('User', id, {
    emails: [{ value: 'work@example.com', operation: 'delete' }],
  })
  expect(last.emails ?? []).toEqual([])
})

test('one PATCH merges, adds and deletes elements', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('patch-merges-elements-by-value', 'patch-deletes-elements')
  const { id } = await scim.user({ emails })
  const after = await scim.patch('User', id, {
    emails: [
      { value: 'home@example.com', operation: 'delete' },
      { value: 'work@example.com', display: 'Work' },
      { value: 'new@example.com' },
    ],
  })
  expect(sorted(after)).toEqual(
    sorted({ emails: [{ ...emails[0], display: 'Work' }, { value: 'new@example.com' }] }),
  )
})

test('to delete an element that is not there changes nothing', { tag: '@edge' }, async ({
  promise,
  scim,
}) => {
  promise('patch-delete-without-match-succeeds')
  const user = await scim.user({ emails })
  const body = { emails: [{ value: 'nobody@example.com', operation: 'delete' }] }
  const reply = await scim.send('patch', 'User', { id: user.id, body })
  if (reply.status === 400) scim.refused(reply, 400)
  else expect([200, 204]).toContain(reply.status)
  expect(sorted(await scim.read('User', user.id))).toEqual(sorted({ emails }))
})

test('a delete counts for nothing where meta.attributes names the attribute', {
  tag: '@edge',
}, async ({ promise, scim }) => {
  promise('patch-ignores-deletes-of-deleted-attributes')
  const { id } = await scim.user({ emails })
  const after = await scim.patch('User', id, {
    meta: { attributes: ['emails'] },
    emails: [
      { value: 'new@example.com', type: 'work' },
      { value: 'nobody@example.com', operation: 'delete' },
    ],
  })
  expect(after.emails).toEqual([{ value: 'new@example.com', type: 'work' }])
})

test('no operation is kept or answered', { tag: '@edge' }, async ({ promise, scim }) => {
  promise('patch-deletes-elements')
  const { id } = await scim.user({ emails })
  const body = { emails: [{ value: 'home@example.com', operation: 'delete' }] }
  await scim.patch('User', id, body)
  const reply = await scim.send('get', 'User', { id })
  expect(reply.text).not.toContain('operation')
})

test('an address, which has no value, is always added', { tag: '@edge' }, async ({
  promise,
  scim,
}) => {
  promise('patch-adds-elements-without-value')
  const { id } = await scim.user({ addresses: [home] })
  const after = await scim.patch('User', id, { addresses: [office] })
  expect(sorted(after, 'addresses')).toEqual(sorted({ addresses: [home, office] }, 'addresses'))
})

test('an address is deleted when all its parts are named, and not otherwise', {
  tag: '@edge',
}, async ({ promise, scim }) => {
  promise('patch-deletes-elements-without-value-in-full')
  const { id } = await scim.user({ addresses: [home, office] })
  const part = { addresses: [{ type: 'home', locality: 'Hollywood', operation: 'delete' }] }
  const reply = await scim.send('patch', 'User', { id, body: part })
  if (reply.status === 400) scim.refused(reply, 400)
  const kept = await scim.read('User', id)
  expect(sorted(kept, 'addresses')).toEqual(sorted({ addresses: [home, office] }, 'addresses'))
  const whole = { addresses: [{ ...home, operation: 'delete' }] }
  expect((await scim.patch('User', id, whole)).addresses).toEqual([office])
})

test('another primary takes the place of the first', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('patch-primary-moves')
  const { id } = await scim.user({ emails })
  const moved = await scim.patch('User', id, {
    emails: [{ value: 'home@example.com', primary: true }],
  })
  expect(primaries(moved)).toEqual(['home@example.com'])
  const added = await scim.patch('User', id, {
    emails: [{ value: 'new@example.com', primary: true }],
  })
  expect(primaries(added)).toEqual(['new@example.com'])
  expect(valuesOf(added, 'emails')).toHaveLength(3)
})

test('the same PATCH again changes nothing more', { tag: '@edge' }, async ({ promise, scim }) => {
  promise('etag-changes-with-the-resource')
  const { id } = await scim.user({ emails, title: 'Guide' })
  const body = { emails: [emails[1]], title: 'Guide' }
  const first = await scim.patch('User', id, body)
  expect(await scim.patch('User', id, body)).toEqual(first)
})

function primaries(user: Resource): unknown[] {
  const all = user.emails as readonly { readonly value: string; readonly primary?: boolean }[]
  return all.filter(({ primary }) => primary === true).map(({ value }) => value)
}

/** Elements in one order, for theirs means nothing. */
function sorted(resource: object, name = 'emails'): string[] {
  const elements = (resource as Record<string, object[]>)[name] ?? []
  return elements.map((each) => JSON.stringify(Object.entries(each).sort())).sort()
}
