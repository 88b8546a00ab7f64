/** Divergences that need a memory: what was before comes back, or stays. */
import type { Answered, Asked, Diverge, Json } from './diverging.test.kit.ts'
import { b, both, type Divergence } from './planting.test.kit.ts'

/** The path of one resource, and whether it is asked for. */
const one = /\/(Users|Groups)\/[^/?]+$/

export function remembering(altered: string): Divergence[] {
  return [
    {
      name: 'a missing cascade',
      scenario: 'deleting a user takes her out of every group',
      at: 'getGroup /body/members/*',
      // The document only infers it.
      verdict: both,
      diverge: () =>
        keepingMembers(({ method, path }) => method === 'DELETE' && /Users/.test(path)),
    },
    {
      name: 'a stale member',
      scenario: 'adding and removing removes one and keeps the others',
      at: 'getGroup /body/members/*',
      verdict: b,
      diverge: () =>
        keepingMembers(({ method, path }) => method === 'PATCH' && /Groups/.test(path)),
    },
    {
      name: 'a lost update',
      scenario: altered,
      at: 'getUser /body/name/givenName',
      verdict: b,
      diverge: () => losing(/^PATCH .*Users/),
    },
    {
      name: 'duplicates allowed',
      scenario: 'a userName that another user has is refused',
      at: 'createUser /status',
      verdict: b,
      diverge: () => doubling,
    },
    {
      name: 'an id that is given again',
      scenario: 'a user has an id of her own, which nobody gets after her',
      at: 'createUser /body/id',
      verdict: b,
      diverge: () => reusing(),
    },
    {
      name: 'a time that is not updated',
      scenario: 'a user is last modified when she is altered, not when she is read',
      at: 'replaceUser /body/meta/lastModified',
      verdict: b,
      diverge: () =>
        altering(({ meta, ...rest }) => ({
          ...rest,
          meta: { ...meta, lastModified: meta.created },
        })),
    },
    {
      name: 'an entity tag that does not change',
      scenario: 'a version changes with each change, and with nothing else',
      at: 'patchUser /headers/etag',
      verdict: b,
      diverge: () => freezing(),
    },
    {
      name: 'a group that a new name empties',
      scenario: 'a group keeps its members when it is renamed',
      at: 'patchGroup /body/members',
      verdict: b,
      diverge: () => async (asked, ask) => {
        const renames = asked.method === 'PATCH' && asked.body.includes('"displayName"')
        if (!renames) return ask(asked)
        const { Operations, ...frame } = JSON.parse(asked.body)
        const empty = { op: 'remove', path: 'members' }
        return ask({
          ...asked,
          body: JSON.stringify({ ...frame, Operations: [...Operations, empty] }),
        })
      },
    },
    {
      name: 'a link to somebody else',
      scenario: 'a user is found by userName',
      at: 'createUser /body/meta/location',
      verdict: b,
      diverge: () => linkingElsewhere(),
    },
    {
      name: 'a PUT that keeps what it leaves out',
      scenario: 'a replacement clears what it leaves out, extensions too',
      at: 'replaceUser /body/title',
      // The document only infers it.
      verdict: both,
      diverge: () => async (asked, ask) => {
        if (asked.method !== 'PUT') return ask(asked)
        const { path } = asked
        const { body } = await ask({ path, method: 'GET', body: '' })
        return ask({ ...asked, body: JSON.stringify({ ...body, ...JSON.parse(asked.body) }) })
      },
    },
  ]
}

/** A group shows the members that it had before a change. */
function keepingMembers(changes: (asked: Asked) => boolean): Diverge {
  const shown = new Map<string, Json>()
  const kept = new Map<string, Json>()
  return async (asked, ask) => {
    if (changes(asked)) for (const [path, members] of shown) kept.set(path, members)
    const answered = await ask(asked)
    const { body } = answered
    const path = asked.method === 'POST' ? `${asked.path}/${body?.id}` : asked.path
    if (body?.members && answered.status < 300) shown.set(path, body.members)
    const members = kept.get(path)
    if (asked.method !== 'GET' || !members || answered.status >= 300) return answered
    return { ...answered, body: { ...body, members } }
  }
}

/** A change is answered as if it had been made, and reads show what was before. */
function losing(when: RegExp): Diverge {
  const before = new Map<string, Answered>()
  return async (asked, ask) => {
    const { method, path } = asked
    if (when.test(`${method} ${path}`) && !before.has(path)) {
      before.set(path, await ask({ path, method: 'GET', body: '' }))
    }
    const answered = await ask(asked)
    return (method === 'GET' && answered.status === 200 && before.get(path)) || answered
  }
}

/** A name that is taken is given to another as well. */
const doubling: Diverge = async (asked, ask) => {
  const answered = await ask(asked)
  if (asked.method !== 'POST' || answered.status !== 409) return answered
  const sent = JSON.parse(asked.body)
  const made = await ask({
    ...asked,
    body: JSON.stringify({ ...sent, userName: `2-${sent.userName}` }),
  })
  return { ...made, body: { ...made.body, userName: sent.userName } }
}

/** Who comes after somebody who was deleted gets her id. */
function reusing(): Diverge {
  const free: string[] = []
  const real = new Map<string, string>()
  return async (asked, ask) => {
    const id = asked.path.split('/').at(-1) ?? ''
    const path = asked.path.replace(id, real.get(id) ?? id)
    const answered = await ask({ ...asked, path })
    if (asked.method === 'DELETE' && answered.status === 204 && !real.has(id)) free.push(id)
    const own = answered.body?.id as string | undefined
    const old = asked.method === 'POST' && own ? free.pop() : undefined
    if (old && own) real.set(old, own)
    const [shown] = [...real].find(([, at]) => at === own) ?? []
    return shown && own ? renamed(answered, own, shown) : answered
  }
}

function renamed({ status, headers, body }: Answered, from: string, to: string): Answered {
  const text = JSON.stringify({ headers, body }).replaceAll(from, to)
  return { status, ...JSON.parse(text) }
}

/** Whoever is answered is answered so. */
function altering(change: (body: Json) => Json): Diverge {
  return async (asked, ask) => {
    const answered = await ask(asked)
    const whole = answered.status < 300 && answered.body?.meta
    return whole ? { ...answered, body: change(answered.body) } : answered
  }
}

/** The first entity tag of a resource is its only one. */
function freezing(): Diverge {
  const first = new Map<string, string>()
  return async (asked, ask) => {
    const answered = await ask(asked)
    const { id, meta } = answered.body ?? {}
    if (!id || !meta || answered.status >= 300) return answered
    if (!first.has(id)) first.set(id, answered.headers.etag ?? '')
    const etag = first.get(id) ?? ''
    const body = { ...answered.body, meta: { ...meta, version: etag } }
    return { ...answered, headers: { ...answered.headers, etag }, body }
  }
}

/** The second who is made is said to be where the first is. */
function linkingElsewhere(): Diverge {
  let first: string | undefined
  return async (asked, ask) => {
    const answered = await ask(asked)
    if (
      asked.method !== 'POST' ||
      answered.status !== 201 ||
      !one.test(answered.body.meta.location)
    ) {
      return answered
    }
    first ??= answered.body.meta.location as string
    const meta = { ...answered.body.meta, location: first }
    return { ...answered, body: { ...answered.body, meta } }
  }
}
