/** What `rehearsal sweep` says. */
import type { Place } from '../../contracts/ownership/places.ts'
import type { Swept } from '../../contracts/ownership/sweep.ts'

/** What has become of what one run left. */
export interface SweptRun {
  readonly run: string
  readonly log: string
  readonly state: 'swept' | 'left' | 'running' | 'unknown' | 'spoilt' | 'forgotten'
  readonly things: readonly Swept[]
  /** Targets that were not asked for, where it has left something too. */
  readonly elsewhere?: readonly string[]
  /** What keeps it from being swept. */
  readonly why?: string
}

const states = {
  swept: 'nothing is left',
  left: 'something is left; its log stays',
  running: 'is still going on, and left alone',
  unknown: 'may still be going on, for its log does not tell: --force sweeps it',
  spoilt: 'nothing can be told of it',
  forgotten: 'forgotten, and this is left',
}

export function report(runs: readonly SweptRun[]): string {
  if (runs.length === 0) return 'no run has left anything'
  return runs.map(reportOf).join('\n')
}

function reportOf({ run, log, state, things, elsewhere, why }: SweptRun): string {
  const counts = ['removed', 'gone', 'not found', 'left']
    .map(
      (outcome) => [outcome, things.filter((thing) => thing.outcome === outcome).length] as const,
    )
    .filter(([, count]) => count > 0 && state !== 'forgotten')
    .map(([outcome, count]) => `${count} ${outcome}`)
  const left = things.filter(({ outcome }) => outcome === 'left').map(reason)
  const where = state === 'forgotten' ? `; its log is ${log} now` : ''
  const more = elsewhere ? ` there, but something at ${elsewhere.join(' and ')}` : ''
  const said = `${[...counts, states[state]].join(', ')}${state === 'swept' ? more : ''}`
  const head = `run ${run}: ${said}${where}${why ? `: ${why}` : ''}`
  return [head, ...left, ...(state === 'left' ? [`  (${log})`] : [])].join('\n')
}

function reason({ api, target, operation, id, lost, stray, names, why }: Swept): string {
  const because = why ? `: ${why}` : ''
  if (stray && id === undefined) return `  - ${api} at ${target}: nobody knows what else${because}`
  const what =
    id === undefined && lost ? `${operation}, if it was made` : [operation, id].join(' ').trim()
  const by = stray ? 'found by its name' : names.join(', ')
  return `  - ${api} at ${target}: ${what} (${by})${because}`
}

/** What a log still has of a place, as what nobody will remove. */
export function abandoned({ api, target, open }: Place): Swept[] {
  const where = { api, target, outcome: 'left' as const }
  if (open.length === 0) return [{ ...where, operation: '', names: [], stray: true }]
  return open.flatMap(({ intent: { names, operation }, made, left }): Swept[] => {
    const told = { ...where, names, ...(left && { why: left }) }
    return made?.map((thing) => ({ ...told, ...thing })) ?? [{ ...told, operation, lost: true }]
  })
}
