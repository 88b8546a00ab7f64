/** Requests that the document refuses: a good one with one thing wrong. */
import type { Operation, Parameter, Schema, Violation } from '../../specs/read.ts'
import type { Call } from '../call.ts'
import { leaveOut, type Place, placesOf, pointerTo, put } from './places.ts'
import { type Wrong, wrongValues } from './wrong-values.ts'

export interface Case {
  /** What is altered and how: `body /name/givenName: too long`. */
  readonly name: string
  readonly where: 'body' | 'path' | 'query' | 'header'
  readonly call: Call
  /** Where in the document it is refused. */
  readonly spec: string
  readonly hint: string
}

export interface Given {
  readonly document: Schema
  readonly operation: Operation
  /** A call that succeeds. */
  readonly call: Call
  readonly seed: number
}

export function wrongRequests(given: Given): Case[] {
  return [
    ...wrongBodies(given),
    ...given.operation.parameters.flatMap((one) => wrongParameter(given, one)),
  ]
}

function wrongBodies({ document, operation, call, seed }: Given): Case[] {
  const { body } = operation
  if (!body || call.body === undefined) return []
  const seen = new Set<string>()
  const places = placesOf(document, body.schema, call.body)
  return places.flatMap((place) =>
    wrongsAt(place, { seed, check: body.check, whole: call.body }).flatMap(({ how, value }) => {
      const text = JSON.stringify(value)
      const [violation] = body.check(value)
      if (!violation || seen.has(text)) return []
      seen.add(text)
      const name = `body ${pointerTo(place.path) || '/'}: ${how}`
      return [{ name, where: 'body' as const, call: { ...call, body: value }, ...told(violation) }]
    }),
  )
}

interface Whole {
  readonly seed: number
  readonly whole: unknown
  check(value: unknown): readonly Violation[]
}

/** Whole bodies that are wrong at one place. */
function wrongsAt(place: Place, { seed, whole, check }: Whole): Wrong[] {
  const { path, value, required } = place
  const wrong = (instead: unknown) => put(whole, path, instead)
  const refused = (instead: unknown) => check(wrong(instead)).length > 0
  const found = wrongValues(place, { seed, refused })
  // What is not there in the good call is tried, and not in every way.
  const tried = value === undefined ? found.slice(0, 2) : found
  return [
    ...(required && path.length > 0 && value !== undefined
      ? [{ how: 'left out', value: leaveOut(whole, path) }]
      : []),
    ...tried.map((one) => ({ how: one.how, value: wrong(one.value) })),
  ]
}

function wrongParameter({ operation, call, seed }: Given, parameter: Parameter): Case[] {
  const { name, required, schema, check } = parameter
  const where = parameter.in
  const given = partOf(call, where)
  const text = given[name] === undefined ? undefined : String(given[name])
  const place = { path: [where, name], value: text, required, schemas: [schema] }
  const refused = (value: unknown) => {
    const instead = inText(value)
    return instead !== undefined && fits[where](instead) && check(typed(schema, instead)).length > 0
  }
  const found = wrongValues(place, { seed, refused })
  const spec = `${operation.pointer}/parameters`
  const { [name]: _, ...others } = given
  return [
    ...(required && where !== 'path'
      ? [{ name: `${where} ${name}: left out`, others, hint: `${name} is required`, spec }]
      : []),
    ...found.map(({ how, value }) => {
      const instead = inText(value) ?? ''
      const [violation] = check(typed(schema, instead))
      const changed = { ...others, [name]: instead }
      return {
        name: `${where} ${name}: ${how}`,
        others: changed,
        ...(violation ? told(violation) : { hint: '', spec }),
      }
    }),
  ].map(({ others: part, ...one }) => ({ ...one, where, call: withPart(call, where, part) }))
}

/** Whether a value of it may be refused at all. */
export function canBeWrong({ in: where, required, schema }: Parameter): boolean {
  const isBound = schema.type !== 'string' || Object.keys(schema).some((key) => bounds.has(key))
  return isBound || (required && where !== 'path')
}

const bounds = new Set(['enum', 'const', 'pattern', 'format', 'minLength', 'maxLength', 'not'])

/** Whether a client can send it there as it is. */
const fits: Readonly<Record<Parameter['in'], (text: string) => boolean>> = {
  query: () => true,
  // A URL without a part of its path, or with a dot for it, is another URL.
  path: (text) => !/^\.{0,2}$/.test(text),
  header: (text) => /^[!-~]([ -~]*[!-~])?$/.test(text),
}

type Part = Readonly<Record<string, string | number>>

function partOf(call: Call, where: Parameter['in']): Part {
  return (where === 'header' ? call.headers : call[where]) ?? {}
}

function withPart(call: Call, where: Parameter['in'], part: Part): Call {
  return { ...call, [where === 'header' ? 'headers' : where]: part }
}

/** A parameter as its schema types it. */
export function typed(schema: Schema, text: string): unknown {
  const types = [schema.type].flat()
  if (types.includes('array')) return text.split(',')
  const numeric = types.includes('integer') || types.includes('number')
  if (numeric && /^-?\d+(\.\d+)?$/.test(text)) return Number(text)
  if (types.includes('boolean') && /^(true|false)$/.test(text)) return text === 'true'
  return text
}

/** As it can stand in a URL; undefined for what cannot. */
function inText(value: unknown): string | undefined {
  if (Array.isArray(value)) return value.join(',')
  return typeof value === 'object' ? undefined : String(value)
}

function told({ specPath, hint }: Violation): Pick<Case, 'spec' | 'hint'> {
  return { spec: specPath, hint }
}
