/** What the names in a body lead to. */
import { remembered } from './remembered.ts'
import { ScimFault } from './scim-fault.ts'
import { readMembers } from './scim-message.ts'
import {
  type FoundAttribute,
  findAttribute,
  printFound,
  type ResourceModel,
  readAttributePath,
} from './scim-schema.ts'
import { givenMembers } from './scim-value.ts'

/** An attribute that a body names, and the value as the client gave it. */
export type GivenAttribute = FoundAttribute & { readonly value: unknown }

/**
 * The attributes that an object names and the model knows, in the order given; the members of an
 * extension's object one by one.
 *
 * @throws ScimFault invalidSyntax for what is no object, or has an attribute twice
 */
export function givenAttributes(model: ResourceModel, body: unknown): readonly GivenAttribute[] {
  readMembers(body, '')
  const given: GivenAttribute[] = []
  for (const [name, value] of Object.entries(body as object)) {
    given.push(...givenAt(foundBy(model, name), value))
  }
  const paths = new Set<string>()
  for (const found of given) {
    const path = printFound(found)
    if (paths.has(path)) throw new ScimFault('invalidSyntax', path, 'is given twice')
    paths.add(path)
  }
  return given
}

/** Nearly all names are written as the schemas do. */
function foundBy(model: ResourceModel, name: string): FoundAttribute | undefined {
  const known = foundByName(model).get(name)
  if (known) return known
  const path = readAttributePath(model, name)
  return path && findAttribute(model, path)
}

const foundByName = remembered((model: ResourceModel) => {
  const names = [...model.common, ...model.base.attributes].map(({ name }) => name)
  const found = new Map<string, FoundAttribute>()
  for (const name of names) {
    const attribute = findAttribute(model, { name })
    if (attribute) found.set(name, attribute)
  }
  return found
})

function givenAt(found: FoundAttribute | undefined, value: unknown): readonly GivenAttribute[] {
  if (found === undefined || found.sub !== undefined) return []
  const { attribute } = found
  if (!attribute.name.includes(':') || value === null) return [{ value, ...found }]
  return givenMembers({ attribute, path: attribute.name }, value).map(([place, given]) => ({
    urn: attribute.name,
    attribute: place.attribute,
    value: given,
  }))
}
