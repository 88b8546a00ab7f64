import { Failure } from '../../directory/failure.ts'
import { listed, type Order } from '../../directory/lists.ts'
import type { Reader } from '../../directory/realm.ts'
import {
  fold,
  type Group,
  type Membership,
  memberships,
  type User,
  users,
} from '../../directory/tables.ts'
import { ODataSyntaxError, type Predicate, parseODataFilter } from '../../grammar/odata-filter.ts'
import type { Call, Reply } from '../dialect.ts'
import { items } from '../items.ts'
import { isGuest, renderMembership, stampsOf } from './memberships.ts'
import { renderShortUser } from './person.ts'
import { selected } from './selection.ts'

interface ListQuery {
  readonly select?: readonly string[]
  readonly orderby?: readonly string[]
  readonly filter?: string
  readonly top?: number
  readonly skip?: number
  readonly count?: boolean
}

/** What a filter may look at, and of which type it is. */
const filtered = {
  userId: 'text',
  isGuest: 'flag',
  'user/isActive': 'flag',
  'user/displayName': 'text',
  'user/emailAddress': 'text',
  'user/familyName': 'text',
  'user/givenName': 'text',
  'user/username': 'text',
} as const

/** The members of an organization, in the order of joining unless asked otherwise. */
export function answerMembers(
  realm: Reader,
  organization: Group,
  { call, now }: { call: Call; now: string },
): Reply {
  const { filter, orderby = [], top, skip = 0, count } = call.query as ListQuery
  const holds = filter === undefined ? undefined : readFilter(filter)
  const { total, rows } = listed(realm, memberships, {
    range: { index: 'group', within: [organization.id] },
    where: holds && ((row) => holds((field) => valueIn(realm, row, field))),
    order: order(realm, orderby),
    offset: skip,
    ...(top !== undefined && { limit: top }),
  })
  const value = items(rows, (row, from) => {
    const user = userOf(from, row)
    const person = renderShortUser(from, user)
    return selected(renderMembership(from, row, { user, person, now }), call.query)
  })
  return { status: 200, body: { ...(count && { '@odata.count': total }), value } }
}

function readFilter(text: string): Predicate {
  try {
    return parseODataFilter(text, filtered)
  } catch (error) {
    if (!(error instanceof ODataSyntaxError)) throw error
    throw new Failure('invalidFilter', `Invalid filter: ${error.message}`, { field: 'filter' })
  }
}

function order(realm: Reader, [first, ...rest]: readonly string[]): Order<Membership> | undefined {
  if (first === undefined) return undefined
  const [field = '', direction = 'asc'] = first.trim().split(/ +/)
  // A letter before each text makes null, which is nothing at all, the first.
  const key = (row: Membership) => {
    const value = valueIn(realm, row, field)
    return value === null ? '' : `+${fold(String(value))}`
  }
  return { key, descending: /^desc$/i.test(direction), next: order(realm, rest) }
}

function valueIn(realm: Reader, row: Membership, field: string): string | boolean | null {
  const user = userOf(realm, row)
  switch (field) {
    case 'userId':
      return user.id
    case 'isGuest':
      return isGuest(realm, row, user)
    case 'created':
      return stampsOf(row, user).created
    case 'modified':
      return stampsOf(row, user).modified
    default: {
      const name = field.slice('user/'.length) as keyof ReturnType<typeof renderShortUser>
      return renderShortUser(realm, user)[name] as string | boolean | null
    }
  }
}

function userOf(realm: Reader, { member }: Membership): User {
  return realm.get(users, member) as User
}
