/** How the Hub writes users, groups and members, and the requests that are made of them. */
import type { Client, Call as Request } from '../call.ts'
import type { Reply } from '../exchange.ts'
import type { Group, ListQuery, Member, Operator, Person, Phrase, Say, User } from './driver.ts'

export interface WireUser {
  _id: string
  _created: string
  _modified: string
  system: boolean
  userName: string
  displayName: string
  active: boolean
  externalId?: string
  inactiveReason?: string
  email?: string
  invitationPending: boolean
  invitationExpiry?: string
  deleted?: string
  temporarilyLocked: boolean
}

export interface WireGroup {
  _id: string
  _created: string
  _modified: string
  externalId?: string
  system: boolean
  name: string
}

export interface WireList<T> {
  totalCount: number
  data: T[]
}

export interface WireMember {
  id: string
  principalType: 'User' | 'Group'
  membershipType: 'direct' | 'indirect'
  name: string
}

/** A password that the policy takes, and that no name resembles. */
export const goodPassword = 'Quiet-Harbour-37'

type Call = Phrase<unknown>['call']

export function userPhrase(operation: string, status: number, call: Call): Phrase<User> {
  return { operation, call, status, read: ({ body }) => readUser(body as WireUser) }
}

export function groupPhrase(
  operation: string,
  status: number,
  rest: Pick<Phrase<Group>, 'call' | 'complete'>,
): Phrase<Group> {
  return { operation, status, read: ({ body }) => readGroup(body as WireGroup), ...rest }
}

export function nothing(operation: string, path: Record<string, string>): Phrase<void> {
  return { operation, call: { path }, status: 204, read: () => undefined }
}

export function getGroup(id: string): Phrase<Group> {
  return groupPhrase('getGroup', 200, { call: { path: { groupId: id } }, complete: withMembers })
}

/** What the group alone does not tell. */
export async function withMembers(group: Group, say: Say): Promise<Group> {
  return { ...group, members: await say(directMembers(group.id)) }
}

function directMembers(id: string): Phrase<Member[]> {
  return {
    operation: 'getGroupMembers',
    call: { path: { groupId: id }, query: { 'filter[membershipType][EQ]': 'direct' } },
    status: 200,
    read: ({ body }) =>
      (body as WireMember[]).map((member) => ({
        kind: member.principalType === 'User' ? 'user' : 'group',
        id: member.id,
      })),
  }
}

/** From the members that the group is known to have; then those go whom it did not know of. */
export function setMembers(group: Group, members: readonly Member[]): Phrase<Group> {
  const goes = (member: Member) => members.every(({ id }) => id !== member.id)
  const removals = (present: readonly Member[]) =>
    present.filter(goes).map((member) => change('remove', member))
  return {
    ...modify(group.id, [
      ...removals(group.members),
      ...members.map((member) => change('add', member)),
    ]),
    complete: async (_, say) => {
      const extra = removals(await say(directMembers(group.id)))
      return say(extra.length > 0 ? modify(group.id, extra) : getGroup(group.id))
    },
  }
}

export function modify(id: string, body: readonly object[]): Phrase<Group> {
  return {
    operation: 'modifyGroupMembers',
    call: { path: { groupId: id }, body },
    status: 200,
    read: () => ({ id, displayName: '', members: [] }),
    complete: (_, say) => say(getGroup(id)),
  }
}

export function change(op: 'add' | 'remove', { kind, id }: Member) {
  return { op, id, principalType: kind === 'user' ? 'User' : 'Group' }
}

const operators: Partial<Record<Operator, string>> = { eq: 'EQ', co: 'CO' }

export function parameters(
  { where, count, startIndex, sortBy, sortOrder }: ListQuery,
  names: Partial<Record<string, string>>,
): Record<string, string | number> {
  const minus = sortOrder === 'descending' ? '-' : ''
  return {
    ...(where && { [`filter[${names[where.field]}][${operators[where.operator]}]`]: where.value }),
    ...(count !== undefined && { 'page[limit]': count }),
    ...(startIndex !== undefined && { 'page[offset]': startIndex - 1 }),
    ...(sortBy !== undefined && { sort: `${minus}${names[sortBy]}` }),
  }
}

/** The two names of a person are one here. */
export function wireUser({ userName, givenName, familyName }: Person) {
  return { userName, displayName: `${givenName} ${familyName}` }
}

export function userPatch({ userName, givenName, familyName }: Partial<Person>) {
  const names = givenName === undefined && familyName === undefined
  return [
    ...(userName === undefined ? [] : [{ op: 'replace', path: '/userName', value: userName }]),
    ...(names
      ? []
      : [{ op: 'replace', path: '/displayName', value: `${givenName} ${familyName}` }]),
  ]
}

export function readUser({ _id, userName, displayName }: WireUser): User {
  const [givenName = '', ...rest] = displayName.split(' ')
  return { id: _id, userName, givenName, familyName: rest.join(' ') }
}

export function readGroup({ _id, name }: WireGroup): Group {
  return { id: _id, displayName: name, members: [] }
}

export function readList<W, T>(reply: Reply, read: (wire: W) => T) {
  const { totalCount, data } = reply.body as WireList<W>
  return { total: totalCount, items: data.map(read) }
}

/** The reply to a login by user name and password. */
export function login(client: Client, username: string, password = goodPassword): Promise<Reply> {
  return client.send('login', { body: { username, password }, as: 'nobody' })
}

/** The token of a login that succeeds. */
export async function tokenOf(client: Client, username: string): Promise<string> {
  const { body, status } = await login(client, username)
  if (status !== 200) throw new Error(`${username} cannot log in: ${status}`)
  return (body as { token: string }).token
}

/** A call by whoever has this token. */
export function by(token: string): Pick<Request, 'as' | 'headers'> {
  return { as: 'nobody', headers: { authorization: `Bearer ${token}` } }
}
