/** All that comes of comparing two deployments. */
import { breaksContract } from '../breaking.ts'
import type { Breach } from '../conformance.ts'
import { drivers } from '../drivers/all.ts'
import { attribute, type Judged } from './attribute.ts'
import { sentence } from './breaches.ts'
import { countsIn } from './reading.ts'
import { type Compared, compareScenario, type Left } from './scenario.ts'
import { type Side, sides } from './sides.ts'
import type { Transcript } from './transcript.ts'

/** What was seen of one operation. */
export interface OperationSeen {
  readonly api: string
  readonly operation: string
  /** Exchanges that were compared in full, and agree. */
  readonly agreed: number
  readonly differences: number
}

export interface Comparison {
  /** Scenarios that were played on both. */
  readonly scenarios: number
  readonly differences: readonly Judged[]
  /** Differences in the words of refusals, which are not counted. */
  readonly wordings: readonly Judged[]
  readonly operations: readonly OperationSeen[]
  /** What was not compared: why, of which operation, and how often. */
  readonly left: readonly (Left & { readonly api: string; readonly times: number })[]
  /** Why scenarios were run on neither side, and how many. */
  readonly idle: readonly { readonly reason: string; readonly times: number }[]
  /** Scenarios that fail on both alike. */
  readonly failing: readonly {
    readonly api: string
    readonly scenario: string
    readonly why: string
  }[]
  /** Scenarios to which a side gave no reply. */
  readonly silent: readonly {
    readonly side: Side
    readonly scenario: string
    readonly why: string
  }[]
}

export function compareTranscripts(transcripts: readonly Transcript[]): Comparison {
  const apis = [...new Set(transcripts.map(({ api }) => api))].sort()
  const all = apis.map((api) => {
    const own = transcripts.filter((one) => one.api === api)
    const compared = pairUp(own, api)
    return { api, compared, judged: attribute(compared) }
  })
  const compared = all.flatMap((one) => one.compared)
  const judged = all.flatMap((one) => one.judged)
  const isWording = ({ kind }: Judged) => kind === 'wording'
  const differences = judged.filter((one) => !isWording(one))
  return {
    scenarios: compared.length,
    differences,
    wordings: judged.filter(isWording),
    operations: all.flatMap(({ api, compared }) => operationsOf(api, compared, differences)),
    left: all.flatMap(({ api, compared }) => leftOf(api, compared)),
    idle: idleIn(compared),
    failing: compared.filter(failsAlike).map(({ transcripts: { A } }) => told(A)),
    silent: transcripts
      .filter(({ end }) => end === 'silent')
      .map((one) => ({ ...told(one), side: one.side })),
  }
}

function told(transcript: Transcript) {
  const { api, scenario, why } = transcript
  return { api, scenario, why: why ?? breakingIn(transcript).map(sentence)[0] ?? '' }
}

function pairUp(own: readonly Transcript[], api: string): Compared[] {
  const driver = drivers[api]
  const identity = ['id', ...Object.values(driver?.undo ?? {}).flatMap(({ idIn }) => idIn ?? [])]
  const knowledge = {
    counts: countsIn(own),
    identity: [...new Set(identity)],
    searches: driver?.searches ?? [],
  }
  // A scenario that was tried again counts as it ended.
  const of = (side: Side) =>
    new Map(own.filter((one) => one.side === side).map((one) => [one.scenario, one]))
  const [ofA, ofB] = sides.map(of) as [Map<string, Transcript>, Map<string, Transcript>]
  return [...ofA.keys()].sort().flatMap((scenario) => {
    const [A, B] = [ofA.get(scenario), ofB.get(scenario)]
    return A && B ? [compareScenario({ A, B }, knowledge)] : []
  })
}

function failsAlike({ transcripts: { A, B }, found }: Compared): boolean {
  return failed(A) && failed(B) && found.every(({ kind }) => kind === 'wording')
}

/** A breach that did not end a scenario fails it all the same. */
function failed(transcript: Transcript): boolean {
  const { end, known } = transcript
  if (end === 'passed') return known.length === 0 && breakingIn(transcript).length > 0
  return end === 'broken'
}

function breakingIn(transcript: Transcript): Breach[] {
  const breaches = transcript.entries.flatMap((entry) => (entry.beside ? [] : entry.breaches))
  return breaches.filter((breach) => breaksContract(transcript, breach))
}

function operationsOf(
  api: string,
  compared: readonly Compared[],
  differences: readonly Judged[],
): OperationSeen[] {
  const agreed = new Map<string, number>()
  for (const [operation, times] of compared.flatMap((one) => [...one.agreed])) {
    agreed.set(operation, (agreed.get(operation) ?? 0) + times)
  }
  const differing = differences.filter((one) => one.api === api).map(({ operation }) => operation)
  const names = new Set([
    ...agreed.keys(),
    ...differing,
    ...compared.flatMap(({ left }) => left.map(({ operation }) => operation)),
  ])
  return [...names]
    .filter((name) => !name.startsWith('('))
    .sort()
    .map((operation) => ({
      api,
      operation,
      agreed: agreed.get(operation) ?? 0,
      differences: differing.filter((one) => one === operation).length,
    }))
}

function idleIn(compared: readonly Compared[]): Comparison['idle'] {
  const counts = new Map<string, number>()
  for (const { transcripts } of compared) {
    const { A, B } = transcripts
    if (A.end !== 'not run' || B.end !== 'not run') continue
    const reason = `not run at A and B: ${A.why ?? ''}`
    counts.set(reason, (counts.get(reason) ?? 0) + 1)
  }
  return [...counts].map(([reason, times]) => ({ reason, times }))
}

function leftOf(api: string, compared: readonly Compared[]): Comparison['left'] {
  const counts = new Map<string, number>()
  for (const { operation, reason } of compared.flatMap(({ left }) => left)) {
    const key = JSON.stringify({ operation, reason })
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return [...counts].sort().map(([key, times]) => ({ api, ...(JSON.parse(key) as Left), times }))
}
