/** What the proxy says of each exchange, and of all of them at the end. */
import pc from 'picocolors'
import { redactor } from '../../contracts/exchange.ts'
import type { Passed } from '../../contracts/referee/relay.ts'
import type { Finding, Ruling } from '../../contracts/referee/ruling.ts'
import { aligned } from '../../contracts/reports/table.ts'

export interface Entry {
  readonly text: string
  readonly data: {
    readonly method: string
    readonly path: string
    readonly operation: string | null
    readonly status: number | null
    readonly ok: boolean
    readonly violations: readonly Finding[]
    /** How many more there are, which are not told. */
    readonly more?: number
    /** Why there is no verdict. */
    readonly unjudged?: string
  }
}

/** @param ruling a text says why there is none */
export function logged({ method, path, headers, status }: Passed, ruling: Ruling | string): Entry {
  const unjudged = unjudgedBy(ruling)
  const {
    operation,
    findings: violations,
    more = 0,
  }: Ruling = typeof ruling === 'string' ? { operation: undefined, findings: [] } : ruling
  const data = {
    method,
    path: printable(redactor(secretsIn(headers))(path)),
    operation: operation ?? null,
    status: status ?? null,
    ok: unjudged === undefined && violations.length === 0,
    violations,
    ...(more > 0 && { more }),
    ...(unjudged !== undefined && { unjudged }),
  }
  const said =
    unjudged !== undefined ? pc.yellow(`not judged: ${unjudged}`) : verdict(violations, more)
  return { data, text: [method, data.path, operation ?? '-', status ?? '-', said].join(' ') }
}

/** Why there is no verdict, where there is none. */
export function unjudgedBy(ruling: Ruling | string): string | undefined {
  if (typeof ruling === 'string') return printable(ruling)
  const { operation, findings } = ruling
  const known = operation !== undefined || findings.length > 0
  return known ? undefined : 'the document has no such operation'
}

function verdict(findings: readonly Finding[], more: number): string {
  if (findings.length === 0) return pc.green('ok')
  const rest = more > 0 ? [`and ${more} more`] : []
  return pc.red([...findings.map(inWords), ...rest].join('; '))
}

function inWords({ in: side, by, pointer, hint, specPath }: Finding): string {
  const who = by === 'both' ? '' : by === 'ajv' ? 'Ajv alone: ' : 'Prism alone: '
  const place = specPath || `at ${pointer || '/'}`
  return printable(`${who}${side}: ${hint} (${place})`)
}

/** Without what the request presented as a credential, wherever a hint repeats it. */
export function redacted({ headers }: Passed, ruling: Ruling | string): Ruling | string {
  const redact = redactor(secretsIn(headers))
  if (typeof ruling === 'string') return redact(ruling)
  const findings = ruling.findings.map((each) => ({
    ...each,
    pointer: redact(each.pointer),
    hint: redact(each.hint),
  }))
  return { ...ruling, findings }
}

const SECRET = /^(.*auth.*|.*token.*|.*key.*|.*secret.*|cookie)$/i

function secretsIn(raw: readonly string[]): string[] {
  const values = raw.filter((_, at) => at % 2 === 1 && SECRET.test(raw[at - 1] ?? ''))
  return values.map((value) => value.replace(/^\w+ +/, '')).filter(({ length }) => length > 3)
}

const LINE_LIMIT = 600

/** What goes to a terminal, where a control character would be obeyed. */
function printable(text: string): string {
  return text.replace(/[^\x20-\x7e\u00a0-\uffff]/g, '?').slice(0, LINE_LIMIT)
}

interface Count {
  requests: number
  violating: number
  unjudged: number
}

export interface Tally {
  count(entry: Entry): void
  data(): Readonly<Record<string, Readonly<Count>>>
  text(): string
}

export function createTally(): Tally {
  const counts = new Map<string, Count>()
  return {
    count: ({ data: { operation, ok, unjudged } }) => {
      const name = operation ?? '-'
      const count = counts.get(name) ?? { requests: 0, violating: 0, unjudged: 0 }
      count.requests += 1
      if (unjudged !== undefined) count.unjudged += 1
      else if (!ok) count.violating += 1
      counts.set(name, count)
    },
    data: () => Object.fromEntries(counts),
    text: () => {
      const rows = [...counts].map(([name, each]) => [name, ...Object.values(each).map(String)])
      if (rows.length === 0) return 'no request came by'
      const heads = ['operation', 'requests', 'with violations', 'not judged']
      return aligned([heads, ...rows.sort()]).join('\n')
    },
  }
}
