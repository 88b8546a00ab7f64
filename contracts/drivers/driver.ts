/** How a scenario speaks to an API: the same verbs, each said in that API's way. */
import type { Call } from '../call.ts'
import type { Breach } from '../conformance.ts'
import type { Exchange, Reply } from '../exchange.ts'
import type { Topic } from './topic.ts'

export interface Person {
  readonly userName: string
  readonly givenName: string
  readonly familyName: string
}

export interface User extends Person {
  readonly id: string
}

export interface Member {
  readonly kind: 'user' | 'group'
  readonly id: string
}

export interface NewGroup {
  readonly displayName: string
  readonly members: readonly Member[]
}

export interface Group extends NewGroup {
  readonly id: string
}

export interface Page<T> {
  readonly total: number
  readonly items: readonly T[]
}

export type Operator = 'eq' | 'sw' | 'co'

export interface Condition {
  readonly field: keyof Person | 'displayName'
  readonly operator: Operator
  readonly value: string
}

export interface ListQuery {
  readonly where?: Condition
  readonly count?: number
  readonly startIndex?: number
  readonly sortBy?: Condition['field']
  readonly sortOrder?: 'ascending' | 'descending'
}

/** Stands in a request for the id of the caller's own organization or customer. */
export const TENANT = '{tenant}'

/** One request, the status that means success, and how its reply is read. */
export interface Phrase<T> {
  readonly operation: string
  readonly call: Call
  readonly status: number
  /** Another status that means success just as well. */
  readonly also?: number
  read(reply: Reply): T
  /** Where one request does not do or tell it all: what follows it, and the whole value. */
  complete?(value: T, say: Say): Promise<T>
}

/** Sends a phrase, expects its success and reads the reply. */
export type Say = <T>(phrase: Phrase<T>) => Promise<T>

export interface Verbs {
  listUsers(query: ListQuery): Phrase<Page<User>>
  createUser(person: Person): Phrase<User>
  getUser(id: string): Phrase<User>
  /** Alters what is given and nothing else; the parts of a name are given together. */
  changeUser(id: string, change: Partial<Person>): Phrase<User>
  replaceUser(id: string, person: Person): Phrase<User>
  deleteUser(id: string): Phrase<void>
  /** The ids of the groups that the user's own resource names. */
  groupsOf(id: string): Phrase<readonly string[]>
  listGroups(query: ListQuery): Phrase<Page<Group>>
  createGroup(group: NewGroup): Phrase<Group>
  getGroup(id: string): Phrase<Group>
  renameGroup(id: string, displayName: string): Phrase<Group>
  replaceGroup(id: string, group: NewGroup): Phrase<Group>
  deleteGroup(id: string): Phrase<void>
  /** Makes the list of members exactly this one, and alters nothing else. */
  setMembers(group: Group, members: readonly Member[]): Phrase<Group>
  addMember(id: string, member: Member): Phrase<Group>
  removeMember(id: string, member: Member): Phrase<Group>
  /** When the user was last altered, as the API writes it. */
  lastModified(id: string): Phrase<string | null>
}
export type Verb = keyof Verbs

/** What an API does not have, and what that rests on, so that it cannot go stale unseen. */
export class Absent {
  readonly reason: string
  readonly standing: Standing
  constructor(reason: string, standing: Standing) {
    this.reason = reason
    this.standing = standing
  }
}

/**
 * Stale when the document has such an operation (`POST /Users`), such a query parameter, such a
 * property, or no longer has this behaviour.
 */
export type Standing =
  | { readonly noOperation: RegExp }
  | { readonly noParameter: string }
  | { readonly noProperty: string }
  | { readonly behaviour: string }

export function absent(reason: string, standing: Standing): Absent {
  return new Absent(reason, standing)
}

export type RefusalName =
  | 'noCredential'
  | 'expiredCredential'
  | 'revokedCredential'
  | 'missingRole'
  | 'missingUser'
  | 'missingGroup'
  | 'foreignUser'
  | 'foreignGroup'
  | 'duplicateUser'
  | 'duplicateUserInOtherCase'
  | 'duplicateGroup'
  | 'duplicateGroupInOtherCase'
  | 'unknownMember'
  | 'selfMember'
  | 'cycle'
  | 'badPaging'
  | 'unsupportedFilter'
  | 'malformedFilter'
  | 'malformedJson'
  | 'wrongContentType'
  | 'missingBody'
  | 'unknownProperty'
  | 'wrongType'
  | 'longText'
  | 'deepBody'
  | 'protoKey'
  | 'largeBody'
  | 'unknownPath'
  | 'wrongMethod'

/** How an API says no. */
export interface Refusal {
  readonly status: number
  /** The id of the behaviour in the document that promises it. */
  readonly cites?: string
}

/** How something that a test made is removed, and how the API says that it is gone already. */
export interface Undo {
  readonly by: (id: string) => Phrase<void>
  readonly gone: 'missingUser' | 'missingGroup'
  /** The property of the reply that has the id, where it is not `id`. */
  readonly idIn?: string
  /** The property of the request that has the name by which it is found when no reply comes. */
  readonly nameIn: string
}

/** What an operation has made. */
export interface Made {
  readonly operation: string
  readonly id: string
}

/** A request within another. */
export interface Part {
  readonly method: string
  readonly path: string
  readonly text: string
}

/** What a reply does not keep of a request, by its pointer there, and why. */
export interface Unkept {
  readonly at: RegExp
  readonly why: Absent
}

type Filters = Readonly<Partial<Record<Condition['field'], readonly Operator[]>>>

export type Refusals = Readonly<Record<RefusalName, Refusal | Absent>>

/** For each topic the id of the behaviour in the document, or why there is none. */
export type Topics = Readonly<Record<Topic, string | Absent>>

/** The value of the parameter `filter`, or, where filters are parameters, their names and values. */
export type UnsupportedFilter = string | Readonly<Record<string, string>>

export interface Driver {
  readonly api: string
  readonly verbs: { readonly [K in Verb]: Verbs[K] | Absent }
  readonly refusals: Refusals
  readonly topics: Topics
  /** What the caller may list by; a scenario tries each. */
  readonly filters: { readonly users: Filters; readonly groups: Filters }
  /** Filters that mean something elsewhere and nothing here. */
  readonly unsupportedFilters: {
    readonly users: readonly UnsupportedFilter[]
    readonly groups: readonly UnsupportedFilter[]
  }
  /** Where the domain of a new userName comes from. */
  readonly userNameDomain: 'any' | 'of a present user'
  /** An id of the right form that nobody has. */
  readonly missingId: string
  /** The operations that make something. */
  readonly undo: Readonly<Record<string, Undo>>
  /** The operations whose doing nothing undoes, and why; only a mock is asked for them. */
  readonly lasting?: Readonly<Record<string, Absent>>
  /** Where the target says more of its resources than the document does, and who judges by that. */
  readonly closer?: {
    readonly path: string
    learn(told: Reply): ((exchange: Exchange) => readonly Breach[]) | undefined
  }
  /** Operations that a deployment may lack, and the statuses by which it says so. */
  readonly optional?: Readonly<Record<string, readonly number[]>>
  /** The operations that only read, though their method is not GET. */
  readonly searches?: readonly string[]
  /** Places of a body, as JSON Pointers, whose values are not kept as they were sent, and why. */
  readonly unkept?: readonly Unkept[]
  /** Why nobody can give a user another userName, where that is so. */
  readonly userNameIsFixed?: Absent
  /** Why a request does not say whether a member is a user or a group, where that is so. */
  readonly memberKindIsFound?: Absent
  /** Fills a path template with the ids of a user and a group. */
  place(template: string, ids: { readonly user: string; readonly group: string }): string
  /** The operations of a method that writes which alter neither people nor groups. */
  readonly altersNobody?: readonly string[]
  /** The operations that alter whom a property of the body names, and that property. */
  readonly alteredByName?: Readonly<Record<string, string>>
  /** The operations whose reply has not the id of what they make: what is made, as if by which operation of `undo`. */
  readonly madeUntold?: Readonly<Record<string, { readonly as: string; readonly nameIn: string }>>
  /** The requests within the body of an operation that holds others; undefined when it is none. */
  parts?(operation: string, text: string): readonly Part[] | undefined
  /** What a reply says was made by the way, each as if an operation of `undo` had made it. */
  madeBy?(operation: string, reply: Reply): readonly Made[]
  /** The message within the API's error envelope; undefined when the body is no such envelope. */
  message(reply: Reply): string | undefined
}
