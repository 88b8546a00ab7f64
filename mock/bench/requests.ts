/** What each measure asks, in the words of SCIM and in those of plain REST. */
import { randomUUID } from 'node:crypto'
import type { Request, Requests } from './load.ts'
import { CROWD, type Group, headers, type World } from './world.ts'

/**
 * Measured under load, in this order: what lets the people grow is behind what they are asked for,
 * and a thousand worlds of their own are last of all.
 */
export const loads = [
  'get',
  'filter',
  'page',
  'patch',
  'ten',
  'crowd',
  'create',
  'sandbox',
] as const
export type Load = (typeof loads)[number]

/** What a server can be asked; what is left out it does not have. */
export type Language = Partial<Record<Load, (world: World) => Requests | undefined>>

const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp'
const USER = 'urn:ietf:params:scim:schemas:core:2.0:User'

/** @param base the path that the API is mounted at. */
export function scim(base: string): Required<Omit<Language, 'sandbox'>> {
  const at = (path: string) => ({ path: base + path, headers })
  const patch = (path: string, operation: object): Request => ({
    method: 'PATCH',
    ...at(path),
    body: JSON.stringify({ schemas: [PATCH_OP], Operations: [operation] }),
  })
  // The reply would list all members otherwise, and be measured in the place of the change.
  const members = (name: Group['name']) => (world: World) => {
    const group = world.groups.find((each) => each.name === name)
    const path = `/Groups/${group?.id}?attributes=displayName`
    const pair = (id: string) => [
      patch(path, { op: 'add', path: 'members', value: [{ value: id }] }),
      patch(path, { op: 'remove', path: `members[value eq "${id}"]` }),
    ]
    const isThere = name === 'ten' || world.size >= CROWD
    return group && isThere ? world.outsiders.flatMap(pair) : undefined
  }
  return {
    get: ({ sample }) => sample.map(({ id }) => ({ method: 'GET', ...at(`/Users/${id}`) })),
    filter: ({ sample }) =>
      sample.map(({ userName }) => {
        const filter = encodeURIComponent(`userName eq "${userName}"`)
        return { method: 'GET', ...at(`/Users?filter=${filter}`) }
      }),
    page: () => [{ method: 'GET', ...at('/Users?count=100') }],
    patch: ({ sample }) =>
      sample.map(({ id }, place) =>
        patch(`/Users/${id}`, { op: 'replace', path: 'title', value: `Title ${place}` }),
      ),
    ten: members('ten'),
    crowd: members('crowd'),
    create: () => () => ({
      method: 'POST',
      ...at('/Users'),
      body: JSON.stringify({ schemas: [USER], ...newcomer() }),
    }),
  }
}

/** The same for ours, which has worlds of their own beside it. */
export const ours: Language = {
  ...scim('/scim/v2'),
  sandbox: () =>
    Array.from({ length: 16 }, (_, place) => ({
      method: 'PUT',
      path: `/__admin/sandboxes/bench-${place}`,
      headers: { 'Content-Type': 'application/json' },
      body: '{}',
    })),
}

/**
 * json-server and Mockoon.
 * @param query how the name is asked for, and a page of a hundred.
 */
export function rest(query: { filter: (name: string) => string; page: string }): Language {
  const json = { 'Content-Type': 'application/json' }
  const at = (path: string) => ({ path: `/users${path}`, headers: json })
  return {
    get: ({ sample }) => sample.map(({ id }) => ({ method: 'GET', ...at(`/${id}`) })),
    filter: ({ sample }) =>
      sample.map(({ userName }) => ({
        method: 'GET',
        ...at(`?${query.filter(encodeURIComponent(userName))}`),
      })),
    page: () => [{ method: 'GET', ...at(`?${query.page}`) }],
    patch: ({ sample }) =>
      sample.map(({ id }, place) => ({
        method: 'PATCH',
        ...at(`/${id}`),
        body: JSON.stringify({ title: `Title ${place}` }),
      })),
    create: () => () => ({ method: 'POST', ...at(''), body: JSON.stringify(newcomer()) }),
  }
}

/** Nobody else has her name. */
function newcomer() {
  const userName = `${randomUUID()}@larkspur.example`
  return {
    userName,
    name: { givenName: 'Ada', familyName: 'Moreno' },
    displayName: 'Ada Moreno',
    emails: [{ value: userName, type: 'work', primary: true }],
  }
}
