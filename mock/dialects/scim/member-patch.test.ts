/** Patches of members that mean something else than they seem to, or nothing. */
import { test as base, expect, shared } from '#test'
import { createMock } from '../../index.ts'

type Json = Readonly<Record<string, unknown>>
type Patch = (
  ...operations: readonly Json[]
) => Promise<{ status: number; scimType: unknown; members: readonly unknown[] }>

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User'
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group'
const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp'

let made = 0

const asking = shared(async () =>
  askingAt(`${(await createMock({ apis: ['scim.v2'] })).url}/scim/v2`),
)

/** Patches a group of its own, with one member; says what came of it. */
const test = base.extend<{ ask: Ask; patch: Patch; member: string }>({
  ask: async ({}, use) => use(await asking()),
  member: async ({ ask }, use) => {
    const { body } = await ask('POST', '/Users', { schemas: [USER], userName: `m-${++made}` })
    await use(String(body.id))
  },
  patch: async ({ ask, member }, use) => {
    const members = [{ value: member }]
    const group = await ask('POST', '/Groups', { schemas: [GROUP], displayName: 'g', members })
    const path = `/Groups/${group.body.id}`
    await use(async (...Operations) => {
      const { status, body } = await ask('PATCH', path, { schemas: [PATCH], Operations })
      const after = (await ask('GET', path)).body.members as readonly Json[] | undefined
      return { status, scimType: body.scimType, members: (after ?? []).map(({ value }) => value) }
    })
  },
})

type Ask = (method: string, path: string, body?: Json) => Promise<{ status: number; body: Json }>

function askingAt(base: string): Ask {
  return async (method, path, body) => {
    const reply = await fetch(base + path, {
      method,
      headers: { Authorization: 'Bearer admin-token', 'Content-Type': 'application/scim+json' },
      ...(body && { body: JSON.stringify(body) }),
    })
    return { status: reply.status, body: (await reply.json()) as Json }
  }
}

test('a comparison that members do not have is an invalid filter', async ({ patch, member }) => {
  const refused = { status: 400, scimType: 'invalidFilter', members: [member] }
  expect(await patch({ op: 'remove', path: 'members[value gt true]' })).toEqual(refused)
})

test('a name in a filter of members is that of their part, and of nothing else', async ({
  patch,
  member,
}) => {
  const path = 'members[meta.created gt "x"]'
  expect(await patch({ op: 'remove', path })).toMatchObject({ status: 200, members: [member] })
})

test('the ids in a filter of members are compared with case', async ({ patch, member }) => {
  const other = member.toUpperCase()
  const path = `members[value eq "${other}" or value eq "x"]`
  expect(await patch({ op: 'remove', path })).toMatchObject({ status: 200, members: [member] })
})

test('a value that names a part of members leaves the members alone', async ({ patch, member }) => {
  for (const value of [{ 'members.display': [] }, { 'members.value': null }]) {
    const { members } = await patch({ op: 'replace', value })
    expect(members, JSON.stringify(value)).toEqual([member])
  }
})

test('a value that names members twice is refused', async ({ patch, member }) => {
  const value = { members: [{ value: member }], [`${GROUP}:members`]: [] }
  const refused = { status: 400, scimType: 'invalidSyntax', members: [member] }
  expect(await patch({ op: 'replace', value })).toEqual(refused)
})
