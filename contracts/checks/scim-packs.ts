/**
 * What the schemas of a SCIM target allow, many attributes in one request: texts that a server
 * tends to choke on, null for what need not be there, and what is the server's to say.
 */
import type { Call } from '../call.ts'
import type { Attribute } from '../scim-schemas.ts'
import { type Awkward, awkwardTexts } from './awkward-values.ts'
import { at } from './places.ts'
import { type Published, publishedFor } from './scim-model.ts'
import { rightValue, whole } from './scim-values.ts'
import { type Given, nameOf, pathOf, withValues } from './scim-writes.ts'
import { shuffled } from './seed.ts'
import type { Subject } from './subject.ts'

/** One value that was sent, and where in a resource it is read. */
export interface Sent extends Published {
  readonly part?: string
  readonly value: unknown
  readonly what: string
}

export interface Pack {
  readonly name: string
  readonly kind: 'texts' | 'nulls' | 'readOnly'
  readonly sent: readonly Sent[]
  readonly call: Call
  /** Each of its values in a pack of its own. */
  apart(): Pack[]
}

/** So many texts has each attribute, and each text its turn at so many attributes. */
const ROUNDS = 4

/** RFC 7643 section 4.1 gives these a form of their own, or a policy decides. */
const SHAPED = /^(country|locale|preferredLanguage|profileUrl|timezone|password)$/

/** A good call, and the resource that it is about or makes. */
export interface Good {
  readonly call: Call
  readonly known: unknown
}

export async function packsOf(subject: Subject, good: Good): Promise<Pack[]> {
  const published = await publishedFor(subject)
  const writable = published.filter(({ attribute }) => attribute.mutability !== 'readOnly')
  if (writable.length === 0) return []
  const packing = { subject, ...good }
  return [
    ...rounds(packing, writable),
    packed(packing, 'nulls', 'null in each attribute that is not required', nulls(writable)),
    packed(packing, 'nulls', 'null in each part that is not required', nullParts(writable)),
    ...(subject.operation.method === 'patch'
      ? []
      : [packed(packing, 'readOnly', 'what is the server’s to say', foreign(published))]),
  ].filter(({ sent }) => sent.length > 0)
}

interface Packing extends Good {
  readonly subject: Subject
}

function packed(packing: Packing, kind: Pack['kind'], name: string, sent: readonly Sent[]): Pack {
  const { subject, call, known } = packing
  return {
    name,
    kind,
    sent,
    call: withValues(subject.operation, call, gathered(known, sent)),
    apart: () =>
      sent.map((one) => packed(packing, kind, `${nameOf(one, one.part)}: ${one.what}`, [one])),
  }
}

/** Parts of one attribute go into one value of it. */
function gathered(known: unknown, sent: readonly Sent[]): Given[] {
  const groups = new Map<string, Sent[]>()
  for (const one of sent) groups.set(nameOf(one), [...(groups.get(nameOf(one)) ?? []), one])
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    if (!first) return []
    const { part, value } = first
    if (part === undefined) return [{ ...first, value }]
    const parts = Object.fromEntries(group.map((one) => [one.part ?? '', one.value]))
    return [{ ...first, value: whole(first.attribute, at(known, pathOf(first)), parts) }]
  })
}

function rounds(packing: Packing, writable: readonly Published[]): Pack[] {
  const { operation, seed } = packing.subject
  const texts = shuffled(awkwardTexts(seed, operation.id), seed, operation.id)
  const places = writable.flatMap((one) => textPlaces(one))
  return Array.from({ length: ROUNDS }, (_, round) => {
    const sent = places.map((place, index): Sent => {
      const awkward = texts[(index + round * places.length) % texts.length] as Awkward
      return { ...place, value: awkward.text, what: awkward.what }
    })
    return packed(packing, 'texts', `awkward texts everywhere, ${round + 1}`, sent)
  })
}

/** What may be any text: no name that is looked for, and no id of somebody. */
function textPlaces(one: Published): Omit<Sent, 'value' | 'what'>[] {
  const { attribute } = one
  if (attribute.required || isShaped(attribute)) return []
  if (attribute.type === 'string' && !attribute.multiValued) return [one]
  const parts = attribute.subAttributes ?? []
  const isReferring = parts.some(({ name }) => name === '$ref' || name === 'managerId')
  if (isReferring || attribute.name === 'members') return []
  return parts
    .filter(({ name, type }) => type === 'string' && name !== 'value')
    .filter((part) => part.mutability !== 'readOnly' && !isShaped(part))
    .map(({ name }) => ({ ...one, part: name }))
}

function isShaped({ name, uniqueness = 'none' }: Attribute): boolean {
  return SHAPED.test(name) || uniqueness !== 'none'
}

function nulls(writable: readonly Published[]): Sent[] {
  return writable
    .filter(({ attribute: { name, required } }) => !required && name !== 'password')
    .map((one) => ({ ...one, value: null, what: 'null' }))
}

function nullParts(writable: readonly Published[]): Sent[] {
  return writable.flatMap((one) =>
    (one.attribute.subAttributes ?? [])
      .filter(({ name, required, mutability }) => {
        return !required && !/^(value|managerId)$/.test(name) && mutability === 'readWrite'
      })
      .map(({ name: part }) => ({ ...one, part, value: null, what: 'null' })),
  )
}

function foreign(published: readonly Published[]): Sent[] {
  return published
    .filter(({ attribute }) => attribute.mutability === 'readOnly')
    .map((one) => ({ ...one, value: rightValue(one.attribute), what: 'of the client' }))
}
