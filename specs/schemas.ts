import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'

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

const none: readonly Violation[] = []

/**
 * Makes checks for the schemas of one document, which Ajv registers once.
 * A schema is compiled when its check is first called.
 */
export function compiler(api: string, document: object): (pointer: string) => Check {
  const ajv = new Ajv2020({ allErrors: true, strict: false, validateSchema: false })
  formats.default(ajv)
  ajv.addSchema(document, api)
  return (pointer) => {
    let validate: ValidateFunction | undefined
    return (value) => {
      validate ??= ajv.compile({ $ref: `${api}${pointer}` })
      return validate(value) ? none : (validate.errors ?? []).map(violation)
    }
  }
}

function violation(error: ErrorObject): Violation {
  const params = error.params as Record<string, unknown>
  const child = params.missingProperty ?? params.additionalProperty
  const pointer = child ? `${error.instancePath}/${escaped(String(child))}` : error.instancePath
  return {
    pointer,
    keyword: error.keyword,
    specPath: error.schemaPath,
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
