/** What follows from what is wrong with a reply. */
import type { Watch } from './client.ts'
import { type Breach, inWords } from './conformance.ts'
import { type Exchange, show } from './exchange.ts'
import type { Doubt } from './ownership/proof.ts'

/** What the target says about itself is broken; the message has all that is needed to look into it. */
export class ContractBroken extends Error {
  override readonly name = 'ContractBroken'
}

/**
 * The mock must keep all it says. A real deployment may have what we only infer otherwise, and a
 * header that it never sends must not hide all else: a scenario that is about one asks for it.
 * @param doubt why what a create says it has made is not the run's, which nothing excuses
 * @throws ContractBroken
 */
export function judge(
  watch: Watch,
  exchange: Exchange,
  found: readonly Breach[],
  doubt?: Doubt,
): void {
  watch.judged?.(exchange, found)
  const findings = ['undeclared_property', 'response_headers_conformance']
  const excused = ({ check, evidence }: Breach) =>
    !watch.target.mock && (findings.includes(check) || evidence === 'inferred')
  for (const breach of found.filter(excused)) {
    watch.finding(`${exchange.operation}: ${inWords(breach)}`)
  }
  const broken = found
    .filter((breach) => !excused(breach))
    .filter((breach) => !watch.covered?.(exchange, breach))
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
