/** What is never returned is not there for filters and orders either, which would tell it bit by bit. */
import { isObject } from '../../grammar/scim-message.ts'
import { type Resource, withMember } from '../../grammar/scim-resource.ts'
import {
  type Attribute,
  extensionAttribute,
  type ResourceModel,
} from '../../grammar/scim-schema.ts'

/** The resource without what is `returned` never (RFC 7643 section 7), in extensions too. */
export function withoutSecrets({ base, extensions }: ResourceModel, resource: Resource): Resource {
  return told([...base.attributes, ...extensions.map(extensionAttribute)], resource)
}

function told(attributes: readonly Attribute[], holder: Resource): Resource {
  return attributes.filter(hasSecrets).reduce((rest, attribute) => {
    const { name } = attribute
    return Object.hasOwn(rest, name) ? withMember(rest, name, part(attribute, rest[name])) : rest
  }, holder)
}

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

function hasSecrets({ returned, subAttributes = [] }: Attribute): boolean {
  return returned === 'never' || subAttributes.some(hasSecrets)
}
