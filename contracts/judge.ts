/** What follows from what is wrong with a reply. */
import { breaksContract } from './breaking.ts'
import { type Breach, inWords } from './conformance.ts'
import { type Exchange, type Redact, show } from './exchange.ts'
import type { Doubt } from './ownership/proof.ts'
import type { Target } from './target.ts'

/** What the target says about itself is broken; the message has all that is needed to look into it. */
export class ContractBroken extends Error {
  override readonly name = 'ContractBroken'
}

/** Who is told what is wrong, and who may cover it. */
export interface Judging {
  readonly target: Target
  readonly redact: Redact
  /** A departure that is no failure: of a real deployment, from what we only infer. */
  finding(text: string): void
  /** All that is wrong with a reply, whatever follows from it. */
  judged?(exchange: Exchange, found: readonly Breach[]): void
  /** Whether a breach is known of the target, so that the scenario goes on. */
  covered?(exchange: Exchange, breach: Breach): boolean
}

/**
 * What breaks no contract is a finding. What does fails the test, unless somebody covers it.
 * @param doubt why what a create says it has made is not the run's, which nothing excuses
 * @throws ContractBroken
 */
export function judge(
  watch: Judging,
  exchange: Exchange,
  found: readonly Breach[],
  doubt?: Doubt,
): void {
  watch.judged?.(exchange, found)
  const breaks = (breach: Breach) => breaksContract(watch.target, breach)
  for (const breach of found.filter((one) => !breaks(one))) {
    watch.finding(`${exchange.operation}: ${inWords(breach)}`)
  }
  const broken = found.filter(breaks).filter((breach) => !watch.covered?.(exchange, breach))
  if (broken.length === 0 && !doubt) return
  const { api, operation, reply } = exchange
  const about = `${api}: the reply to ${operation} is not as documented`
  throw new ContractBroken(
    [
      ...(doubt ? [`${api}: ${doubt.why}`] : []),
      ...(broken.length > 0 ? [about, ...broken.map(inWords)] : []),
      ...[reply, ...(doubt ? [doubt.back] : [])].map((one) => `\n${show(one, watch.redact)}`),
    ].join('\n'),
  )
}
