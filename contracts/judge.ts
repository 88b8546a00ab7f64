/** What follows from what is wrong with a reply. */
import { breaksContract } from './breaking.ts'
import type { Watch } from './client.ts'
import { type Breach, inWords } from './conformance.ts'
import { type Exchange, show } from './exchange.ts'
import type { Doubt } from './ownership/proof.ts'

/** What the target says about itself is broken; the message has all that is needed to look into it. */
export class ContractBroken extends Error {
  override readonly name = 'ContractBroken'
}

/** The failure of a create that has not made what it says. */
export function foreign(
  { redact }: Pick<Watch, 'redact'>,
  { api, reply }: Exchange,
  { why, back }: Doubt,
): ContractBroken {
  const shown = [reply, back].map((one) => show(one, redact))
  return new ContractBroken([`${api}: ${why}`, ...shown].join('\n\n'))
}

/**
 * What breaks no contract is a finding. What does fails the test, unless somebody covers it.
 * @throws ContractBroken
 */
export function judge(watch: Watch, exchange: Exchange, found: readonly Breach[]): void {
  watch.judged?.(exchange, found)
  const breaks = (breach: Breach) => breaksContract(watch.target, breach)
  for (const breach of found.filter((one) => !breaks(one))) {
    watch.finding(`${exchange.operation}: ${inWords(breach)}`)
  }
  const broken = found.filter(breaks).filter((breach) => !watch.covered?.(exchange, breach))
  if (broken.length === 0) return
  throw new ContractBroken(
    [
      `${exchange.api}: the reply to ${exchange.operation} is not as documented`,
      ...broken.map(inWords),
      '',
      show(exchange.reply, watch.redact),
    ].join('\n'),
  )
}
