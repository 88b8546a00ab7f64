/** What an index finds is what looking at everybody finds. */
import fc from 'fast-check'
import { expect, expectEqual, test } from '#test'
import type { Reader } from '../../directory/realm.ts'
import { type Group, groups, memberships, type User, users } from '../../directory/tables.ts'
import { parseFilter } from '../../grammar/scim-filter.ts'
import { MemoryRealm } from '../../store/realm.ts'
import { scimSchema } from './dialect.ts'
import { faceOf, resourceTypes } from './face.ts'
import { findAll } from './finds.ts'
import { candidatesFor } from './indexes.ts'
import { edition2 } from './v2-edition.ts'

const face = faceOf(edition2, {})
const times = ['2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.001Z', '2026-02-01T00:00:00.000Z']
const names = ['ann', 'Ann', 'ANNA', 'a\u0308nn', 'änn', 'ａnn', 'İ', 'a']

const name = fc.constantFrom(...names)
const time = fc.constantFrom(...times)
const common = { tenant: fc.constantFrom('t', 't', 't', 'other'), created: time, modified: time }
const externalId = fc.option(name, { nil: undefined })
const user = fc.record({
  ...common,
  externalId,
  userName: name,
  displayName: fc.option(name, { nil: undefined }),
  deleted: fc.option(time, { nil: undefined, freq: 4 }),
  emails: fc.array(name, { maxLength: 3 }),
})
/** Members by their number: some of these are there, and one has the id of a group. */
const member = fc.constantFrom('u0', 'u1', 'u2', 'u3', 'g0', 'g1', 'g2', 'g3')
const team = fc.record({
  ...common,
  externalId,
  displayName: name,
  members: fc.array(member, { maxLength: 4 }),
})
type Team = Omit<Group, 'id'> & { readonly members: readonly string[] }

function realmWith(people: readonly Omit<User, 'id'>[], teams: readonly Team[]) {
  const realm = new MemoryRealm(scimSchema)
  for (const [at, row] of people.entries()) realm.put(users, { ...row, id: `u${at}` } as User)
  for (const [at, { members, ...row }] of teams.entries()) {
    const id = `g${at}`
    realm.put(groups, { ...row, id } as Group)
    // Groups hold later ones alone, so that none is in itself.
    const held = members.filter((each) => each.startsWith('u') || each > id)
    for (const [position, each] of held.entries()) {
      const kind = each.startsWith('u') ? 'user' : 'group'
      const row = { id: `${id}/${kind}/${each}`, group: id, kind, member: each, position } as const
      realm.put(memberships, row)
    }
  }
  return realm
}

const text = (attributes: readonly string[], operators: readonly string[]) =>
  fc
    .tuple(fc.constantFrom(...attributes), fc.constantFrom(...operators), name)
    .map(([attribute, operator, value]) => `${attribute} ${operator} ${JSON.stringify(value)}`)
const moment = fc
  .tuple(
    fc.constantFrom('meta.created', 'META.lastModified'),
    fc.constantFrom('eq', 'gt', 'ge', 'lt', 'le', 'ne'),
    fc.constantFrom(...times, '2026-01-01T01:00:00+01:00', '2026-01-01T00:00:00.0005Z'),
  )
  .map(([attribute, operator, value]) => `${attribute} ${operator} "${value}"`)
const relation = fc
  .tuple(
    fc.constantFrom('groups', 'groups.value', 'members', 'Members.value'),
    fc.constantFrom('eq', 'eq', 'eq', 'ne', 'sw'),
    fc.oneof(member, fc.constantFrom('none', 'G0')),
  )
  .map(([attribute, operator, value]) => `${attribute} ${operator} "${value}"`)
const comparison = fc.oneof(
  text(['userName', 'urn:ietf:params:scim:schemas:core:2.0:User:userName'], ['eq', 'sw']),
  text(['displayName', 'DISPLAYNAME'], ['eq', 'sw']),
  text(['externalId'], ['eq']),
  text(['emails', 'emails.value', 'EMAILS.Value'], ['eq']),
  name.map((value) => `emails[value eq ${JSON.stringify(value)}]`),
  { arbitrary: relation, weight: 5 },
  fc.constantFrom('groups[value eq "g0" and type eq "direct"]', 'members[value eq "u1"]'),
  moment,
  text(['userName', 'displayName', 'externalId', 'emails'], ['co', 'ne', 'ew', 'gt']),
  fc.constantFrom('id eq "u1"', 'id eq "g0"', 'id eq "none"', 'emails pr', 'externalId pr'),
)
const filter = fc.oneof(
  comparison,
  fc.tuple(comparison, comparison).map(([one, other]) => `${one} and ${other}`),
  fc.tuple(comparison, comparison).map(([one, other]) => `${one} and not (${other})`),
)

test('every filter finds by an index whom it finds by looking at everybody', () => {
  const many = fc.array(user, { maxLength: 12 })
  const holds = fc.property(many, fc.array(team, { maxLength: 6 }), filter, (all, teams, asked) => {
    const people = all.map(({ emails, ...row }) => ({
      ...row,
      own: { emails: emails.map((value) => ({ value })) },
    }))
    const realm = realmWith(people as unknown as User[], teams as unknown as Team[])
    const view = { realm, face, base: 'http://localhost/scim/v2' }
    const found = (written: string) => {
      const wanted = { types: resourceTypes, tenant: 't', filter: parseFilter(written) }
      return Array.from(findAll(view, wanted).found, ({ row }) => row.id).sort()
    }
    // No index serves an alternative.
    expectEqual(found(asked), found(`(${asked}) or id eq "nobody"`))
  })
  fc.assert(holds, { numRuns: 1000 })
})

const served = [
  { filter: 'userName eq "Ann"', index: 'userName' },
  { filter: 'userName sw "a" and active eq true', index: 'userName' },
  { filter: 'active eq true and externalId eq "x"', index: 'externalId' },
  { filter: 'emails[type eq "work" and value eq "x"]', index: 'email' },
  { filter: 'displayName sw "a"', index: 'label' },
  { filter: 'meta.lastModified gt "2026-01-01T00:00:00Z"', index: 'modified' },
  { filter: 'meta.created le "2026-01-01T00:00:00Z"', index: 'live' },
  { filter: 'userName co "ann"', index: 'live' },
  {
    filter: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:userName eq "x"',
    index: 'live',
  },
]

for (const { filter: written, index } of served) {
  test(`${written} is looked for in the index ${index}`, () => {
    const asked = { model: face.models.User, type: 'User', tenant: 't' } as const
    expect(candidatesFor(parseFilter(written), asked).range.index).toBe(index)
  })
}

const related = [
  { type: 'User', filter: 'groups.value eq "g0"' },
  { type: 'User', filter: 'active eq true and groups[value eq "g0" and type eq "direct"]' },
  { type: 'Group', filter: 'members eq "u1"' },
  {
    type: 'Group',
    filter: 'members[value eq "u1"] and meta.lastModified gt "2025-01-01T00:00:00Z"',
  },
] as const

for (const { type, filter: written } of related) {
  test(`${written} looks at nobody who is not related`, () => {
    const person = { tenant: 't', created: times[0], modified: times[0], own: {}, active: true }
    const people = Array.from({ length: 50 }, (_, at) => ({ ...person, userName: `${at}` }))
    const team = { ...person, externalId: undefined, displayName: 'a' }
    const teams = Array.from({ length: 50 }, (_, at) => ({
      ...team,
      members: at === 0 ? ['u1', 'u2'] : [],
    }))
    const realm = realmWith(people as unknown as User[], teams as unknown as Team[])
    const seen = new Set<string>()
    const watching: Reader = {
      schema: realm.schema,
      ids: (table, range) => realm.ids(table, range),
      count: (table, range) => realm.count(table, range),
      get: (table, id) => {
        seen.add(id)
        return realm.get(table, id)
      },
      *scan(table, range) {
        for (const row of realm.scan(table, range)) {
          seen.add(row.id)
          yield row
        }
      },
    }
    const view = { realm: watching, face, base: 'http://localhost/scim/v2', late: true } as const
    const wanted = { types: [type], tenant: 't', filter: parseFilter(written) }
    const ids = Array.from(findAll(view, wanted).found, ({ row }) => row.id)
    expect(ids).toEqual(type === 'User' ? ['u1', 'u2'] : ['g0'])
    const others = [...seen].filter((id) => /^[ug]/.test(id) && !/^(g0|u1|u2)/.test(id))
    expect(others).toEqual([])
  })
}
