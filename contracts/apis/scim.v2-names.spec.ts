import type { WireMember } from '../drivers/scim.v2-wire.ts'
import { ENTERPRISE, expect, test, USER } from './scim.ts'

test('names in a body are read in any case', { tag: '@basic' }, async ({ make, promise, scim }) => {
  promise('body-names-ignore-case')
  const user = await scim.user()
  const userName = make.address(make.name('Names'))
  const reply = await scim.put('User', user.id, {
    SCHEMAS: [USER, ENTERPRISE],
    USERNAME: userName,
    Name: { FAMILYNAME: 'Any', givenname: 'Case' },
    EMAILS: [{ VALUE: 'any@example.com', Type: 'work', PRIMARY: true }],
    [ENTERPRISE.toUpperCase()]: { DEPARTMENT: 'Names' },
  })
  const want = {
    userName,
    name: { familyName: 'Any', givenName: 'Case' },
    emails: [{ value: 'any@example.com', type: 'work', primary: true }],
    [ENTERPRISE]: { department: 'Names' },
  }
  expect({ status: reply.status, body: reply.body }).toMatchObject({ status: 200, body: want })
  expect(await scim.read('User', user.id)).toMatchObject(want)
})

test('a value comes back in the case in which it was sent', { tag: '@basic' }, async ({
  make,
  promise,
  scim,
}) => {
  promise('exact-values-keep-their-case')
  const own = {
    userName: make.address(make.name('McCamel')),
    externalId: make.name('eXt'),
    displayName: 'vAn dEr Case',
    emails: [{ value: 'McCamel@Example.COM', type: 'work' }],
  }
  const { id } = await scim.user(own)
  expect(await scim.read('User', id)).toMatchObject(own)
})

test('the order of attributes means nothing', { tag: '@edge' }, async ({ promise, scim }) => {
  promise('attribute-order-means-nothing')
  const body = scim.body('User', {
    title: 'First',
    emails: [{ type: 'work', value: 'a@example.com' }],
  })
  const reversed = Object.fromEntries(Object.entries(body).toReversed())
  const reply = await scim.create('User', reversed)
  expect({ status: reply.status, body: reply.body }).toMatchObject({ status: 201, body })
})

test('every $ref leads to the resource that it is about', { tag: '@basic' }, async ({
  client,
  lacks,
  promise,
  scim,
  target,
}) => {
  promise('references-lead-to-the-resource')
  const manager = await scim.user()
  const { id } = await scim.user({ [ENTERPRISE]: { manager: { value: manager.id } } })
  const inner = await scim.group({ members: [{ value: id }] })
  const outer = await scim.group({ members: [{ value: inner.id, type: 'Group' }] })
  const user = await scim.read('User', id)
  const boss = (user[ENTERPRISE] as { manager?: WireMember }).manager
  const found = [boss, ...(user.groups ?? []), ...(inner.members ?? []), ...(outer.members ?? [])]
  const references = found.filter((one) => one?.$ref !== undefined) as Required<WireMember>[]
  if (references.length === 0) lacks('a target that answers with $ref')
  for (const { $ref, value } of references) {
    const url = new URL($ref, `${target.url}/`).href
    expect(url.slice(0, target.url.length)).toBe(target.url)
    const like = url.includes('/Groups/') ? 'getGroup' : 'getUser'
    const { status, body } = await client.raw({ like, path: url.slice(target.url.length) })
    expect({ status, body }, $ref).toMatchObject({ status: 200, body: { id: value } })
  }
})
