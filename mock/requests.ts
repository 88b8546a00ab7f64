import type { Operation, Parameter, Violation } from '../specs/read.ts'
import { Failure } from './directory/failure.ts'

/** A request as it came, before anybody has looked at it. */
export interface Incoming {
  readonly method: string
  /** Below the mount, without the query. */
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** The absolute URL of the mount, as the caller wrote it. */
  readonly base: string
  /** @throws Failure `tooLarge` past the limit. */
  body(): Promise<Buffer> | Buffer
  /** Which of these media types the caller likes best; undefined when none will do. */
  preferred(types: readonly string[]): string | undefined
}

/** A request that the spec does not allow; each breach says where and why. */
export class Violations extends Failure {
  readonly violations: readonly Violation[]

  constructor(violations: readonly Violation[], field: string | undefined) {
    super(
      'invalid',
      violations
        .slice(0, 3)
        .map(({ hint }) => hint)
        .join('; '),
      {
        ...(field && { field }),
        parts: violations.map(({ pointer, hint }) => ({ pointer, message: hint })),
      },
    )
    this.violations = violations
  }
}

/**
 * The query as the spec types it. Parameters that the spec does not know are ignored.
 * @throws Violations when one is missing, given twice, or not of its type.
 */
export function readQuery(operation: Operation, query: URLSearchParams): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  for (const parameter of operation.parameters) {
    if (parameter.in !== 'query') continue
    const texts = query.getAll(parameter.name)
    if (texts.length === 0 && !parameter.required) continue
    const fault = texts.length === 0 ? 'is required' : twice(parameter, texts)
    if (fault) throw new Violations([misuse(operation, parameter, fault)], parameter.name)
    const value = typed(parameter, texts)
    const [broken] = parameter.check(value)
    if (broken) {
      const hint = broken.hint.replace('the value ', '')
      throw new Violations([misuse(operation, parameter, hint)], parameter.name)
    }
    values[parameter.name] = value
  }
  return values
}

/** The headers that the spec names; what a caller sends beside them is not the API's business. */
export function readHeaders(
  operation: Operation,
  { headers }: Pick<Incoming, 'headers'>,
): Record<string, string> {
  const values: Record<string, string> = {}
  for (const parameter of operation.parameters) {
    if (parameter.in !== 'header') continue
    const name = parameter.name.toLowerCase()
    const value = headers[name]
    if (value !== undefined) values[name] = String(value)
  }
  return values
}

/** @throws Violations when a path parameter breaks its schema. */
export function checkPath(operation: Operation, path: Readonly<Record<string, string>>): void {
  for (const parameter of operation.parameters) {
    if (parameter.in !== 'path') continue
    const [broken] = parameter.check(typed(parameter, [path[parameter.name] ?? '']))
    if (broken) throw new Violations([misuse(operation, parameter, broken.hint)], parameter.name)
  }
}

/**
 * The body as JSON, checked against the operation's schema.
 * @throws Failure `unsupportedMedia`, `malformed`, or Violations.
 */
export function readBody(operation: Operation, { headers }: Incoming, bytes: Buffer): unknown {
  const { body } = operation
  if (!body) return undefined
  if (bytes.length === 0) {
    if (body.required) throw new Failure('malformed', 'the request needs a body')
    return undefined
  }
  const [type = ''] = String(headers['content-type'] ?? '').split(';')
  if (!body.mediaTypes.includes(type.trim().toLowerCase())) {
    const wanted = body.mediaTypes.join(' or ')
    throw new Failure('unsupportedMedia', `send the body as ${wanted}, not as ${type || 'nothing'}`)
  }
  const value = parse(bytes)
  const broken = body.check(value)
  if (broken.length > 0) throw new Violations(broken, broken[0]?.pointer)
  return value
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(utf8.decode(bytes))
  } catch (error) {
    // The engine quotes the text, and there may be a secret in it.
    const [reason] = (error as Error).message.split(/, (?:\.\.\.)?"/)
    throw new Failure('malformed', `the body is not JSON: ${reason}`)
  }
}

function typed({ schema }: Parameter, texts: readonly string[]): unknown {
  if (schema.type === 'array') return texts.flatMap((text) => text.split(','))
  const [text = ''] = texts
  const numeric = schema.type === 'integer' || schema.type === 'number'
  if (numeric && /^-?\d+(\.\d+)?$/.test(text)) return Number(text)
  if (schema.type === 'boolean' && /^(true|false)$/.test(text)) return text === 'true'
  return text
}

function twice({ schema }: Parameter, texts: readonly string[]): string | undefined {
  return texts.length > 1 && schema.type !== 'array' ? 'is given more than once' : undefined
}

function misuse({ pointer }: Operation, { name, in: place }: Parameter, fault: string): Violation {
  return {
    pointer: `/${name}`,
    keyword: place,
    specPath: `${pointer}/parameters`,
    hint: `${place} parameter ${name} ${fault}`,
  }
}
