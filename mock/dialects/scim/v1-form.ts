/** The words of SCIM 1.1 for what is kept in those of 2.0, and back. */
import type { Resource } from '../../grammar/scim-resource.ts'
import { ENTERPRISE } from './schemas.ts'
import { ENTERPRISE1 } from './v1-schemas.ts'

const urns: Readonly<Record<string, string>> = { [ENTERPRISE]: ENTERPRISE1 }

/** Made only when they are looked at, for most filters and many projections never do. */
const derived = ['groups', 'members', 'meta']

/**
 * A resource as 1.1 has it: without references and types of resources, and with a managerId. Its
 * `schemas` are those of a face of 1.1, which looks for the enterprise extension under its own URN.
 */
export function asV1(resource: Resource): Resource {
  const plain = Object.keys(resource)
    .filter((name) => !derived.includes(name))
    .map((name) => [urns[name] ?? name, shownValue(resource, name)] as const)
    .filter(([, value]) => value !== undefined)
  const shown: Record<string, unknown> = Object.fromEntries(plain)
  if (ENTERPRISE1 in shown && resource.schemas) {
    shown.schemas = [...(resource.schemas as string[]), ENTERPRISE1]
  }
  for (const name of derived.filter((each) => each in resource)) {
    Object.defineProperty(shown, name, { enumerable: true, get: () => shownValue(resource, name) })
  }
  return shown
}

function shownValue(resource: Resource, name: string): unknown {
  const value = resource[name]
  if (value === undefined) return undefined
  if (name === 'groups' || name === 'members') return (value as Resource[]).map(withoutReference)
  if (name === 'meta') return metaOf(value as Resource)
  return name === ENTERPRISE ? enterpriseOf(value as Resource) : value
}

function withoutReference({ $ref: _, ...rest }: Resource): Resource {
  return rest
}

function metaOf(meta: Resource): Resource {
  const { resourceType: _, ...rest } = meta
  return rest
}

/** A manager whom nothing but a reference names has no managerId, and is none here. */
function enterpriseOf({ manager, ...rest }: Resource): Resource | undefined {
  const { value, displayName } = (manager ?? {}) as Resource
  if (value === undefined) return Object.keys(rest).length === 0 ? undefined : rest
  return {
    ...rest,
    manager: { managerId: value, ...(displayName !== undefined && { displayName }) },
  }
}

/**
 * What 1.1 says of a resource, in the words of 2.0.
 * @param before what was kept: the manager's reference, which 1.1 cannot say, stays while he does
 */
export function asV2({ [ENTERPRISE1]: enterprise, ...rest }: Resource, before: Resource): Resource {
  if (enterprise === undefined) return rest
  const { manager, ...attributes } = enterprise as Resource
  const { managerId } = (manager ?? {}) as Resource
  const kept = (before[ENTERPRISE] as Resource | undefined)?.manager as Resource | undefined
  const same = kept?.value === managerId
  return {
    ...rest,
    [ENTERPRISE]: {
      ...attributes,
      ...(managerId !== undefined && { manager: same ? kept : { value: managerId } }),
    },
  }
}
