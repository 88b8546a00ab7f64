/** What follows from how the tests went and from what they exercised. */
import type { Verdict } from '../verdict.ts'
import { titleOf } from './coverage-table.ts'
import { kinds } from './items.ts'
import { type Coverage, percent, type Share, shareOf } from './measure.ts'
import { choosesNothing, outcome } from './outcomes.ts'
import type { Ended, Failed } from './summary.ts'

/** @param failures of the tests that ran */
export function verdictsOnTests(
  { tests, errors, status }: Ended,
  failures: readonly Failed[],
): Verdict[] {
  if (choosesNothing(tests.length, errors)) return [{ kind: 'usage', text: NOTHING }]
  const broken = failures.filter(({ inconclusive }) => !inconclusive)
  const open = failures.filter(({ inconclusive }) => inconclusive)
  return [
    ...errors.map((error): Verdict => ({ kind: 'broken', text: `outside the tests: ${error}` })),
    ...(broken.length > 0 && status !== 'interrupted'
      ? [{ kind: 'broken', text: `${scenarios(broken)} failed, ${first(broken)}` } as const]
      : []),
    ...(open.length > 0
      ? [
          {
            kind: 'inconclusive',
            text: `${scenarios(open)} had no answer to judge, ${first(open)}`,
          } as const,
        ]
      : []),
    ...cut(status),
  ]
}

/** A run in which no test came to anything says nothing of the target; a shard may be such a part. */
export function verdictsOnSilence({ tests, errors, status }: Ended): Verdict[] {
  const isSilent = tests.length > 0 && tests.every(saysNothing)
  if (!isSilent || errors.length > 0 || status !== 'passed') return []
  const many = tests.length === 1 ? 'the one test is' : `all ${tests.length} tests are`
  return [{ kind: 'inconclusive', text: `nothing was judged: ${many} not run, see why above` }]
}

/** A failure that is known is drawn as a test that did not run, and says what was known. */
function saysNothing(test: Ended['tests'][number]): boolean {
  return test.outcome() === 'skipped' && outcome(test) !== 'known'
}

/**
 * Every kind of thing has to reach the least, in every API: a sum would let many properties make up
 * for an error that was never seen.
 */
export function verdictsOnCoverage(
  coverages: readonly Coverage[],
  { least, all }: { least: number; all: string },
): Verdict[] {
  return coverages.flatMap(({ api, items }) => {
    const low = kinds
      .map((kind) => ({ kind, share: shareOf(items, kind) }))
      .filter(({ share }) => share.of > 0 && 100 * share.covered < least * share.of)
      .map(({ kind, share }) => `${titleOf(kind)} ${inWords(share)}`)
    if (low.length === 0) return []
    const text = `${api}: less than ${least}% is exercised: ${low.join(', ')}; ${all} has the names`
    return [{ kind: 'broken' as const, text }]
  })
}

const NOTHING =
  'no test is selected: look at the APIs that are named, and at what follows -- (a file, --grep)'

function cut(status: Ended['status']): Verdict[] {
  if (status === 'interrupted') return [{ kind: 'inconclusive', text: 'the run was interrupted' }]
  if (status === 'timedout') return [{ kind: 'inconclusive', text: 'the run took too long' }]
  return []
}

function scenarios({ length }: readonly Failed[]): string {
  return length === 1 ? 'a scenario' : `${length} scenarios`
}

function first(failures: readonly Failed[]): string {
  const [one] = failures
  return `first ${one?.api} › ${one?.test}: ${one?.headline}`
}

function inWords(share: Share): string {
  return `${share.covered} of ${share.of} (${percent(share)}%)`
}
