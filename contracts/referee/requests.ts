/** Holds a request against the document, with the validators that the suite reads replies with. */
import type { Operation, Parameter, Requirement, Spec, Violation } from '../../specs/read.ts'
import { mediaTypeOf, type Observed, parsed } from './observed.ts'
import type { Route } from './routes.ts'

/** @returns every way in which a request is not as documented. */
export function requestFaults(
  spec: Spec,
  { operation, path }: Route,
  asked: Observed,
): Violation[] {
  const at = (place: Parameter['in']) => operation.parameters.filter((each) => each.in === place)
  const values: Readonly<Record<Parameter['in'], (name: string) => readonly string[]>> = {
    path: (name) => [path[name] ?? ''],
    query: (name) => asked.query.getAll(name),
    header: (name) => [asked.asked.headers.get(name) ?? []].flat(),
  }
  const places = ['path', 'query', 'header'] as const
  return [
    ...(isLetIn(spec, operation, asked) ? [] : [noCredential(operation)]),
    ...places.flatMap((place) =>
      at(place).flatMap((each) => parameterFaults(operation, each, values[place](each.name))),
    ),
    ...bodyFaults(operation, asked),
  ]
}

function parameterFaults(
  { pointer }: Operation,
  parameter: Parameter,
  texts: readonly string[],
): Violation[] {
  const { name, in: place, required, schema, check } = parameter
  const fault = (hint: string, keyword: string = place): Violation => ({
    pointer: `/${name}`,
    keyword,
    specPath: `${pointer}/parameters`,
    hint: `${place} parameter ${name} ${hint}`,
  })
  if (texts.length === 0) return required ? [fault('is required', 'required')] : []
  if (texts.length > 1 && schema.type !== 'array') return [fault('is given more than once', 'type')]
  return check(typed(parameter, texts)).map(({ keyword, hint }) =>
    fault(hint.replace('the value ', ''), keyword),
  )
}

/** A text as the schema types it; one that cannot be is left for the schema to refuse. */
function typed({ schema }: Parameter, texts: readonly string[]): unknown {
  if (schema.type === 'array') return texts.flatMap((text) => text.split(','))
  const [text = ''] = texts
  const numeric = schema.type === 'integer' || schema.type === 'number'
  if (numeric && /^-?\d+(\.\d+)?$/.test(text)) return Number(text)
  if (schema.type === 'boolean' && /^(true|false)$/.test(text)) return text === 'true'
  return text
}

function bodyFaults({ body, pointer }: Operation, { asked }: Observed): Violation[] {
  const fault = (keyword: string, hint: string): Violation => ({
    pointer: '',
    keyword,
    specPath: `${pointer}/requestBody`,
    hint,
  })
  if (asked.body === '')
    return body?.required ? [fault('required', 'the request needs a body')] : []
  if (!body) return [fault('requestBody', 'the operation takes no body')]
  const type = mediaTypeOf(asked)
  if (!body.mediaTypes.includes(type)) {
    const wanted = body.mediaTypes.join(' or ')
    return [fault('content', `the body is ${type || 'of no type'}, not ${wanted}`)]
  }
  const value = parsed(asked.body)
  if (value === undefined) return [fault('json', 'the body is no JSON')]
  return [...body.check(value)]
}

/** Whether the credentials of one alternative are there (OpenAPI 3.1 section 4.8.30); not whether they are good. */
function isLetIn(spec: Spec, { security }: Operation, asked: Observed): boolean {
  const satisfied = (requirement: Requirement) =>
    Object.keys(requirement).every((name) => isShown(spec, name, asked))
  return security.length === 0 || security.some(satisfied)
}

function isShown({ securitySchemes }: Spec, name: string, { asked, query }: Observed): boolean {
  const scheme = securitySchemes[name]
  if (scheme?.type === 'apiKey' && scheme.in === 'query') return query.has(scheme.name ?? '')
  if (scheme?.type === 'apiKey') return Boolean(asked.headers.get(scheme.name ?? ''))
  const kind = scheme?.type === 'http' ? scheme.scheme?.toLowerCase() : 'bearer'
  const [, given = '', secret = ''] = /^(\S+) +(\S.*)$/.exec(authorizationOf(asked)) ?? []
  if (given.toLowerCase() !== kind) return false
  // RFC 7617 section 2: a user name and a password, with a colon between them.
  return kind !== 'basic' || Buffer.from(secret, 'base64').includes(':')
}

function authorizationOf({ headers }: Observed['asked']): string {
  return headers.get('authorization') ?? ''
}

function noCredential({ pointer }: Operation): Violation {
  return {
    pointer: '',
    keyword: 'security',
    specPath: `${pointer}/security`,
    hint: 'the request shows no credential that the operation takes',
  }
}
