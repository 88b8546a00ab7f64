/** What a server keeps and never tells (RFC 7643 section 7, `returned` never). */
import type { Resource } from './scim-resource.ts'
import type { Attribute, ResourceModel } from './scim-schema.ts'

/**
 * Takes out what is never returned, whatever is asked for. A filter has to be put to what is left:
 * one that could ask for the rest would tell it bit by bit.
 */
export function hiding(model: ResourceModel): (resource: Resource) => Resource {
  const { base, common, extensions } = model
  const own = hidingIn([...common, ...base.attributes])
  const others = extensions.flatMap(({ schema: { id, attributes } }) => {
    const hide = hidingIn(attributes)
    return hide ? [[id, hide] as const] : []
  })
  return (resource) => {
    let shown = own ? own(resource) : resource
    for (const [urn, hide] of others) {
      const extension = shown[urn]
      if (extension !== undefined) shown = { ...shown, [urn]: hide(extension as Resource) }
    }
    return shown
  }
}

type Hide = (values: Resource) => Resource

/** Undefined where nothing is hidden. */
function hidingIn(attributes: readonly Attribute[]): Hide | undefined {
  const never = attributes.filter(({ returned }) => returned === 'never').map(({ name }) => name)
  const parts = attributes.flatMap(({ name, subAttributes = [] }) => {
    const hide = hidingIn(subAttributes)
    return hide ? [[name, hide] as const] : []
  })
  if (never.length === 0 && parts.length === 0) return undefined
  return (values) => {
    const shown = { ...values }
    for (const name of never) delete shown[name]
    for (const [name, hide] of parts) shown[name] = within(values[name], hide)
    return shown
  }
}

function within(value: unknown, hide: Hide): unknown {
  if (Array.isArray(value)) return value.map((each) => within(each, hide))
  return typeof value === 'object' && value !== null ? hide(value as Resource) : value
}
