/** Holds one reply against the document. */
import type { Reply as Documented, Evidence, Operation, Schema } from '../specs/read.ts'
import { documentedStatuses, replyTo } from '../specs/replies.ts'
import type { Reply } from './exchange.ts'
import { undeclared } from './undeclared.ts'

/** Schemathesis's names, where the meaning is the same. */
export type CheckName =
  | 'status_code_conformance'
  | 'content_type_conformance'
  | 'response_headers_conformance'
  | 'response_schema_conformance'
  | 'undeclared_property'
  | 'negative_data_rejection'

/** One way in which a reply departs from the document. */
export interface Breach {
  readonly check: CheckName
  /** Where in the reply. */
  readonly at: string
  /** Where in the document. */
  readonly spec: string
  readonly hint: string
  /** What the promise rests on that was broken. */
  readonly evidence: Evidence
}

/** A breach in a line. */
export function inWords({ check, at, spec, hint, evidence }: Breach): string {
  return `- ${check}: ${hint} (reply: ${at}, document: ${spec}, ${evidence})`
}

/** The breaches that a text has in words. */
export function breachesIn(text: string): Breach[] {
  const lines = text.matchAll(/^\s*- (\w+): (.*) \(reply: (.*), document: (\S*), (\w+)\)$/gm)
  return Array.from(lines, ([, check, hint = '', at = '', spec = '', evidence]) => ({
    check: check as CheckName,
    hint,
    at,
    spec,
    evidence: evidence as Evidence,
  }))
}

/** @returns every breach; none means that the reply is as documented. */
export function breaches(document: Schema, operation: Operation, reply: Reply): Breach[] {
  const documented = replyTo(operation, reply.status)
  if (!documented) {
    const statuses = documentedStatuses(operation).join(', ')
    return [
      {
        check: 'status_code_conformance',
        at: 'status',
        spec: `${operation.pointer}/responses`,
        hint: `${reply.status} is not documented (documented: ${statuses})`,
        evidence: operation.evidence,
      },
    ]
  }
  const breach = { spec: documented.pointer, evidence: documented.evidence ?? operation.evidence }
  return [
    ...headerBreaches(documented, reply).map((one) => ({ ...breach, ...one })),
    ...bodyBreaches(document, documented, reply).map((one) => ({ ...breach, ...one })),
  ]
}

/** A request that the document refuses must not succeed. */
export function acceptedAgainstSpec(operation: Operation, body: unknown, status: number): Breach[] {
  if (status >= 300 || body === undefined || !operation.body) return []
  return operation.body.check(body).map((violation) => ({
    check: 'negative_data_rejection' as const,
    at: `request body${violation.pointer}`,
    spec: violation.specPath,
    hint: `${violation.hint}, and yet the reply is ${status}`,
    evidence: operation.evidence,
  }))
}

type Found = Pick<Breach, 'check' | 'at' | 'hint'> & Partial<Pick<Breach, 'spec' | 'evidence'>>

function headerBreaches(documented: Documented, reply: Reply): Found[] {
  return [...documented.headers]
    .filter(([name, { required }]) => required && !reply.headers.has(name))
    .map(([name, { evidence }]) => ({
      check: 'response_headers_conformance',
      at: `header ${name}`,
      hint: `the documented header ${name} is missing`,
      ...(evidence && { evidence }),
    }))
}

function bodyBreaches(document: Schema, documented: Documented, reply: Reply): Found[] {
  const { mediaTypes, check, schema } = documented
  if (!check || !schema) {
    if (reply.text === '') return []
    return [wrongType('the reply is documented without a body, and has one')]
  }
  const given = (reply.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  if (!mediaTypes.includes(given)) {
    return [wrongType(`'${given}' is not documented (documented: ${mediaTypes.join(', ')})`)]
  }
  if (reply.body === undefined) return [wrongType('the body is no JSON')]
  return [
    ...check(reply.body).map(({ pointer, specPath, hint }) => ({
      check: 'response_schema_conformance' as const,
      at: pointer || '/',
      spec: specPath,
      hint,
    })),
    ...undeclared(document, schema, reply.body).map((pointer) => ({
      check: 'undeclared_property' as const,
      at: pointer,
      hint: `${pointer} is not declared`,
    })),
  ]
}

function wrongType(hint: string): Found {
  return { check: 'content_type_conformance', at: 'header content-type', hint }
}
