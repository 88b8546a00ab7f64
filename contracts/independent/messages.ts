/** Messages as code that we did not write reads them: SCIMMY's message classes. */
import SCIMMY from 'scimmy'
import { type Json, type ResourceName, readers, unread } from './resources.ts'

export interface Understood {
  readonly startIndex: number
  readonly itemsPerPage: number
  readonly totalResults: number
  readonly resources: readonly Json[]
}

/**
 * Reads a list and each resource in it, by its meta.resourceType.
 * @throws Error when it is no ListResponse, or with the places that nobody understood
 */
export function readList(served: unknown): Understood {
  const list = new SCIMMY.Messages.ListResponse(served as SCIMMY.Messages.ListResponse)
  const { startIndex, itemsPerPage, totalResults } = list
  // Not list.Resources: SCIMMY cuts off as many as startIndex says, though a server has done so.
  const { Resources = [] } = served as { Resources?: readonly Json[] }
  const resources = Resources.map((one) => readResource(one))
  return { startIndex, itemsPerPage, totalResults, resources }
}

/**
 * Reads one resource by its meta.resourceType, or by the type given.
 * @throws Error with the places that were not understood
 */
export function readResource(served: Json, type?: ResourceName): Json {
  const { resourceType } = (served.meta ?? {}) as { resourceType?: string }
  const name = type ?? (resourceType as ResourceName)
  if (!(name in readers)) throw new Error(`nobody reads a ${name}`)
  const understood = readers[name](served)
  const lost = unread(served, understood).filter((place) => !beyond(name).test(place))
  if (lost.length > 0) throw new Error(`not understood in a ${name}: ${lost.join(', ')}`)
  return understood
}

/** An error body, with a status and a scimType that belong together. */
export interface Refusal {
  readonly status: number
  readonly scimType?: string
  readonly detail?: string
}

/**
 * Reads an error body.
 * @throws Error when it is none, or its scimType does not go with its status
 */
export function readError(served: Json): Refusal {
  const { status, scimType, message: detail } = thrownBy(served)
  if (typeof served.status !== 'string') throw new Error('the status of an error is no string')
  new SCIMMY.Messages.ErrorResponse({ status, scimType, detail } as never)
  return { status: Number(status), ...(scimType && { scimType }), ...(detail && { detail }) }
}

/**
 * Reads the answer to a bulk request.
 * @returns the ids of what its creations made, by bulkId; false for one that made nothing
 */
export function readBulk(served: Json): ReadonlyMap<string, string | boolean> {
  return new SCIMMY.Messages.BulkResponse(served as never).resolve()
}

/** What SCIMMY throws when a service provider's error is given to it. */
function thrownBy(served: Json): { status: number; scimType?: string; message: string } {
  try {
    new SCIMMY.Messages.ErrorResponse(served as never)
  } catch (error) {
    if (error instanceof SCIMMY.Types.Error) return error as never
    throw error
  }
  throw new Error('this is no error body: its schemas name another message')
}

/** What is younger than SCIMMY, or what SCIMMY makes anew instead of reading it. */
function beyond(name: ResourceName): RegExp {
  // RFC 9865 section 4; and RFC 7643 section 8.5 has a primary scheme, section 8.7.2 does not.
  if (name === 'ServiceProviderConfig')
    return /^\/(pagination\b.*|authenticationSchemes\/\d+\/primary)$/
  // A definition is described without its own place, without what attributesOf leaves out, and
  // without what follows from a type.
  if (name === 'Schema')
    return /^\/meta\/|\/(canonicalValues\/.*|canonicalValues|caseExact|uniqueness)$/
  return /^$/
}
