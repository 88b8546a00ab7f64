/** What the operations on users and groups have in common. */

import { Failure } from '../../directory/failure.ts'
import type { Reader } from '../../directory/realm.ts'
import type { Group, User } from '../../directory/tables.ts'
import { ScimFault } from '../../grammar/scim-fault.ts'
import { type PatchOperation, readOperations } from '../../grammar/scim-patch.ts'
import { hasOnRequest, projecting, readProjection } from '../../grammar/scim-projection.ts'
import type { Resource } from '../../grammar/scim-resource.ts'
import type { Call, Reply } from '../dialect.ts'
import type { Face, ResourceType } from './face.ts'
import { ScimFailure } from './failure.ts'
import { limits } from './limits.ts'
import { renderedGroup, renderedUser, type View } from './render.ts'
import { isKnown, notModified } from './versions.ts'

export type Row = User | Group

export interface Projected {
  readonly attributes?: string | readonly string[]
  readonly excludedAttributes?: string | readonly string[]
}

export function viewOf(realm: Reader, face: Face, { base }: Call): View {
  return { realm, face, base }
}

/** The same, for those who look at a part of what is rendered. */
export function late(view: View): View {
  return { late: true, ...view }
}

/** The view for those who see what was asked for. */
export function viewFor(view: View, { attributes, excludedAttributes }: Projected): View {
  return attributes === undefined && excludedAttributes === undefined ? view : late(view)
}

export function rendered(view: View, type: ResourceType, row: Row): Resource {
  const { show } = view.face.edition
  return show(type === 'User' ? renderedUser(view, row as User) : renderedGroup(view, row as Group))
}

/** Makes a resource what the caller asked of it (RFC 7644 section 3.9). */
export function projector(
  { models, edition }: Face,
  type: ResourceType,
  { asked, body }: { asked: Projected; body?: unknown },
): (resource: Resource) => Resource {
  const model = models[type]
  const projection = refusing(() =>
    readProjection(model, {
      ...(asked.attributes !== undefined && { attributes: namesIn(asked.attributes) }),
      ...(asked.excludedAttributes !== undefined && {
        excludedAttributes: namesIn(asked.excludedAttributes),
      }),
    }),
  )
  const matters = body !== undefined && hasOnRequest(model)
  return projecting(model, projection, matters ? edition.written(model, body) : undefined)
}

/** A parameter has names with commas between, a SearchRequest has a list (RFC 7644 section 3.4.3). */
function namesIn(names: string | readonly string[]): string[] {
  return [names]
    .flat()
    .flatMap((each) => each.split(','))
    .map((name) => name.trim())
    .filter((name) => name !== '')
}

/** One resource as a reply: with its version, where it is, and nothing that was not asked for. */
export function answer(
  view: View,
  { type, row }: { type: ResourceType; row: Row },
  { call, status }: { call: Call; status: 200 | 201 },
): Reply {
  const show = projector(view.face, type, { asked: call.query as Projected, body: call.body })
  const resource = rendered(viewFor(view, call.query as Projected), type, row)
  const { version, location } = resource.meta as { version: string; location: string }
  if (status === 200 && call.body === undefined && isKnown(call, version)) {
    return notModified(version)
  }
  return {
    status,
    headers: { ETag: version, Location: location },
    body: show(resource),
  }
}

/** What a PATCH answers: the resource, unless the profile's client wants nothing back. */
export function patched({ profile }: Face, { query }: Call, shown: () => Reply): Reply {
  const asks = query.attributes !== undefined || query.excludedAttributes !== undefined
  if (!profile.patchAnswersNothing || asks) return shown()
  const { headers = {} } = shown()
  return { status: 204, headers }
}

/**
 * The operations of a PATCH, of which there may be as many as in a bulk job: each goes over the
 * whole resource.
 * @throws Failure `tooLarge`, or as the engine does.
 */
export function patchOperations(body: unknown): readonly PatchOperation[] {
  const operations = readOperations(body)
  const { maxOperations } = limits
  if (operations.length <= maxOperations) return operations
  const message = `${operations.length} operations are more than a patch may have (${maxOperations})`
  throw new Failure('tooLarge', message)
}

/** A refusal of the engine in the words of the directory. */
export function refusing<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof ScimFault)) throw error
    const { message, scimType, path } = error
    throw new ScimFailure(message, { scimType, ...(path !== '' && { field: path }) })
  }
}
