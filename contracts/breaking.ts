/** The one rule on what breaks a contract: whoever judges a departure asks it. */
import type { Evidence } from '../specs/read.ts'
import type { Target } from './target.ts'

/** What a target does otherwise than its document says. */
export interface Departure {
  /** What the promise rests on from which it departs. */
  readonly evidence: Evidence
  readonly check?: string
}

/**
 * What is stated or public is a promise, and whoever departs from it breaks the contract. What we
 * only inferred a real deployment may have otherwise, and it may say more than is declared: that is
 * a finding. The mock must keep all it says.
 */
export function breaksContract(
  { mock }: Pick<Target, 'mock'>,
  { evidence, check }: Departure,
): boolean {
  return mock || (evidence !== 'inferred' && check !== 'undeclared_property')
}
