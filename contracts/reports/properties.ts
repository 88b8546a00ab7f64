/** The properties that a schema names, as JSON Pointers in which `*` stands for any index of a list. */
import type { Schema } from '../../specs/operation.ts'
import { alternatives } from '../undeclared.ts'

/** Which of the two ways a value travels; what is marked for the other way only is left out. */
export type Way = 'sent' | 'received'

const otherWay = { sent: 'readOnly', received: 'writeOnly' } as const

/** A schema that contains itself is followed once. */
export function properties(document: Schema, schema: Schema, way: Way): string[] {
  const found = new Set<string>()
  visit([schema], { document, way, found, path: '', above: [] })
  return [...found]
}

/** The last part of a pointer, escaped as RFC 6901 section 3 says. */
export function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1')
}

interface Place {
  readonly document: Schema
  readonly way: Way
  readonly found: Set<string>
  readonly path: string
  /** The schemas on the way here. */
  readonly above: readonly Schema[]
}

function visit(schemas: readonly Schema[], place: Place): void {
  const { document, way, found, path } = place
  const all = made(document, schemas).filter((one) => !place.above.includes(one))
  const above = [...place.above, ...all]
  const items = all.flatMap(itemSchemas)
  if (items.length > 0) visit(items, { ...place, path: `${path}/*`, above })
  for (const name of new Set(all.flatMap((one) => Object.keys(named(one))))) {
    const declared = all.flatMap((one) => (name in named(one) ? [named(one)[name]] : []))
    const usable = declared.filter((one): one is Schema => typeof one === 'object')
    if (usable.length < declared.length) continue
    if (made(document, usable).some((one) => one[otherWay[way]] === true)) continue
    const pointer = `${path}/${escaped(name)}`
    found.add(pointer)
    visit(usable, { ...place, path: pointer, above })
  }
}

function made(document: Schema, schemas: readonly Schema[]): Schema[] {
  return schemas.flatMap((schema) => alternatives(document, schema, new Set()))
}

function named(schema: Schema): Readonly<Record<string, unknown>> {
  return (schema.properties ?? {}) as Record<string, unknown>
}

function itemSchemas({ items, prefixItems = [] }: Schema): Schema[] {
  const rest = typeof items === 'object' ? [items as Schema] : []
  return [...(prefixItems as Schema[]), ...rest]
}
