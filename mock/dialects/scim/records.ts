/** Rows of the directory, and the resources that they are in SCIM, without what SCIM derives. */
import { Failure } from '../../directory/failure.ts'
import type { Group, Own, User } from '../../directory/tables.ts'
import type { Resource } from '../../grammar/scim-resource.ts'

/** The hash of each password that a request brings. */
export type Hashes = ReadonlyMap<string, string>

export type UserFields = Pick<
  User,
  'userName' | 'displayName' | 'givenName' | 'familyName' | 'active' | 'externalId' | 'own'
>
export type GroupFields = Pick<Group, 'displayName' | 'externalId' | 'own'>

/** What a client has set of a user; in the place of the password stands its hash. */
export function storedUser(user: User): Resource {
  const { userName, externalId, displayName, givenName, familyName, active, own } = user
  const { passwordHash, name, ...rest } = own
  const stored: Record<string, unknown> = { userName }
  if (externalId !== undefined) stored.externalId = externalId
  if (displayName !== undefined) stored.displayName = displayName
  const names = whole(assigned({ givenName, familyName, ...(name as Own | undefined) }))
  if (names !== undefined) stored.name = names
  stored.active = active
  Object.assign(stored, rest)
  if (passwordHash !== undefined) stored.password = passwordHash
  return stored
}

/**
 * A user's row from her resource. A password that is not the hash itself is among `hashes`.
 * An unassigned `active` is true (not said in RFC 7643; ours).
 */
export function userFields(resource: Resource, hashes: Hashes, before?: User): UserFields {
  const { userName, externalId, displayName, name, active, password, ...rest } = resource
  const { givenName, familyName, ...parts } = (name ?? {}) as Readonly<Record<string, string>>
  return {
    userName: userName as string,
    externalId: externalId as string | undefined,
    displayName: displayName as string | undefined,
    givenName,
    familyName,
    active: (active as boolean | undefined) ?? true,
    own: assigned({
      name: whole(parts),
      passwordHash: hashOf(password, hashes, before?.own.passwordHash),
      ...rest,
    }),
  }
}

export function storedGroup({ displayName, externalId, own }: Group): Resource {
  return assigned({ displayName, externalId, ...own })
}

/** Members are rows of their own. */
export function groupFields({
  displayName,
  externalId,
  members: _,
  ...rest
}: Resource): GroupFields {
  return {
    displayName: displayName as string,
    externalId: externalId as string | undefined,
    own: rest,
  }
}

function hashOf(password: unknown, hashes: Hashes, before: unknown): unknown {
  if (password === undefined || password === before) return password
  const hash = hashes.get(String(password))
  if (hash !== undefined) return hash
  throw new Failure('unexpected', 'a password came where none was looked for; it was not stored')
}

function assigned(fields: Readonly<Record<string, unknown>>): Resource {
  const kept: Record<string, unknown> = {}
  for (const name of Object.keys(fields)) {
    if (fields[name] !== undefined) kept[name] = fields[name]
  }
  return kept
}

/** A complex value without any part is unassigned. */
function whole(parts: Resource): Resource | undefined {
  return Object.keys(parts).length === 0 ? undefined : parts
}
