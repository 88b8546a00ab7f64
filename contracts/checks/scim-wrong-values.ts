/** Each attribute that a SCIM target publishes with a value that is none of it. */
import type { Evidence } from '../../specs/read.ts'
import type { Call } from '../call.ts'
import type { Reply } from '../exchange.ts'
import type { Attribute } from '../scim-schemas.ts'
import { isOptional } from './good-calls.ts'
import { at, isObject } from './places.ts'
import { type Published, publishedFor } from './scim-model.ts'
import { misshapenValue, rightValue, whole, wrongValue } from './scim-values.ts'
import {
  type Given,
  isPatchOp,
  nameOf,
  patchedInTurn,
  pathOf,
  withAnotherName,
  withValues,
} from './scim-writes.ts'
import { type Fault, notRefused, type Subject } from './subject.ts'

export interface WrongAttribute {
  readonly name: string
  readonly call: Call
  readonly hint: string
  /** The values of `scimType` that say so (RFC 7644 section 3.12), which may also be left out. */
  readonly types: readonly string[]
  readonly evidence: Evidence
}

type Wrong = Pick<WrongAttribute, 'hint' | 'types' | 'evidence'> & {
  readonly of: Given
  readonly part?: string
  readonly how: string
}

const incompatible = ['invalidValue', 'invalidSyntax']

/** @param present the resource as it is, whose own values stand beside a wrong one */
export async function wrongAttributes(
  subject: Subject,
  call: Call,
  present: unknown,
): Promise<WrongAttribute[]> {
  const { operation, seed } = subject
  const published = await publishedFor(subject)
  const known = present ?? call.body
  const wrong = published.flatMap((one) => [
    ...(one.attribute.mutability === 'readOnly'
      ? notWritable(one, call)
      : [...asWhole(one, operation.method, seed), ...inParts(one, at(known, pathOf(one)), seed)]),
  ])
  return wrong.map(({ of, part, how, ...rest }) => {
    const name = `${nameOf(of, part)}: ${how}`
    const altered = isPatchOp(call.body)
      ? patchedInTurn(call, of, seed, name)
      : withValues(operation, call, [of])
    return { name, call: altered, ...rest }
  })
}

function asWhole(one: Published, method: string, seed: number): Wrong[] {
  const { attribute } = one
  const { multiValued, required, type } = attribute
  const purpose = `${method} ${nameOf(one)}`
  const single = wrongValue(attribute, seed, purpose)
  const values = multiValued ? [[single], 'rehearsal', 5] : [single]
  return [
    ...values.map((value) => ofType({ ...one, value }, type)),
    ...formats(attribute, seed, purpose, (value) => ({ of: { ...one, value } })),
    ...(required ? [lacking({ ...one, value: null }, 'null')] : []),
    ...(required && method !== 'patch' ? [lacking({ ...one, value: undefined }, 'left out')] : []),
  ]
}

function inParts(one: Published, present: unknown, seed: number): Wrong[] {
  const { subAttributes = [] } = one.attribute
  return subAttributes
    .filter(({ mutability }) => mutability !== 'readOnly')
    .flatMap((part) => {
      const { name, required, type } = part
      const purpose = nameOf(one, name)
      const given = (value: unknown) => ({
        ...one,
        value: whole(one.attribute, present, { [name]: value }),
      })
      return [
        { ...ofType(given(wrongValue(part, seed, purpose)), type), part: name },
        ...formats(part, seed, purpose, (value) => ({ of: given(value), part: name })),
        ...(required && others(one.attribute, name).length > 0
          ? [{ ...lacking(given(null), 'null'), part: name }]
          : []),
      ]
    })
}

/** Where all is null there is no value that could lack something. */
function others({ subAttributes = [] }: Attribute, name: string): readonly Attribute[] {
  return subAttributes.filter((one) => one.required && one.name !== name)
}

function ofType(of: Given, type: string): Wrong {
  return {
    of,
    how: 'another type',
    hint: `it is no ${type} (RFC 7643 section 2.3)`,
    types: incompatible,
    evidence: 'public',
  }
}

/** That a reference is a URI is said of what it leads to (RFC 7643 section 2.3.7), and not who looks. */
function formats(
  part: Attribute,
  seed: number,
  purpose: string,
  place: (value: string) => Pick<Wrong, 'of' | 'part'>,
): Wrong[] {
  const value = misshapenValue(part, seed, purpose)
  if (value === undefined) return []
  const hint = `${JSON.stringify(value)} is not of the form of a ${part.type} (RFC 7643 section 2.3)`
  const evidence = part.type === 'reference' ? 'inferred' : 'public'
  return [{ ...place(value), how: 'not of the form', hint, types: incompatible, evidence }]
}

function lacking(of: Given, how: string): Wrong {
  const hint = 'it is required (RFC 7643 section 7), and null is no value (section 2.5)'
  // A patch that takes it away alters what may not be altered (RFC 7644 section 3.5.2.2).
  return { of, how, hint, types: [...incompatible, 'mutability'], evidence: 'public' }
}

/** RFC 7644 section 3.5.2: a patch may not alter it. In a create or a replacement it is ignored. */
function notWritable(one: Published, call: Call): Wrong[] {
  if (!isPatchOp(call.body)) return []
  const hint = 'it is readOnly, and a patch of it is refused (RFC 7644 section 3.5.2)'
  const of = { ...one, value: rightValue(one.attribute) }
  const types = ['mutability', 'invalidPath', ...incompatible]
  return [{ of, how: 'though it is readOnly', hint, types, evidence: 'public' }]
}

/** Tries such calls one after the other; where one was taken, the next has another name. */
export function refusing(subject: Subject): (one: WrongAttribute) => Promise<Fault[]> {
  const { client, operation } = subject
  let taken = 0
  return async (one) => {
    const call = taken === 0 ? one.call : withAnotherName(subject, one.call, taken)
    taken += 1
    const reply = await client.send(operation.id, call)
    if (reply.status >= 300) taken -= 1
    return isOptional(subject, reply) ? [] : faultsOf(subject, one, reply)
  }
}

function faultsOf(subject: Subject, one: WrongAttribute, reply: Reply): Fault[] {
  const fault = (hint: string, evidence: Evidence) => [
    { hint: `${one.hint}, ${hint}`, reply, spec: '/Schemas', evidence },
  ]
  const taken = notRefused(subject, reply, (status) => status === 400)
  if (taken) return fault(taken, one.evidence)
  const { scimType } = isObject(reply.body) ? reply.body : {}
  if (scimType === undefined || one.types.includes(String(scimType))) return []
  // RFC 7644 section 3.12 leaves it out if it likes, and servers differ in what they call a path.
  return fault(`and the scimType is ${scimType}, not ${one.types.join(' or ')}`, 'inferred')
}
