/** Finds what a reply says beyond its schema. Reply schemas stay open, so Ajv does not. */
import type { Schema } from '../specs/operation.ts'
import { resolve } from '../specs/pointers.ts'

/** JSON Pointers of the properties that no part of the schema names. */
export function undeclared(document: Schema, schema: Schema, value: unknown): string[] {
  return walk(document, [schema], { value, pointer: '' })
}

interface Place {
  readonly value: unknown
  readonly pointer: string
}

/** A value is held against all the schemas that may apply to it at once. */
function walk(document: Schema, schemas: readonly Schema[], place: Place): string[] {
  const all = schemas.flatMap((schema) => alternatives(document, schema))
  if (Array.isArray(place.value)) {
    return place.value.flatMap((item, index) =>
      walk(document, itemSchemas(all, index), {
        value: item,
        pointer: `${place.pointer}/${index}`,
      }),
    )
  }
  if (typeof place.value !== 'object' || place.value === null) return []
  const open = !all.some((schema) => 'properties' in schema) || all.some(isOpen)
  return Object.entries(place.value).flatMap(([name, value]) => {
    const pointer = `${place.pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
    const declared = all.flatMap((schema) => propertySchemas(schema, name))
    if (declared.length === 0) return open ? [] : [pointer]
    return walk(document, declared, { value, pointer })
  })
}

/** The schema itself and every schema that it is made of, with references followed. */
export function alternatives(
  document: Schema,
  schema: Schema,
  seen: Set<Schema> = new Set(),
): Schema[] {
  if (seen.has(schema)) return []
  seen.add(schema)
  const parts = ['allOf', 'anyOf', 'oneOf'].flatMap((word) => (schema[word] ?? []) as Schema[])
  const branches = ['then', 'else'].flatMap((word) =>
    schema[word] ? [schema[word] as Schema] : [],
  )
  const target = typeof schema.$ref === 'string' ? [follow(document, schema.$ref)] : []
  return [
    schema,
    ...[...parts, ...branches, ...target].flatMap((part) => alternatives(document, part, seen)),
  ]
}

function follow(document: Schema, ref: string): Schema {
  const parts = ref.replace(/^#\/?/, '').split('/')
  const place = parts.map((part) =>
    decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~'),
  )
  return (resolve(document, place).value ?? {}) as Schema
}

export function itemSchemas(schemas: readonly Schema[], index: number): Schema[] {
  return schemas.flatMap((schema) => {
    const first = (schema.prefixItems as Schema[] | undefined)?.[index]
    if (first) return [first]
    return typeof schema.items === 'object' ? [schema.items as Schema] : []
  })
}

export function propertySchemas(schema: Schema, name: string): Schema[] {
  const properties = (schema.properties ?? {}) as Record<string, Schema>
  if (Object.hasOwn(properties, name)) return [properties[name] as Schema]
  const patterns = Object.entries((schema.patternProperties ?? {}) as Record<string, Schema>)
  const matching = patterns.filter(([pattern]) => new RegExp(pattern, 'u').test(name))
  if (matching.length > 0) return matching.map(([, one]) => one)
  const { additionalProperties } = schema
  return typeof additionalProperties === 'object' ? [additionalProperties as Schema] : []
}

/** Whoever writes `additionalProperties: true` means it. */
function isOpen(schema: Schema): boolean {
  return schema.additionalProperties === true || schema.unevaluatedProperties === true
}
