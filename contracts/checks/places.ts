/** Finds every place of a value, and what its schema says of each. */
import type { Schema } from '../../specs/read.ts'
import { alternatives, itemSchemas, propertySchemas } from '../undeclared.ts'

export type Path = readonly string[]

export interface Place {
  readonly path: Path
  /** Undefined where the schema names a property that the value does not have. */
  readonly value: unknown
  readonly required: boolean
  /** All that may apply: what one of several alternatives says is no more than a hint. */
  readonly schemas: readonly Schema[]
}

/** Items that are alike say the same again. */
const ITEMS = 3

/** The value itself is the first place. */
export function placesOf(document: Schema, schema: Schema, value: unknown): Place[] {
  return walk(document, { path: [], value, required: true, schemas: [schema] })
}

function walk(document: Schema, { schemas, ...rest }: Place): Place[] {
  const all = schemas.flatMap((schema) => alternatives(document, schema))
  const place = { ...rest, schemas: all }
  return [place, ...inside(place).flatMap((inner) => walk(document, inner))]
}

function inside({ path, value, schemas }: Place): Place[] {
  if (Array.isArray(value)) {
    return value.slice(0, ITEMS).map((item, index) => ({
      path: [...path, String(index)],
      value: item,
      required: false,
      schemas: itemSchemas(schemas, index),
    }))
  }
  if (!isObject(value)) return []
  const declared = schemas.flatMap(({ properties }) => Object.keys((properties ?? {}) as object))
  return [...new Set([...Object.keys(value), ...declared])].map((name) => ({
    path: [...path, name],
    value: Object.hasOwn(value, name) ? value[name] : undefined,
    required: schemas.some(({ required }) => Array.isArray(required) && required.includes(name)),
    schemas: schemas.flatMap((schema) => propertySchemas(schema, name)),
  }))
}

/** A copy in which a place has another value. */
export function put(value: unknown, [name, ...rest]: Path, next: unknown): unknown {
  if (name === undefined) return next
  if (Array.isArray(value)) {
    return value.map((item, index) => (String(index) === name ? put(item, rest, next) : item))
  }
  const fields = (value ?? {}) as Record<string, unknown>
  return { ...fields, [name]: put(fields[name], rest, next) }
}

/** A copy in which a place is not there. */
export function leaveOut(value: unknown, path: Path): unknown {
  const name = path.at(-1) ?? ''
  const above = path.slice(0, -1)
  const { [name]: _, ...others } = at(value, above) as Record<string, unknown>
  return put(value, above, others)
}

/** What stands at a place; undefined when there is nothing. */
export function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (inner, name) =>
      typeof inner === 'object' && inner !== null && Object.hasOwn(inner, name)
        ? (inner as Record<string, unknown>)[name]
        : undefined,
    value,
  )
}

/** As a JSON Pointer (RFC 6901). */
export function pointerTo(path: Path): string {
  return path.map((name) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
