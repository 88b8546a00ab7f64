/**
 * Makes wrong copies of a right value, guided by its schema: every required property left out once,
 * and every value that has a type replaced once by a value of another type, at all depths. A schema
 * that accepts one of them would accept it from an API too.
 *
 * The value as a whole is not replaced: `{ type: object }` refuses a string and says nothing else,
 * so a schema without further mutants is hollow.
 */

import { resolve } from './pointers.ts'

export interface Mutant {
  /** `/members/0/value as a boolean`, `/meta left out`. */
  readonly change: string
  readonly value: unknown
}

/** What may be done to one place of the value. */
interface Edit {
  readonly path: readonly string[]
  readonly required: boolean
  readonly types: ReadonlySet<string>
}

/** A schema, and where it stands once every `$ref` is followed. */
interface Schema {
  readonly document: unknown
  readonly at: readonly string[]
  readonly says: Fields
}

type Fields = Record<string, unknown>

/** @param place where the schema stands in the document, as the parts of a JSON pointer */
export function mutants(document: unknown, place: readonly string[], value: unknown): Mutant[] {
  const edits = new Map<string, Edit>()
  for (const { path, required, types } of walk(schemaAt(document, place), value, [])) {
    const before = edits.get(path.join('\n'))
    edits.set(path.join('\n'), {
      path,
      required: required || before?.required === true,
      types: new Set([...types, ...(before?.types ?? [])]),
    })
  }
  return [...edits.values()].filter(({ path }) => path.length > 0).flatMap((e) => apply(e, value))
}

/** Yields each place of the value that the schema reaches. */
function* walk(schema: Schema, value: unknown, path: readonly string[]): Generator<Edit> {
  yield { path, required: false, types: typesOf(schema) }
  for (const part of alternatives(schema, value)) yield* walk(part, value, path)
  if (!isFields(value) && !Array.isArray(value)) return
  if (isFields(value)) {
    for (const name of list(schema.says.required).map(String)) {
      if (name in value) yield { path: [...path, name], required: true, types: new Set() }
    }
  }
  for (const [name, inner] of Object.entries(value)) {
    const declared = isFields(value) && isFields(schema.says.properties?.[name as never])
    const place = declared ? ['properties', name] : [isFields(value) ? 'additionalProperties' : 'items']
    yield* walk(child(schema, place), inner, [...path, name])
  }
}
