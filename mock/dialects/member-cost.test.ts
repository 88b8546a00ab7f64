/** One more member, or one less, is the same work in a group of any size. */
import { expect, test } from '#test'
import { addGroup } from '../directory/groups.ts'
import { addMember } from '../directory/memberships.ts'
import type { Realm } from '../directory/realm.ts'
import { addUser } from '../directory/users.ts'
import { MemoryRealm } from '../store/realm.ts'
import { fixedWorld } from '../world.ts'
import type { Behaviour, Call, Dialect } from './dialect.ts'
import { hub } from './hub/dialect.ts'
import { scimV2 } from './scim/dialect.ts'
import { scimV1 } from './scim/v1-dialect.ts'

const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp'
const value = 'newcomer'

const changes: readonly {
  dialect: Dialect
  name: string
  call: Partial<Call>
  bodies: unknown[]
}[] = [
  {
    dialect: scimV2,
    name: 'patchGroup',
    call: { path: { id: 'g' }, query: { excludedAttributes: 'members' } },
    bodies: [
      { schemas: [PATCH], Operations: [{ op: 'add', path: 'members', value: [{ value }] }] },
      {
        schemas: [PATCH],
        Operations: [{ op: 'remove', path: `members[value eq "${value}"]` }],
      },
    ],
  },
  {
    dialect: scimV1,
    name: 'patchGroup',
    call: { path: { id: 'g' }, query: { attributes: 'displayName' } },
    bodies: [{ members: [{ value }] }, { members: [{ value, operation: 'delete' }] }],
  },
  {
    dialect: hub,
    name: 'modifyGroupMembers',
    call: { path: { groupId: 'g' }, query: {} },
    bodies: [[{ op: 'add', id: value }], [{ op: 'remove', id: value }]],
  },
]

for (const { dialect, name, call, bodies } of changes) {
  test(`${dialect.name} adds and removes a member of 300 as it does of 3`, () => {
    expect(workOf(dialect, name, { call, bodies, size: 300 })).toEqual(
      workOf(dialect, name, { call, bodies, size: 3 }),
    )
  })
}

/** How many rows each body makes it look at and write. */
function workOf(
  { schema, behaviours }: Dialect,
  name: string,
  { call, bodies, size }: { call: Partial<Call>; bodies: readonly unknown[]; size: number },
) {
  const realm = groupOf(new MemoryRealm(schema), size)
  const caller = { tenant: 't', roles: ['admin'] } as unknown as Call['caller']
  return bodies.map((body) => {
    const counting = counted(realm)
    const asked = { operation: name, parameters: [], headers: {}, base: '', caller, ...call, body }
    const { status } = (behaviours[name] as Behaviour)(counting, asked as Call, fixedWorld())
    const written = realm.changes.length
    realm.commit()
    return { status, written, ...counting.seen() }
  })
}

function groupOf(realm: MemoryRealm, size: number): MemoryRealm {
  const world = fixedWorld()
  const own = {}
  const group = addGroup(realm, { id: 'g', tenant: 't', displayName: 'g', own }, world)
  for (const id of [...Array.from({ length: size }, (_, at) => `u${at}`), value]) {
    addUser(realm, { id, tenant: 't', userName: id, active: true, own }, world)
    if (id !== value) addMember(realm, group, { member: { kind: 'user', id } })
  }
  realm.commit()
  return realm
}

function counted(realm: Realm): Realm & { seen(): { rows: number } } {
  let rows = 0
  return {
    schema: realm.schema,
    get: (table, id) => realm.get(table, id),
    ids: (table, range) => realm.ids(table, range),
    count: (table, range) => realm.count(table, range),
    put: (table, row) => realm.put(table, row),
    remove: (table, id) => realm.remove(table, id),
    attempt: (work) => realm.attempt(work),
    *scan(table, range) {
      for (const row of realm.scan(table, range)) {
        rows++
        yield row
      }
    },
    seen: () => ({ rows }),
  }
}
