import { USER_EXTENSION, type WireUser } from '../drivers/formstack.ts'
import { expect, test } from '../suite.ts'

test('bodies are read as JSON and as SCIM, and answered as JSON', async ({
  client,
  isRefusal,
  make,
  promise,
  verbs,
}) => {
  promise('both-json-types-are-read', 'replies-are-application-json')
  for (const type of [
    'application/json',
    'application/scim+json',
    'application/json; charset=utf-8',
    'Application/SCIM+JSON',
  ]) {
    const { operation, call } = verbs.createUser(make.person())
    const reply = await client.send(operation, { ...call, headers: { 'content-type': type } })
    expect(reply.status).toBe(201)
    expect(reply.headers.get('content-type')).toMatch(/^application\/json(;|$)/)
  }
  for (const type of ['text/json', 'application/xml', 'application/jsonx', '']) {
    const { operation, call } = verbs.createUser(make.person())
    const reply = await client.send(operation, { ...call, headers: { 'content-type': type } })
    isRefusal(reply, 'wrongContentType')
  }
})

test('properties that the document does not name are ignored', async ({
  client,
  make,
  promise,
}) => {
  promise('unknown-properties-are-ignored', 'request-schemas-are-optional')
  const body = {
    schemas: ['urn:anything', 'at:all'],
    ...person(make.address(make.name())),
    nickName: 'Annie',
    password: 'ignored',
    constructor: { prototype: { isAdmin: true } },
  }
  const { body: made, status, text } = await client.send('createUser', { body })
  expect(status).toBe(201)
  expect(text).not.toContain('Annie')
  const path = { id: (made as WireUser).id }
  expect((await client.send('getUser', { path })).text).not.toContain('nickName')
})

test('an extension that is split at its dots is none', async ({ client, make, promise }) => {
  promise('extension-is-one-key', 'split-extension-keys-are-ignored')
  const whole = { [USER_EXTENSION]: { canCreateForms: true } }
  const [head = '', tail = ''] = USER_EXTENSION.split('.')
  const split = { [head]: { [tail]: { canCreateForms: true } } }
  const flag = async (more: object) => {
    const body = { ...person(make.address(make.name())), ...more }
    const made = (await client.send('createUser', { body })).body as Record<string, object>
    return made[USER_EXTENSION]
  }
  expect(await flag(whole)).toMatchObject({ canCreateForms: true })
  expect(await flag(split)).toMatchObject({ canCreateForms: false })
})

test('an id is the same as a text and as a number', async ({
  client,
  make,
  promise,
  say,
  verbs,
}) => {
  promise('ids-are-compared-as-text')
  const [ann, bea] = [await make.user(), await make.user()]
  const group = await make.group()
  const add = (value: unknown) => ({ op: 'add', path: 'members', value: [{ value }] })
  const body = { Operations: [add(ann.id), add(Number(bea.id)), add(Number(ann.id))] }
  await client.send('patchGroup', { path: { id: group.id }, body })
  const { members } = await say(verbs.getGroup(group.id))
  expect(members.map(({ id }) => id)).toEqual([ann.id, bea.id])
})

test('an id that is no number is a missing one', async ({ client, isRefusal, promise }) => {
  promise('ids-are-compared-as-text', 'missing-things-are-404-not-found')
  for (const id of ['abc', '-1', '1.5', '1e3', ' ', '9'.repeat(40), 'null', "1'--"]) {
    for (const operation of ['getUser', 'getGroup', 'getForm', 'getFolder', 'deleteUser']) {
      isRefusal(await client.send(operation, { path: { id } }), 'missingUser')
    }
  }
})

function person(userName: string) {
  return { userName, active: true, name: { givenName: 'Rehearsal', familyName: 'Person' } }
}
