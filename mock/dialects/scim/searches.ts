/** Every way to list: collections, the root, and the searches by POST (RFC 7644 sections 3.4.2, 3.4.3). */
import { messages, readMessage } from '../../grammar/scim-message.ts'
import type { Behaviour, Call } from '../dialect.ts'
import { type Face, type ResourceType, resourceTypes } from './face.ts'
import { ScimFailure } from './failure.ts'
import { answerQuery } from './lists.ts'
import type { Asked } from './query.ts'
import { refusing } from './resources.ts'

export function searchBehaviours(face: Face): Record<string, Behaviour> {
  return {
    ...listBehaviours(face),
    queryAll: search(face, resourceTypes, fromQuery),
    searchUsers: search(face, ['User'], fromBody),
    searchGroups: search(face, ['Group'], fromBody),
    searchAll: search(face, resourceTypes, fromBody),
  }
}

/** The collections, which every version of the standard has. */
export function listBehaviours(face: Face): Record<string, Behaviour> {
  return {
    listUsers: search(face, ['User'], fromQuery),
    listGroups: search(face, ['Group'], fromQuery),
  }
}

function search(
  face: Face,
  types: readonly ResourceType[],
  read: (call: Call) => Asked,
): Behaviour {
  return (realm, call, world) => answerQuery(face, { types, asked: read(call), realm, call, world })
}

function fromQuery({ query }: Call): Asked {
  return query as Asked
}

const names = [
  'filter',
  'sortBy',
  'sortOrder',
  'startIndex',
  'count',
  'cursor',
  'attributes',
  'excludedAttributes',
]

function fromBody({ body }: Call): Asked {
  const given = refusing(() => readMessage(body, messages.search))
  const asked = Object.fromEntries(
    names
      .map((name) => [name, given(name) ?? undefined])
      .filter(([, value]) => value !== undefined),
  )
  for (const name of ['attributes', 'excludedAttributes']) refuseOddNames(name, asked[name])
  return asked
}

function refuseOddNames(field: string, value: unknown): void {
  if (value === undefined || typeof value === 'string') return
  if (Array.isArray(value) && value.every((name) => typeof name === 'string')) return
  throw new ScimFailure(`${field} is a list of names`, { scimType: 'invalidValue', field })
}
