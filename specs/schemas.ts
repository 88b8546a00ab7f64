import { createRequire } from 'node:module'
import type { Ajv2020, ErrorObject, Options, ValidateFunction } from 'ajv/dist/2020.js'

/** One way in which a value breaks its schema. */
export interface Violation {
  /** JSON Pointer into the value; '' is the whole of it. */
  readonly pointer: string
  readonly keyword: string
  /** JSON Pointer into the document, as a URI fragment. */
  readonly specPath: string
  /** One line for a person: `/members/0/type must be one of user, group`. */
  readonly hint: string
}

/** Says how a value breaks a schema; an empty list means that it does not. */
export type Check = (value: unknown) => readonly Violation[]

/** Whether a value keeps to a schema, for the schemas at some pointers of one document. */
export type Verdicts = Readonly<Record<string, ((value: unknown) => boolean) | undefined>>

const none: readonly Violation[] = []
const load = createRequire(import.meta.url)

/**
 * Makes checks for the schemas of one document. Ajv is loaded and registers it when the first check
 * is called, which a start need not wait for, and compiles a schema when its own check is. A value
 * that has the verdict of the build for it does without.
 */
export function compiler(
  api: string,
  document: object,
  verdicts?: () => Verdicts,
): (pointer: string) => Check {
  let ajv: Ajv2020 | undefined
  let places: Map<unknown, string> | undefined
  const placeOf = (schema: unknown) => {
    places ??= placesIn(document)
    return places.get(schema) ?? '#'
  }
  return (pointer) => {
    let keepsTo: Verdicts[string]
    let validate: ValidateFunction | undefined
    return (value) => {
      keepsTo ??= verdicts?.()[pointer]
      if (keepsTo?.(value)) return none
      ajv ??= registered(api, document, { allErrors: true, verbose: true })
      validate ??= ajv.compile({ $ref: `${api}${pointer}` })
      if (validate(value)) return none
      return (validate.errors ?? []).map((error) => violation(error, placeOf(error.parentSchema)))
    }
  }
}

/** An Ajv that knows a document by the name of its API. */
export function registered(api: string, document: object, options: Options): Ajv2020 {
  const { Ajv2020 } = load('ajv/dist/2020.js') as typeof import('ajv/dist/2020.js')
  const formats = load('ajv-formats') as typeof import('ajv-formats')
  const ajv = new Ajv2020({ strict: false, validateSchema: false, ...options })
  formats.default(ajv)
  return ajv.addSchema(document, api)
}

/** Ajv tells places within the schema that it compiled; a person wants the one in the document. */
function placesIn(document: object): Map<unknown, string> {
  const places = new Map<unknown, string>([[document, '#']])
  for (const [value, place] of places) {
    for (const [name, child] of Object.entries(value as object)) {
      if (typeof child === 'object' && child !== null && !places.has(child)) {
        places.set(child, `${place}/${encodeURIComponent(escaped(name))}`)
      }
    }
  }
  return places
}

function violation(error: ErrorObject, place: string): Violation {
  const params = error.params as Record<string, unknown>
  const child = params.missingProperty ?? params.additionalProperty
  const pointer = cut(
    child ? `${error.instancePath}/${escaped(String(child))}` : error.instancePath,
  )
  return {
    pointer,
    keyword: error.keyword,
    specPath: `${place}/${error.keyword}`,
    hint: `${pointer || 'the value'} ${explain(error, params)}`,
  }
}

function explain(error: ErrorObject, params: Record<string, unknown>): string {
  switch (error.keyword) {
    case 'required':
      return 'is missing'
    case 'additionalProperties':
      return 'is not a known property'
    case 'enum':
      return `must be one of ${(params.allowedValues as unknown[]).join(', ')}`
    case 'const':
      return `must be ${JSON.stringify(params.allowedValue)}`
    default:
      return error.message ?? `breaks ${error.keyword}`
  }
}

function escaped(part: string): string {
  return part.replaceAll('~', '~0').replaceAll('/', '~1')
}

/** A name that somebody sent may be a megabyte long. */
function cut(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text
}
