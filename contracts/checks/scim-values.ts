/** Values of the types of RFC 7643 section 2.3, right and wrong. */
import type { Attribute } from '../scim-schemas.ts'
import { isObject } from './places.ts'
import { shuffled } from './seed.ts'

/** What is no value of a type in JSON. */
const wrong: Readonly<Record<string, readonly unknown[]>> = {
  string: [5, true, { rehearsal: true }, ['rehearsal']],
  boolean: ['yes', 1, { rehearsal: true }, [true]],
  reference: [5, false, { rehearsal: true }, ['https://example.com/']],
  complex: [5, true, ['rehearsal']],
  binary: [5, true, { rehearsal: true }],
  integer: ['5', 1.5, true, [5]],
  decimal: ['5', true, [5]],
  dateTime: [5, true, ['2011-05-13T04:42:34Z']],
}

/** Texts that are no value of a type, though it is written as a text. */
const misshapen: Readonly<Record<string, readonly string[]>> = {
  binary: ['no base64 at all!', '*'.repeat(8), 'AAA=AAAA'],
  dateTime: ['yesterday', '2011-05-13', '04:42:34Z', '2011-13-13T04:42:34Z'],
  reference: ['no reference', 'https://example.com/a b', '<https://example.com/>'],
}

const right: Readonly<Record<string, unknown>> = {
  string: 'rehearsal',
  boolean: true,
  reference: 'https://example.com/rehearsal',
  binary: 'cmVoZWFyc2Fs',
  integer: 1,
  decimal: 1,
  dateTime: '2011-05-13T04:42:34Z',
}

/** One of its own for each seed and purpose. */
export function wrongValue({ type }: Attribute, seed: number, purpose: string): unknown {
  return shuffled(wrong[type] ?? [], seed, purpose)[0]
}

export function misshapenValue(
  { type }: Attribute,
  seed: number,
  purpose: string,
): string | undefined {
  return shuffled(misshapen[type] ?? [], seed, purpose)[0]
}

/** The whole of an attribute with these parts, beside what it has already. */
export function whole(
  { multiValued, subAttributes = [] }: Attribute,
  present: unknown,
  parts: Readonly<Record<string, unknown>>,
): unknown {
  const [first] = [present].flat()
  // To be primary would be a second thing that is said.
  const { primary: _, ...own } = isObject(first) ? first : {}
  const needed = subAttributes.filter(({ name, required }) => required || name === 'value')
  const element = {
    ...Object.fromEntries(needed.map((part) => [part.name, rightValue(part)])),
    ...own,
    ...parts,
  }
  return multiValued ? [element] : element
}

export function rightValue(attribute: Attribute): unknown {
  const { type, subAttributes = [], multiValued } = attribute
  const single =
    type === 'complex'
      ? Object.fromEntries(subAttributes.map((part) => [part.name, rightValue(part)]))
      : right[type]
  return multiValued ? [single] : single
}
