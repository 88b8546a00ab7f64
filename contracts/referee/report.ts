/** A comparison in words. */
import type { Verdict } from '../verdict.ts'
import type { Compared } from './compared.ts'
import type { JudgeName } from './disagreements.ts'
import type { Explanation, Group, Held } from './explained.ts'

export interface Found {
  readonly compared: readonly Compared[]
  readonly held: Held
  /** Explanations that a whole run had no use for. */
  readonly stale: readonly Explanation[]
}

const names: Readonly<Record<JudgeName, string>> = { prism: 'Prism', ajv: 'Ajv' }

export function linesOf({ compared, held, stale }: Found): string[] {
  const { explained, unexplained } = held
  return [
    `\nA second opinion: ${summary(compared)}`,
    ...headed(
      'Explained',
      explained.map(
        ({ explanation, times }) =>
          `${times} x ${whatOf(explanation)}: ${explanation.reason.trim()}`,
      ),
    ),
    ...headed('Not explained', unexplained.map(inWords)),
    ...headed('Stale explanations', stale.map(whatOf)),
  ]
}

/** What a run comes to by it; nothing when the two agree or every difference is explained. */
export function verdictsOf({ compared, held, stale }: Found): Verdict[] {
  const found = held.unexplained.length
  const texts = [
    ...(compared.some(({ unjudged }) => !unjudged)
      ? []
      : ['Prism has judged nothing: no request came by']),
    ...(found > 0
      ? [
          `Prism and Ajv differ in ${found} ways that nothing explains: see contracts/referee/explained.yaml, or --explained`,
        ]
      : []),
    ...(stale.length > 0 ? [`${stale.length} explanations are stale: take them out`] : []),
  ]
  return texts.map((text) => ({ kind: 'broken', text }))
}

function summary(compared: readonly Compared[]): string {
  const sum = (of: (one: Compared) => number) => compared.reduce((all, one) => all + of(one), 0)
  const parts = [
    `of ${compared.length} exchanges Prism and Ajv find ${sum(({ valid }) => valid)} messages valid`,
    `and ${sum(({ invalid }) => invalid)} not, and differ on ${sum((one) => one.disagreements.length)}`,
  ]
  const unjudged = sum((one) => (one.unjudged ? 1 : 0))
  return `${parts.join(' ')}${unjudged > 0 ? `; ${unjudged} were not judged` : ''}.`
}

function headed(heading: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`${heading}:`, ...lines.map((line) => `  ${line}`)]
}

function whatOf({ api, operation, what, status, refusedBy, keyword }: Explanation): string {
  const of = status === undefined ? what : `${what} (${status})`
  return `${api} ${operation}, ${of}: ${names[refusedBy]} alone refuses it (${keyword})`
}

function inWords({ api, operation, what, status, refusedBy, faults, times }: Group): string {
  const said = faults.map(({ pointer, keyword, hint }) => `${pointer || '/'} ${keyword}: ${hint}`)
  const of = what === 'reply' ? `the reply ${status}` : `the ${what} (answered ${status})`
  return `${times} x ${api} ${operation}: ${names[refusedBy]} alone refuses ${of}: ${said.join('; ')}`
}
