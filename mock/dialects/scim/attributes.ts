/** A short way to write the attributes of a schema: what is not said is as RFC 7643 section 2.2 has it. */
import {
  type Attribute,
  type AttributeType,
  attribute as filledIn,
} from '../../grammar/scim-schema.ts'

type Traits = Partial<Omit<Attribute, 'name' | 'type' | 'description'>>

export function attribute(
  name: string,
  type: AttributeType,
  description: string,
  traits: Traits = {},
): Attribute {
  return filledIn({ name, type, description, ...traits })
}

export function string(name: string, description: string, traits?: Traits): Attribute {
  return attribute(name, 'string', description, traits)
}

export function complex(
  name: string,
  description: string,
  subAttributes: readonly Attribute[],
  traits: Traits = {},
): Attribute {
  return attribute(name, 'complex', description, { ...traits, subAttributes })
}

/** A multi-valued attribute of the usual form: value, display, type and primary (section 2.4). */
export function plural(
  name: string,
  description: string,
  value: Attribute,
  canonicalValues?: readonly string[],
): Attribute {
  return complex(
    name,
    description,
    [
      value,
      string('display', 'A human-readable name, for display.'),
      string('type', 'What the value is used for.', canonicalValues ? { canonicalValues } : {}),
      attribute('primary', 'boolean', 'Whether this is the preferred value; true at most once.'),
    ],
    { multiValued: true },
  )
}

export function reference(
  name: string,
  description: string,
  referenceTypes: readonly string[],
  traits: Traits = {},
): Attribute {
  // Section 2.3.7: references are case exact, whatever section 8.7.1 prints.
  return attribute(name, 'reference', description, { caseExact: true, referenceTypes, ...traits })
}
