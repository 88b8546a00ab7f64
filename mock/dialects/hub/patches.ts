import { Failure } from '../../directory/failure.ts'
import { applyPatch, PatchError, type PatchOperation } from '../../grammar/json-patch.ts'
import { PointerSyntaxError, parsePointer } from '../../grammar/json-pointer.ts'

/** What a property takes, in words; undefined when it takes the value. */
type Rule = (value: unknown) => string | undefined

/** What a client may set of a record, which has no parts below. */
export interface Properties {
  readonly subject: 'user' | 'group'
  readonly rules: Readonly<Record<string, Rule>>
  readonly required: readonly string[]
  readonly readOnly: readonly string[]
}

type Values = Readonly<Record<string, unknown>>

/**
 * The record after a JSON Patch.
 * @throws Failure `invalid` when an operation does not fit; the message has its path.
 */
export function patched(
  record: Values,
  operations: readonly PatchOperation[],
  { properties, settle }: { properties: Properties; settle: (record: Values) => Values },
): Values {
  return operations.reduce<Values>((current, operation) => {
    refuse(operation, properties)
    try {
      return settle(applyPatch(current, [operation]) as Values)
    } catch (error) {
      if (error instanceof PatchError) throw fault(properties, error.message)
      throw error
    }
  }, record)
}

function refuse(operation: PatchOperation, properties: Properties): void {
  const path = JSON.stringify(operation.path)
  const [name = '', ...below] = partsOf(operation.path, properties)
  if (properties.readOnly.includes(name)) {
    throw fault(properties, `${path} cannot be patched: only the Hub sets ${name}`)
  }
  const rule = Object.hasOwn(properties.rules, name) ? properties.rules[name] : undefined
  if (!rule || below.length > 0) {
    throw fault(properties, `${path} leads to no property of a ${properties.subject}`)
  }
  if (operation.op === 'remove') {
    if (!properties.required.includes(name)) return
    throw fault(properties, `${path} cannot be removed: a ${properties.subject} needs it`)
  }
  const wanted = rule(operation.value)
  if (wanted) throw fault(properties, `the value for ${path} has to be ${wanted}`)
}

function partsOf(path: string, properties: Properties): string[] {
  try {
    return parsePointer(path)
  } catch (error) {
    if (error instanceof PointerSyntaxError) throw fault(properties, error.message)
    throw error
  }
}

function fault({ subject }: Properties, message: string): Failure {
  return new Failure('invalid', message, { subject })
}

/** A text, as the schema of the spec bounds it. */
export function text(bounds: { most?: number; pattern?: RegExp; form?: string } = {}): Rule {
  const { most = Number.POSITIVE_INFINITY, pattern = /^/, form = '' } = bounds
  return (value) => {
    const good =
      typeof value === 'string' &&
      value.length > 0 &&
      [...value].length <= most &&
      pattern.test(value)
    if (good) return undefined
    const length = most === Number.POSITIVE_INFINITY ? '' : ` of at most ${most} characters`
    return `a text that is not empty${length}${form}`
  }
}

export const name = text({
  most: 256,
  pattern: /^\S(.*\S)?$/u,
  form: ', without white space at an end',
})

export function flag(value: unknown): string | undefined {
  return typeof value === 'boolean' ? undefined : 'true or false'
}

export function oneOf(words: readonly string[]): Rule {
  return (value) => (words.some((word) => word === value) ? undefined : words.join(' or '))
}
