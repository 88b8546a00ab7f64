/** What a server keeps and never tells (RFC 7643 section 7, `returned` never). */
import { isObject } from './scim-message.ts'
import { type Resource, withMember } from './scim-resource.ts'
import { type Attribute, extensionAttribute, type ResourceModel } from './scim-schema.ts'

/**
 * Takes out what is never returned, whatever is asked for. A filter and an order have to be put to
 * what is left: one that could ask for the rest would tell it bit by bit.
 */
export function hiding(model: ResourceModel): (resource: Resource) => Resource {
  const { base, extensions } = model
  const secret = secretIn([...base.attributes, ...extensions.map(extensionAttribute)])
  return (resource) => told(secret, resource)
}

/** The attributes with something to hide, down to the parts that are hidden. */
function secretIn(attributes: readonly Attribute[]): readonly Attribute[] {
  return attributes.flatMap((attribute) => {
    if (attribute.returned === 'never') return [attribute]
    const subAttributes = secretIn(attribute.subAttributes ?? [])
    return subAttributes.length === 0 ? [] : [{ ...attribute, subAttributes }]
  })
}

function told(secret: readonly Attribute[], holder: Resource): Resource {
  return secret.reduce((rest, attribute) => {
    const { name } = attribute
    return Object.hasOwn(rest, name) ? withMember(rest, name, part(attribute, rest[name])) : rest
  }, holder)
}

/** Undefined when nothing is left. */
function part(attribute: Attribute, value: unknown): unknown {
  if (attribute.returned === 'never') return undefined
  if (Array.isArray(value)) {
    const elements = value.map((each) => part(attribute, each)).filter((each) => each !== undefined)
    return elements.length === 0 ? undefined : elements
  }
  if (!isObject(value)) return value
  const rest = told(attribute.subAttributes ?? [], value)
  return Object.keys(rest).length === 0 ? undefined : rest
}
