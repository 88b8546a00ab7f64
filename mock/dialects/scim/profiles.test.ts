/** Each switch of a profile from both sides: what it turns on, and what the RFC has without it. */
import { test as base, expect, shared } from '#test'
import { createMock } from '../../index.ts'

type Json = Readonly<Record<string, unknown>>
type Reply = Readonly<{ status: number; body: Json }>
type Send = (method: string, path: string, body?: unknown) => Promise<Reply>
type Profiles = Readonly<Record<'strict' | 'entra' | 'okta', Send>>

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User'
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group'
const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp'

/** One mock for each profile and worker; every test makes its own people. */
const strict = shared(() => mockOf('strict'))
const entra = shared(() => mockOf('entra'))
const okta = shared(() => mockOf('okta'))

const test = base.extend<Profiles>({
  strict: async ({}, use) => use(await strict()),
  entra: async ({}, use) => use(await entra()),
  okta: async ({}, use) => use(await okta()),
})

async function mockOf(profile: string): Promise<Send> {
  const mock = await createMock({ apis: ['scim.v2'], tuning: { profile } })
  return async (method, path, body) => {
    const reply = await fetch(`${mock.url}/scim/v2${path}`, {
      method,
      headers: { Authorization: 'Bearer admin-token', 'Content-Type': 'application/scim+json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await reply.text()
    return { status: reply.status, body: (text === '' ? {} : JSON.parse(text)) as Json }
  }
}

let made = 0
const unique = (label: string) => `${label}-${++made}`

async function user(send: Send, own: Json = {}): Promise<string> {
  const body = { schemas: [USER], userName: unique('person'), ...own }
  const reply = await send('POST', '/Users', body)
  expect(reply.status).toBe(201)
  return String(reply.body.id)
}

async function group(send: Send, ids: readonly string[] = []): Promise<string> {
  const members = ids.map((value) => ({ value }))
  const body = { schemas: [GROUP], displayName: unique('group'), members }
  return String((await send('POST', '/Groups', body)).body.id)
}

function patch(send: Send, path: string, ...Operations: readonly Json[]): Promise<Reply> {
  return send('PATCH', path, { schemas: [PATCH], Operations })
}

async function memberIds(send: Send, id: string): Promise<unknown[]> {
  const { members = [] } = (await send('GET', `/Groups/${id}`)).body
  return (members as readonly Json[]).map(({ value }) => value)
}

function refusal(scimType: string, status = 400): Record<string, unknown> {
  return { status, body: { scimType, status: String(status) } }
}

/** What Entra, authentik and Salesforce send to take out some of the members. */
function removal(...ids: readonly string[]): Json {
  return { op: 'Remove', path: 'members', value: ids.map((value) => ({ $ref: null, value })) }
}

test('a remove of members with a value removes all of them in strict', async ({ strict }) => {
  const [ann, bea] = [await user(strict), await user(strict)]
  const id = await group(strict, [ann, bea])
  expect((await patch(strict, `/Groups/${id}`, removal(ann))).status).toBe(200)
  expect(await memberIds(strict, id)).toEqual([])
})

test('a remove of members with a value removes the listed ones in entra', async ({ entra }) => {
  const [ann, bea, cleo] = [await user(entra), await user(entra), await user(entra)]
  const id = await group(entra, [ann, bea, cleo])
  expect((await patch(entra, `/Groups/${id}`, removal(ann, cleo))).status).toBe(204)
  expect(await memberIds(entra, id)).toEqual([bea])
})

test('no value of a remove of members empties a group in entra', async ({ entra }) => {
  const ann = await user(entra)
  const id = await group(entra, [ann])
  const nobody = [[], [{ value: 'nobody' }], { value: 'nobody' }, 'nobody', '', [{}], [null], null]
  for (const value of nobody) {
    await patch(entra, `/Groups/${id}`, { op: 'Remove', path: 'members', value })
    expect(await memberIds(entra, id), JSON.stringify(value)).toEqual([ann])
  }
})

test('a remove of members without a value removes all of them in entra too', async ({ entra }) => {
  const id = await group(entra, [await user(entra), await user(entra)])
  await patch(entra, `/Groups/${id}`, { op: 'remove', path: 'members' })
  expect(await memberIds(entra, id)).toEqual([])
})

const workAddress = { op: 'Replace', path: 'emails[type eq "work"].value', value: 'a@b.example' }
const home = { type: 'home', value: 'h@b.example' }

test('a replace on a value path without a match is noTarget in strict', async ({ strict }) => {
  const id = await user(strict, { emails: [home] })
  expect(await patch(strict, `/Users/${id}`, workAddress)).toMatchObject(refusal('noTarget'))
  expect((await strict('GET', `/Users/${id}`)).body).toMatchObject({ emails: [home] })
})

for (const op of ['Replace', 'Add']) {
  test(`${op} on a value path without a match makes the value in entra`, async ({ entra }) => {
    const id = await user(entra, { emails: [home] })
    await patch(entra, `/Users/${id}`, { ...workAddress, op })
    const emails = [home, { type: 'work', value: 'a@b.example' }]
    expect((await entra('GET', `/Users/${id}`)).body).toMatchObject({ emails })
  })
}

const texts: readonly { readonly given: Json; readonly want: Json }[] = [
  { given: { path: 'active', value: 'False' }, want: { active: false } },
  { given: { path: 'active', value: 'true' }, want: { active: true } },
  { given: { value: { active: 'FALSE' } }, want: { active: false } },
  {
    given: { path: `${ENTERPRISE}:manager`, value: 'boss' },
    want: { [ENTERPRISE]: { manager: { value: 'boss' } } },
  },
]
for (const { given, want } of texts) {
  test(`${JSON.stringify(given)} is invalidValue in strict`, async ({ strict }) => {
    const id = await user(strict, { active: true })
    const before = await strict('GET', `/Users/${id}`)
    const reply = await patch(strict, `/Users/${id}`, { op: 'Replace', ...given })
    expect(reply).toMatchObject(refusal('invalidValue'))
    expect(await strict('GET', `/Users/${id}`)).toEqual(before)
  })

  test(`${JSON.stringify(given)} is understood in entra`, async ({ entra }) => {
    const id = await user(entra, { active: given.value !== 'true' })
    await patch(entra, `/Users/${id}`, { op: 'Replace', ...given })
    expect((await entra('GET', `/Users/${id}`)).body).toMatchObject(want)
  })
}

test('an empty text for the manager removes it in entra', async ({ entra }) => {
  const id = await user(entra, { [ENTERPRISE]: { manager: { value: 'boss' }, division: 'x' } })
  await patch(entra, `/Users/${id}`, { op: 'Add', path: `${ENTERPRISE}:manager`, value: '' })
  expect((await entra('GET', `/Users/${id}`)).body[ENTERPRISE]).toEqual({ division: 'x' })
})

test('a text as a member is invalidValue in strict and the id in entra', async ({
  strict,
  entra,
}) => {
  const add = (value: string) => ({ op: 'Add', path: 'members', value: [value] })
  const [stern, mild] = [await user(strict), await user(entra)]
  const refused = await patch(strict, `/Groups/${await group(strict)}`, add(stern))
  expect(refused).toMatchObject(refusal('invalidValue'))
  const id = await group(entra)
  await patch(entra, `/Groups/${id}`, add(mild))
  expect(await memberIds(entra, id)).toEqual([mild])
})

const dotted = {
  op: 'replace',
  value: { 'name.givenName': 'Kkom', 'name.familyName': 'Unua', [`${ENTERPRISE}:division`]: 'x' },
}

test('dotted keys are no paths in strict', async ({ strict }) => {
  const id = await user(strict, { name: { givenName: 'Ann' } })
  await patch(strict, `/Users/${id}`, dotted)
  expect((await strict('GET', `/Users/${id}`)).body.name).toEqual({ givenName: 'Ann' })
})

test('dotted keys are paths in entra', async ({ entra }) => {
  const id = await user(entra, { name: { givenName: 'Ann', middleName: 'M' } })
  await patch(entra, `/Users/${id}`, dotted)
  expect((await entra('GET', `/Users/${id}`)).body).toMatchObject({
    name: { givenName: 'Kkom', middleName: 'M', familyName: 'Unua' },
    [ENTERPRISE]: { division: 'x' },
  })
})

test('a filter behind a bracket is invalidFilter in strict and matches in entra', async ({
  strict,
  entra,
}) => {
  const value = `${unique('mail')}@b.example`
  const filter = encodeURIComponent(`emails[type eq "work"].value eq "${value.toUpperCase()}"`)
  const sought = await user(entra, { emails: [{ type: 'work', value }] })
  await user(entra, { emails: [{ type: 'home', value }] })
  expect(await strict('GET', `/Users?filter=${filter}`)).toMatchObject(refusal('invalidFilter'))
  const { body } = await entra('GET', `/Users?filter=${filter}`)
  expect(body).toMatchObject({ totalResults: 1, Resources: [{ id: sought }] })
})

test('a patch answers the resource in strict and okta, and nothing in entra', async ({
  strict,
  entra,
  okta,
}) => {
  const title = { op: 'replace', path: 'title', value: 'Dr' }
  for (const [send, want] of [
    [strict, { status: 200, body: { title: 'Dr' } }],
    [okta, { status: 200, body: { title: 'Dr' } }],
    [entra, { status: 204, body: {} }],
  ] as const) {
    const reply = await patch(send, `/Users/${await user(send)}`, title)
    expect(reply).toMatchObject(want)
    const asked = await patch(send, `/Users/${await user(send)}?attributes=title`, title)
    expect(asked).toMatchObject({ status: 200, body: { title: 'Dr' } })
  }
})

test('groups may share a name in strict and not in entra', async ({ strict, entra }) => {
  const displayName = unique('twins')
  const one = { schemas: [GROUP], displayName }
  const other = { schemas: [GROUP], displayName: displayName.toUpperCase() }
  expect((await strict('POST', '/Groups', one)).status).toBe(201)
  expect((await strict('POST', '/Groups', other)).status).toBe(201)
  expect((await entra('POST', '/Groups', one)).status).toBe(201)
  const taken = refusal('uniqueness', 409)
  expect(await entra('POST', '/Groups', other)).toMatchObject(taken)
  const id = await group(entra)
  const rename = { op: 'Replace', path: 'displayName', value: displayName }
  expect(await patch(entra, `/Groups/${id}`, rename)).toMatchObject(taken)
  expect(await entra('PUT', `/Groups/${id}`, other)).toMatchObject(taken)
})

test('an unknown member refuses the push in strict and is left out in okta', async ({
  strict,
  okta,
}) => {
  const push = (id: string) => ({
    op: 'add',
    path: 'members',
    value: [{ value: 'x' }, { value: id }],
  })
  const [stern, mild] = [await group(strict), await group(okta)]
  const [ann, bea] = [await user(strict), await user(okta)]
  expect(await patch(strict, `/Groups/${stern}`, push(ann))).toMatchObject(refusal('invalidValue'))
  expect(await memberIds(strict, stern)).toEqual([])
  expect((await patch(okta, `/Groups/${mild}`, push(bea))).status).toBe(200)
  expect(await memberIds(okta, mild)).toEqual([bea])
})
