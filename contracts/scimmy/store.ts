/** People and groups in memory, as whoever tries SCIMMY out keeps them. */
import { randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'

/** A resource as SCIMMY hands it over. */
export type Written = Readonly<Record<string, unknown>> & { readonly members?: readonly Member[] }

/** With what a server adds. */
export type Kept = Written & { readonly id: string; readonly meta: object }

interface Member {
  readonly value: string
  readonly type?: string
  readonly $ref?: string
}

export type Kind = 'users' | 'groups'

export interface Store {
  /** The id of whoever holds the token. */
  readonly me: string
  create(kind: Kind, written: Written): Kept
  replace(kind: Kind, id: string, written: Written): Kept | undefined
  get(kind: Kind, id: string): Kept | undefined
  list(kind: Kind): Kept[]
  /** Takes it out of its groups too. */
  remove(kind: Kind, id: string): boolean
  /** Whether somebody else has this userName, in whatever case and form. */
  taken(userName: string, id?: string): boolean
}

const ENTERPRISE_USER = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'

/** Where a resource is read. */
type UrlOf = (kind: Kind, id: string) => string

type AllKept = Readonly<Record<Kind, Map<string, Kept>>>

export function createStore(urlOf: UrlOf): Store {
  const kept: AllKept = { users: new Map(), groups: new Map() }
  const show = (kind: Kind, one: Kept): Kept => {
    if (kind === 'groups') return one
    const groups = groupsOf(one.id, [...kept.groups.values()])
    return {
      ...one,
      groups: groups.map((each) => ({ ...each, $ref: urlOf('groups', each.value) })),
    }
  }
  const inFull = ({ members, ...one }: Written): Written => ({
    ...one,
    ...(members && { members: members.map((member) => memberInFull(member, kept, urlOf)) }),
  })
  const keep = (kind: Kind, one: Kept): Kept => {
    kept[kind].set(one.id, one)
    return show(kind, one)
  }
  const create = (kind: Kind, written: Written) => {
    const created = new Date().toISOString()
    const meta = {
      resourceType: kind === 'users' ? 'User' : 'Group',
      created,
      lastModified: created,
    }
    return keep(kind, { ...inFull(written), id: randomUUID(), meta })
  }
  // SCIMMY fails at filters by what somebody lacks, and at selections by what somebody has. These
  // two lack and have it always, so that no verdict hangs on who else is there.
  create('groups', { displayName: 'scimmy-nobody' })
  const admin = { userName: 'scimmy-admin', [ENTERPRISE_USER]: { employeeNumber: '1' } }
  return {
    me: create('users', admin).id,
    create,
    replace: (kind, id, written) => {
      const before = kept[kind].get(id)
      if (!before) return undefined
      const after = { ...inFull(written), id, meta: before.meta }
      if (isDeepStrictEqual(after, before)) return show(kind, before)
      const meta = { ...before.meta, lastModified: new Date().toISOString() }
      return keep(kind, { ...after, meta })
    },
    get: (kind, id) => {
      const one = kept[kind].get(id)
      return one && show(kind, one)
    },
    list: (kind) => [...kept[kind].values()].map((one) => show(kind, one)),
    remove: (kind, id) => {
      for (const group of kept.groups.values()) kept.groups.set(group.id, without(group, id))
      return kept[kind].delete(id)
    },
    taken: (userName, id) =>
      [...kept.users.values()].some(
        (one) => one.id !== id && prepared(String(one.userName)) === prepared(userName),
      ),
  }
}

function memberInFull(member: Member, kept: AllKept, urlOf: UrlOf): Member {
  const kind = (['users', 'groups'] as const).find((each) => kept[each].has(member.value))
  const type = kind === 'users' ? 'User' : 'Group'
  return kind ? { ...member, type, $ref: urlOf(kind, member.value) } : member
}

function without(group: Kept, id: string): Kept {
  const { members } = group
  return members ? { ...group, members: members.filter(({ value }) => value !== id) } : group
}

/** RFC 7644 section 5, as far as JavaScript goes without a library. */
function prepared(userName: string): string {
  return userName.normalize('NFKC').toLowerCase()
}

/** Those that list it, and those that list one of these. */
function groupsOf(id: string, groups: readonly Kept[]) {
  const found = new Map<string, 'direct' | 'indirect'>()
  const climb = (member: string, type: 'direct' | 'indirect') => {
    const holding = groups.filter((group) => group.members?.some(({ value }) => value === member))
    for (const group of holding.filter((one) => !found.has(one.id))) {
      found.set(group.id, type)
      climb(group.id, 'indirect')
    }
  }
  climb(id, 'direct')
  return groups
    .filter((group) => found.has(group.id))
    .map((group) => ({ value: group.id, display: group.displayName, type: found.get(group.id) }))
}
