/**
 * Makes wrong copies of a right value, guided by its schema: every required property left out once,
 * and every value that has a type replaced once by one of another type, at all depths. A schema that
 * accepts such a copy would accept it from an API too. The value as a whole is not replaced, for
 * `{ type: object }` refuses a string and says nothing else: no mutants means a hollow schema.
 */

import { resolve } from './pointers.ts'

export interface Mutant {
  /** `/members/0/value as a boolean`, `/meta left out`. */
  readonly change: string
  readonly value: unknown
}

type Fields = Record<string, unknown>
type Path = readonly string[]

/** A schema, and where it stands once every `$ref` is followed. */
interface Schema {
  readonly document: unknown
  readonly at: Path
  readonly says: Fields
}

/** What the schema says of one place in the value. */
interface Rule {
  readonly path: Path
  readonly required: boolean
  readonly types: ReadonlySet<string>
}

/** @param place where the schema stands in the document, as the parts of a JSON pointer */
export function mutants(document: unknown, place: Path, value: unknown): Mutant[] {
  return rules(document, place, value).flatMap((rule) => broken(rule, value))
}

/** Copies of a value in which one object has lost all that it had, whatever the schema says. */
export function emptied(value: unknown): Mutant[] {
  return objectsIn(value).map((path) => ({
    change: `${name(path) || '/'} emptied`,
    value: copy(value, path, {}),
  }))
}

function objectsIn(value: unknown, path: Path = []): Path[] {
  if (!isFields(value) && !Array.isArray(value)) return []
  const inner = Object.entries(value).flatMap(([key, part]) => objectsIn(part, [...path, key]))
  return isFields(value) ? [path, ...inner] : inner
}

/** The places of a value, as JSON pointers, where its schema lets any type pass. */
export function untyped(document: unknown, place: Path, value: unknown): string[] {
  return rules(document, place, value).flatMap(({ path, types }) =>
    types.size === 0 || stranger(types) === undefined ? name(path) : [],
  )
}

/** One rule for each place in the value, apart from the value itself. */
function rules(document: unknown, place: Path, value: unknown): Rule[] {
  const found = new Map<string, Rule>()
  for (const rule of walk(schemaAt(document, place), value, [])) {
    const known = found.get(name(rule.path))
    const types = new Set([...rule.types, ...(known?.types ?? [])])
    const required = rule.required || known?.required === true
    found.set(name(rule.path), { path: rule.path, required, types })
  }
  return [...found.values()].filter(({ path }) => path.length > 0)
}

/** Says what the schema says of each place that it reaches; several rules may be about one place. */
function* walk(schema: Schema, value: unknown, path: Path): Generator<Rule> {
  yield { path, required: false, types: typesOf(schema) }
  for (const part of partsThatFit(schema, value)) yield* walk(part, value, path)
  if (Array.isArray(value)) {
    const items = child(schema, 'items')
    for (const [index, item] of value.entries()) yield* walk(items, item, [...path, `${index}`])
  } else if (isFields(value)) {
    for (const key of list(schema.says.required).map(String)) {
      if (key in value) yield { path: [...path, key], required: true, types: new Set() }
    }
    for (const [key, inner] of Object.entries(value)) {
      const named = child(schema, 'properties', key)
      const other = child(schema, 'additionalProperties')
      yield* walk(Object.keys(named.says).length > 0 ? named : other, inner, [...path, key])
    }
  }
}

/** All parts of allOf, and of anyOf and oneOf those that allow the type of the value. */
function partsThatFit(schema: Schema, value: unknown): Schema[] {
  const choices = [...parts(schema, 'anyOf'), ...parts(schema, 'oneOf')]
  return [...parts(schema, 'allOf'), ...choices.filter((it) => allows(typesOf(it), value))]
}

/** The types that a schema names, itself or through its parts; empty if it names none. */
function typesOf(schema: Schema): Set<string> {
  const { type, enum: values } = schema.says
  const constants = 'const' in schema.says ? [schema.says.const] : list(values)
  const inner = ['allOf', 'anyOf', 'oneOf'].flatMap((keyword) => parts(schema, keyword))
  return new Set([
    ...[type ?? []].flat().map(String),
    ...constants.map(typeOf),
    ...inner.flatMap((part) => [...typesOf(part)]),
  ])
}

function broken({ path, required, types }: Rule, value: unknown): Mutant[] {
  const found: Mutant[] = []
  if (required) found.push({ change: `${name(path)} left out`, value: copy(value, path) })
  const other = types.size > 0 ? stranger(types) : undefined
  if (other !== undefined) {
    found.push({ change: `${name(path)} as a ${typeOf(other)}`, value: copy(value, path, other) })
  }
  return found
}

/** A value of none of the types. */
function stranger(types: ReadonlySet<string>): unknown {
  return [false, 0.5, 'mutant', [], {}].find((value) => !allows(types, value))
}

/** A copy of the value in which one place has another value, or none. */
function copy(value: unknown, [part, ...rest]: Path, ...other: unknown[]): unknown {
  if (part === undefined) return other[0]
  const fields = (Array.isArray(value) ? [...value] : { ...(value as Fields) }) as Fields
  if (rest.length === 0 && other.length === 0) delete fields[part]
  else fields[part] = copy(fields[part], rest, ...other)
  return fields
}

function name(path: Path): string {
  return path.map((part) => `/${part}`).join('')
}

function schemaAt(document: unknown, place: Path): Schema {
  const { value, at } = resolve(document, place)
  return { document, at, says: isFields(value) ? value : {} }
}

function child(schema: Schema, ...place: Path): Schema {
  return schemaAt(schema.document, [...schema.at, ...place])
}

function parts(schema: Schema, keyword: string): Schema[] {
  return list(schema.says[keyword]).map((_, index) => child(schema, keyword, `${index}`))
}

function allows(types: ReadonlySet<string>, value: unknown): boolean {
  return types.has(typeOf(value)) || (typeof value === 'number' && types.has('number'))
}

function typeOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  return Number.isInteger(value) ? 'integer' : typeof value
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
