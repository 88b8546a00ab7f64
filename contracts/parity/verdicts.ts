/** What a comparison says of the run. */
import type { Verdict } from '../verdict.ts'
import type { Comparison } from './comparison.ts'
import { count } from './report.ts'

/** A run that compared nothing is inconclusive: nobody has seen the two agree. */
export function verdictsOf(comparison: Comparison): Verdict[] {
  const { failing, silent, operations } = comparison
  const open = comparison.differences.filter(({ known }) => known === undefined)
  const of = (name: string) => open.filter(({ verdict }) => verdict.startsWith(name)).length
  const all = [
    { kind: 'broken', number: of('broken'), what: 'difference that breaks the contract' },
    { kind: 'broken', number: failing.length, what: 'scenario that fails on both alike' },
    { kind: 'differs', number: of('both keep'), what: 'difference that keeps the contract' },
    { kind: 'inconclusive', number: of('cannot tell'), what: 'difference that may be of either' },
    { kind: 'inconclusive', number: silent.length, what: 'scenario without a reply' },
  ] as const
  const said = all
    .filter(({ number }) => number > 0)
    .map(({ kind, number, what }) => ({ kind, text: `parity: ${number} x ${what}` }))
  if (said.length > 0 || operations.some(({ agreed }) => agreed > 0)) return said
  return [{ kind: 'inconclusive', text: `parity: nothing was compared${whyNothing(comparison)}` }]
}

function whyNothing({ scenarios, left, idle }: Comparison): string {
  if (scenarios === 0) return ': no scenario was played on both sides'
  const reasons = new Map<string, number>()
  for (const { reason, times } of [...left, ...idle]) {
    reasons.set(reason, (reasons.get(reason) ?? 0) + times)
  }
  const [first] = [...reasons].sort(([, one], [, other]) => other - one)
  const why = first ? `: ${first[0]} (${first[1]} x)` : ', for no request was sent on both sides'
  return ` in ${count(scenarios, 'scenario')}${why}`
}
