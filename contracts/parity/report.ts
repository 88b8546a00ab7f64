/** What a person reads of a comparison. */
import { aligned } from '../reports/table.ts'
import type { Judged } from './attribute.ts'
import type { Comparison, OperationSeen } from './comparison.ts'
import { ageOf, type Ledger, type Run } from './ledger.ts'

/** More differences than these are in the file. */
const MOST = 40

export interface Report {
  readonly comparison: Comparison
  /** As it is after the run. */
  readonly ledger: Ledger
  readonly run: Run
  readonly names: Readonly<Record<'A' | 'B', string>>
  /** Where all of it is. */
  readonly file: string
  /** Whether to leave out whatever is no difference. */
  readonly quiet: boolean
}

/** @returns nothing when a quiet run has nothing to tell */
export function report(given: Report): string {
  const { comparison, names, file, quiet } = given
  const lines = [...what(given), ...(quiet ? [] : around(given))]
  if (quiet && lines.length === 0) return ''
  return [
    `\nParity of A (${names.A}) and B (${names.B}): ${comparison.scenarios} scenarios`,
    ...lines,
    `\n${summary(comparison.differences)}\nAll of it: ${file}`,
  ].join('\n')
}

/** What the two do not agree on, and where neither can be judged. */
function what({ comparison, file }: Report): string[] {
  const { differences, failing, silent } = comparison
  const shown = differences.slice(0, MOST).map(difference)
  const more = differences.length - shown.length
  return [
    ...shown,
    ...(more > 0 ? [`\n  and ${more} more: ${file}`] : []),
    ...failing.map(({ scenario, why }) => `\n  fails on both alike: ${scenario}\n    ${why}`),
    ...silent.map(
      ({ side, scenario, why }) => `\n  no reply from ${side}: ${scenario}\n    ${why}`,
    ),
  ]
}

/** When each operation was seen to agree, and what was left out. */
function around({ comparison, ledger, run }: Report): string[] {
  const { wordings, left } = comparison
  return [
    '',
    ...table(comparison.operations, ledger, run),
    ...(left.length > 0 ? ['\nNot compared:', ...notCompared(left)] : []),
    ...(wordings.length > 0
      ? [`\nThe words of refusals differ in ${wordings.length} places, which is not counted.`]
      : []),
  ]
}

function difference(one: Judged): string {
  const { operation, pointer, kind, a, b, verdict, promise, known, scenario, step, seen, curl } =
    one
  const times = seen > 1 ? `, seen ${seen} times` : ''
  return [
    `\n  ${verdict}: ${one.api} ${operation} ${pointer} (${kind}${times})`,
    `    A: ${a}`,
    `    B: ${b}`,
    `    in: ${scenario}${step > 0 ? `, request ${step}` : ''}`,
    ...(promise ? [`    ${verdict.startsWith('both') ? 'finding' : 'promised'}: ${promise}`] : []),
    ...(known ? [`    known: ${known}`] : []),
    ...(curl.A ? [`    A: ${curl.A}`] : []),
    ...(curl.B ? [`    B: ${curl.B}`] : []),
  ].join('\n')
}

function table(operations: readonly OperationSeen[], ledger: Ledger, run: Run): string[] {
  const rows = operations.map((one) => [
    `${one.api} ${one.operation}`,
    String(one.agreed),
    String(one.differences),
    ageOf(ledger, run, one) ?? '',
  ])
  return aligned([['operation', 'agree', 'differ', ''], ...rows])
}

function notCompared(left: Comparison['left']): string[] {
  const reasons = new Map<string, { times: number; operations: Set<string> }>()
  for (const { api, operation, reason, times } of left) {
    const of = reasons.get(reason) ?? { times: 0, operations: new Set<string>() }
    of.operations.add(`${api} ${operation}`)
    reasons.set(reason, { ...of, times: of.times + times })
  }
  return [...reasons].map(([reason, { times, operations }]) => {
    const [first, second, ...rest] = operations
    const named = [first, second, rest.length > 0 ? `${rest.length} more` : undefined]
    return `  ${times} x ${reason} (${named.filter(Boolean).join(', ')})`
  })
}

function summary(differences: readonly Judged[]): string {
  const counts = new Map<string, number>()
  for (const { verdict } of differences) counts.set(verdict, (counts.get(verdict) ?? 0) + 1)
  if (counts.size === 0) return 'No differences.'
  const parts = [...counts].sort().map(([verdict, times]) => `${times} ${verdict}`)
  return `${count(differences.length, 'difference')}: ${parts.join(', ')}.`
}

/** A number and what is counted, in the plural where it has to be. */
export function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`
}
