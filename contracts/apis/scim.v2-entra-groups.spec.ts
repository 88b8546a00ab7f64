/** Entra ID as it speaks of groups: Microsoft's own sample requests, with names of this run. */
import { randomUUID } from 'node:crypto'
import { PATCH_OP, type WireGroup } from '../drivers/scim.v2-wire.ts'
import type { Reply } from '../exchange.ts'
import { expect, GROUP, type Scim, test } from './scim.ts'
import { count, idsOf, memberIds, members } from './scim.v2-resources.ts'

function provisioned(displayName: string) {
  const meta = { resourceType: 'Group' }
  return { schemas: [GROUP], externalId: randomUUID(), displayName, meta }
}

function patch(scim: Scim, id: string, ...Operations: object[]): Promise<Reply> {
  return scim.patch('Group', id, { schemas: [PATCH_OP], Operations })
}

async function patched(scim: Scim, id: string, ...operations: object[]): Promise<WireGroup> {
  const reply = await patch(scim, id, ...operations)
  expect([200, 204], reply.text).toContain(reply.status)
  return scim.read<WireGroup>('Group', id)
}

const joining = (id: string) => ({
  op: 'Add',
  path: 'members',
  value: [{ $ref: null, value: id }],
})

const leaving = (...ids: string[]) => ({
  op: 'Remove',
  path: 'members',
  value: ids.map((value) => ({ $ref: null, value })),
})

test('Entra pushes a group: it looks, creates, looks again and adds one member after the other', {
  tag: '@basic',
}, async ({ make, promise, scim }) => {
  promise('entra-groups-without-members', 'entra-capital-ops-work', 'patch-add-appends')
  const [ann, bea, cleo] = [await scim.user(), await scim.user(), await scim.user()]
  const body = provisioned(make.name('Group'))
  const query = { excludedAttributes: 'members', filter: `displayName eq "${body.displayName}"` }
  expect(await scim.listed('Group', query)).toMatchObject({ totalResults: 0 })
  const reply = await scim.create('Group', body)
  expect(reply).toMatchObject({ status: 201, body: { externalId: body.externalId } })
  const { id } = reply.body as WireGroup
  await patched(scim, id, joining(ann.id))
  await patched(scim, id, joining(bea.id), joining(cleo.id))
  const { Resources: [found] = [], totalResults } = await scim.listed('Group', query)
  expect(totalResults).toBe(1)
  expect(found).toMatchObject({ id, displayName: body.displayName })
  expect(found).not.toHaveProperty('members')
  const bare = await scim.read('Group', id, { excludedAttributes: 'members' })
  expect(bare).toMatchObject({ id, externalId: body.externalId })
  expect(bare).not.toHaveProperty('members')
  expect(memberIds(await scim.read('Group', id))).toEqual(idsOf(ann, bea, cleo))
})

test('Entra’s old URN for groups is accepted, or refused as no schema of a group', {
  tag: '@edge',
}, async ({ make, promise, scim }) => {
  promise('schemas-are-those-of-the-type')
  const strange = 'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group'
  const body = { ...provisioned(make.name()), schemas: [GROUP, strange] }
  const reply = await scim.create('Group', body)
  if (reply.status === 400) scim.refused(reply, 400, ['invalidValue', 'invalidSyntax'])
  else expect((reply.body as WireGroup).schemas).toEqual([GROUP])
})

test('Entra asks whether somebody is a member of a group', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('entra-and-of-eq-filters', 'filter-members-by-value')
  const [ann, bea] = [await scim.user(), await scim.user()]
  const { id } = await scim.group(members(ann))
  const asked = (member: string) => count(scim, 'Group', `id eq "${id}" and members eq "${member}"`)
  expect(await asked(ann.id)).toBe(1)
  expect(await asked(bea.id)).toBe(0)
})

test('Entra renames a group, whose members stay', { tag: '@basic' }, async ({
  make,
  promise,
  scim,
}) => {
  promise('trap-other-attribute-keeps-members', 'entra-capital-ops-work')
  const [ann, bea] = [await scim.user(), await scim.user()]
  const { id } = await scim.group(members(ann, bea))
  const value = make.name('updatedDisplayName')
  const after = await patched(scim, id, { op: 'Replace', path: 'displayName', value })
  expect(after.displayName).toBe(value)
  expect(memberIds(after)).toEqual(idsOf(ann, bea))
})

test('Entra with its flag for the RFC removes one member by a filter', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('trap-filtered-remove-keeps-the-others', 'patch-remove-filter-removes-matches')
  const [ann, bea, cleo] = [await scim.user(), await scim.user(), await scim.user()]
  const { id } = await scim.group(members(ann, bea, cleo))
  const one = { op: 'remove', path: `members[value eq "${ann.id}"]` }
  expect(memberIds(await patched(scim, id, one))).toEqual(idsOf(bea, cleo))
  const other = { op: 'remove', path: `members[value eq "${bea.id}"]` }
  expect(memberIds(await patched(scim, id, other))).toEqual([cleo.id])
})

test('Entra’s remove of members with a value is as the RFC has it, or as Entra means it', {
  tag: '@edge',
}, async ({ promise, scim }) => {
  promise('patch-remove-unfiltered-removes-all')
  const [ann, bea, cleo] = [await scim.user(), await scim.user(), await scim.user()]
  const { id } = await scim.group(members(ann, bea, cleo))
  const before = memberIds(await scim.read('Group', id))
  const reply = await patch(scim, id, leaving(ann.id))
  const after = memberIds(await scim.read('Group', id))
  // A fault that changes nothing, all of them (section 3.5.2.2), or the one that is listed.
  if (reply.status === 400) return expect(after).toEqual(before)
  expect([[], idsOf(bea, cleo)]).toContainEqual(after)
})

test('a remove of members with the ids of nobody never takes some of them', {
  tag: '@edge',
}, async ({ driver, promise, scim }) => {
  promise('patch-remove-unfiltered-removes-all')
  const [ann, bea] = [await scim.user(), await scim.user()]
  const { id } = await scim.group(members(ann, bea))
  await patch(scim, id, leaving(driver.missingId))
  const after = memberIds(await scim.read('Group', id))
  expect([[], idsOf(ann, bea)]).toContainEqual(after)
})

test('Entra deletes a group, whose members stay', { tag: '@basic' }, async ({
  make,
  promise,
  scim,
}) => {
  promise('delete-answers-204', 'deleted-group-keeps-its-members')
  const ann = await scim.user()
  const body = provisioned(make.name())
  const { id } = await scim.group(body)
  await patched(scim, id, joining(ann.id))
  expect((await scim.remove('Group', id)).status).toBe(204)
  scim.refused(await scim.remove('Group', id), 404)
  expect((await scim.read('User', ann.id)).groups ?? []).toEqual([])
})
