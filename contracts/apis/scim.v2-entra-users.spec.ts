/** Entra ID as it speaks of users: Microsoft's own sample requests, with names of this run. */
import { randomUUID } from 'node:crypto'
import { PATCH_OP, type WireUser } from '../drivers/scim.v2-wire.ts'
import { ENTERPRISE, expect, type Scim, test, USER } from './scim.ts'
import { count, shows, told } from './scim.v2-resources.ts'

/** A user of the first cycle. */
function provisioned(name: string) {
  return {
    schemas: [USER, ENTERPRISE],
    externalId: randomUUID(),
    userName: name,
    active: true,
    emails: [{ primary: true, type: 'work', value: `${name}@testuser.example` }],
    meta: { resourceType: 'User' },
    name: { formatted: 'givenName familyName', familyName: 'familyName', givenName: 'givenName' },
    roles: [],
  }
}

/** Sends the operations as Entra does and expects them performed. */
async function patched(scim: Scim, id: string, ...Operations: object[]): Promise<WireUser> {
  const reply = await scim.patch('User', id, { schemas: [PATCH_OP], Operations })
  expect([200, 204], reply.text).toContain(reply.status)
  return scim.read('User', id)
}

test('Entra tests a connection: nobody has a random name, and that is no error', {
  tag: '@basic',
}, async ({ promise, scim }) => {
  promise('entra-unknown-ids-answer-empty-lists', 'empty-lists-are-200')
  const userName = `userName eq "${randomUUID()}"`
  const displayName = `displayName eq "${randomUUID()}"`
  for (const reply of [
    await scim.list('User', { filter: userName }),
    await scim.list('Group', { excludedAttributes: 'members', filter: displayName }),
  ]) {
    expect(reply).toMatchObject({ status: 200, body: { totalResults: 0 } })
    expect((reply.body as { Resources?: unknown[] }).Resources ?? []).toEqual([])
  }
})

test('Entra reads the schemas, none of which has a null', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('entra-schemas-have-no-nulls', 'schemas-are-listed-whole')
  const reply = await scim.send('listSchemas')
  expect(reply.status).toBe(200)
  expect(reply.text).not.toMatch(/:\s*null|\[\s*null/)
})

test('Entra provisions a user in its first cycle, and finds her again', { tag: '@basic' }, async ({
  make,
  promise,
  scim,
}) => {
  promise('entra-and-of-eq-filters', 'create-answers-201-with-the-resource')
  promise('external-id-compares-exactly', 'user-names-compare-without-case')
  const body = provisioned(make.name('Entra'))
  expect(await count(scim, 'User', `userName eq "${body.userName}"`)).toBe(0)
  const reply = await scim.create('User', body)
  expect(reply.status).toBe(201)
  const { id } = reply.body as WireUser
  const { schemas: _, ...values } = body
  shows(await scim.read('User', id), values)
  const [{ value } = { value: '' }] = body.emails
  for (const [filter, found] of [
    [`userName eq "${body.userName.toLowerCase()}"`, 1],
    [`externalId eq "${body.externalId}"`, 1],
    [`externalId eq "${body.externalId.toUpperCase()}"`, 0],
    [`userName eq "${body.userName}" and externalId eq "${body.externalId}"`, 1],
    [`userName eq "${body.userName}" and externalId eq "${randomUUID()}"`, 0],
    [`emails[type eq "work" and value eq "${value}"]`, 1],
  ] as const) {
    expect.soft(await count(scim, 'User', filter), filter).toBe(found)
  }
})

test('Entra looks for an address behind a bracket', { tag: '@edge' }, async ({
  make,
  promise,
  scim,
}) => {
  promise('filter-ends-at-the-bracket')
  const value = `${make.name('mail')}@testuser.example`
  const { id } = await scim.user({ emails: [{ type: 'work', value }] })
  await scim.user({ emails: [{ type: 'home', value }] })
  const filter = `emails[type eq "work"].value eq "${value}"`
  const reply = await scim.list('User', { filter })
  // Not in the RFC's grammar: either a fault, or what Entra means.
  if (reply.status === 400) scim.refused(reply, 400, 'invalidFilter')
  else expect(reply.body).toMatchObject({ totalResults: 1, Resources: [{ id }] })
})

test('Entra updates a user in its next cycle, one operation for each attribute', {
  tag: '@basic',
}, async ({ make, promise, scim }) => {
  promise('entra-one-operation-per-attribute', 'entra-capital-ops-work')
  const body = provisioned(make.name())
  const { id } = await scim.user({ ...body, [ENTERPRISE]: { department: 'Tours' } })
  const after = await patched(
    scim,
    id,
    { op: 'Replace', path: 'displayName', value: 'Pvlo' },
    { op: 'Replace', path: 'emails[type eq "work"].value', value: 'TestBcwqnm@testuser.example' },
    { op: 'Replace', path: 'name.givenName', value: 'Gtfd' },
    { op: 'Replace', path: 'name.familyName', value: 'Pkqf' },
    { op: 'Replace', path: 'externalId', value: 'Eqpj' },
    { op: 'Replace', path: `${ENTERPRISE}:employeeNumber`, value: 'Eqpj' },
    { op: 'Add', path: 'nickName', value: 'Babs' },
    { op: 'Add', path: 'title', value: 'Guide' },
    { op: 'Remove', path: 'title' },
  )
  shows(after, {
    userName: body.userName,
    externalId: 'Eqpj',
    displayName: 'Pvlo',
    nickName: 'Babs',
    active: true,
    name: { formatted: 'givenName familyName', familyName: 'Pkqf', givenName: 'Gtfd' },
    emails: [{ primary: true, type: 'work', value: 'TestBcwqnm@testuser.example' }],
    [ENTERPRISE]: { department: 'Tours', employeeNumber: 'Eqpj' },
  })
  expect(after).not.toHaveProperty('title')
})

test('Entra with its flag for the RFC replaces several attributes without a path', {
  tag: '@basic',
}, async ({ make, promise, scim }) => {
  promise('patch-replace-without-path-sets', 'patch-without-path-reads-urns')
  const body = provisioned(make.name())
  const { id } = await scim.user(body)
  const value = 'TestMhvaes@testuser.example'
  const after = await patched(
    scim,
    id,
    { op: 'replace', path: 'emails[type eq "work"].value', value },
    { op: 'replace', value: { displayName: 'Bjfe', [`${ENTERPRISE}:employeeNumber`]: 'Aklq' } },
  )
  shows(after, {
    displayName: 'Bjfe',
    name: body.name,
    emails: [{ primary: true, type: 'work', value }],
    [ENTERPRISE]: { employeeNumber: 'Aklq' },
  })
})

test('Entra’s dotted keys are paths, or nothing, or a fault: they wipe nothing', {
  tag: '@edge',
}, async ({ make, promise, scim }) => {
  promise('trap-partial-replace-keeps-the-rest')
  const body = provisioned(make.name())
  const user = await scim.user(body)
  const value = { 'name.givenName': 'Kkom', 'name.familyName': 'Unua' }
  const operation = { op: 'replace', value }
  const reply = await scim.patch('User', user.id, { schemas: [PATCH_OP], Operations: [operation] })
  const after = told(await scim.read('User', user.id))
  if (reply.status === 400) return expect(after).toEqual(told(user))
  const name = { ...body.name, givenName: 'Kkom', familyName: 'Unua' }
  expect([told(user), { ...told(user), name }]).toContainEqual(after)
})

test('Entra disables a user, who is answered as before, and enables her again', {
  tag: '@basic',
}, async ({ make, promise, scim }) => {
  promise('entra-disabled-users-are-answered', 'entra-capital-ops-work')
  const body = provisioned(make.name())
  const { id } = await scim.user(body)
  for (const active of [false, true]) {
    const after = await patched(scim, id, { op: 'Replace', path: 'active', value: active })
    shows(after, { userName: body.userName, emails: body.emails, active })
    expect(await count(scim, 'User', `userName eq "${body.userName}"`)).toBe(1)
  }
})

test('Entra’s "False" disables, or is a fault: it never passes without effect', {
  tag: '@edge',
}, async ({ promise, scim }) => {
  promise('strict-booleans-are-no-text')
  const user = await scim.user({ active: true })
  const operation = { op: 'Replace', path: 'active', value: 'False' }
  const reply = await scim.patch('User', user.id, { schemas: [PATCH_OP], Operations: [operation] })
  if (reply.status === 400) {
    scim.refused(reply, 400, 'invalidValue')
    expect(await scim.read('User', user.id)).toEqual(user)
  } else expect((await scim.read('User', user.id)).active).toBe(false)
})

test('Entra renames a user', { tag: '@basic' }, async ({ make, promise, scim }) => {
  promise('patch-replace-without-path-sets', 'entra-capital-ops-work')
  const body = provisioned(make.name())
  const { id } = await scim.user(body)
  const userName = make.address(make.name('renamed'))
  const after = await patched(scim, id, { op: 'Replace', path: 'userName', value: userName })
  shows(after, { id, userName, externalId: body.externalId })
  expect(await count(scim, 'User', `userName eq "${body.userName}"`)).toBe(0)
})

test('Entra’s validator sends several operations on one attribute', { tag: '@edge' }, async ({
  make,
  promise,
  scim,
}) => {
  promise('patch-applies-in-order')
  const { id } = await scim.user(provisioned(make.name()))
  const after = await patched(
    scim,
    id,
    { op: 'Replace', path: 'displayName', value: 'One' },
    { op: 'Add', path: 'displayName', value: 'Two' },
    { op: 'Replace', path: 'emails[type eq "work"].value', value: 'one@testuser.example' },
    { op: 'Replace', path: 'emails[type eq "work"].primary', value: false },
    { op: 'Replace', path: 'emails[type eq "work"].value', value: 'two@testuser.example' },
  )
  shows(after, {
    displayName: 'Two',
    emails: [{ type: 'work', value: 'two@testuser.example' }],
  })
})

test('Entra deletes a user, and is told when she is gone already', { tag: '@basic' }, async ({
  make,
  promise,
  scim,
}) => {
  promise('delete-answers-204', 'deleted-resource-is-gone')
  const { id, userName } = await scim.user(provisioned(make.name()))
  expect((await scim.remove('User', id)).status).toBe(204)
  scim.refused(await scim.remove('User', id), 404)
  expect(await count(scim, 'User', `userName eq "${userName}"`)).toBe(0)
})
