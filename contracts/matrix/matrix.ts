/** The table of what is played, how we know of it, and which scenarios exercise it. */
import type { Operation, Spec } from '../../specs/read.ts'
import { drivers } from '../drivers/all.ts'
import { Absent } from '../drivers/driver.ts'
import type { Exercise } from '../reports/coverage.ts'

/** An operation as `rehearsal routes --json` lists it. */
export interface Route {
  readonly api: string
  readonly operation: string
  readonly path: string
  readonly played: boolean
}

const HEAD = [
  '| operation | path | evidence | played | scenarios | replies seen |',
  '| --- | --- | --- | --- | --- | --- |',
]

/** A heading and a table for each API, in Markdown. */
export function matrix(
  specs: readonly Spec[],
  { routes, exercises }: { routes: readonly Route[]; exercises: readonly Exercise[] },
): string {
  const parts = specs.map((spec) => {
    const rows = spec.operations.map((operation) => {
      const own = exercises.filter(
        (each) => each.api === spec.api && each.operation === operation.id,
      )
      const route = routes.find((each) => each.api === spec.api && each.operation === operation.id)
      return row(operation, { own, route })
    })
    return [`#### ${spec.title}`, '', ...HEAD, ...rows, '', ...absences(spec.api), ''].join('\n')
  })
  return parts.join('\n')
}

/** How many verbs of the common scenarios an API does not have, and why, each reason once. */
function absences(api: string): string[] {
  const verbs = Object.entries(drivers[api]?.verbs ?? {})
  const reasons = new Map<string, string[]>()
  for (const [name, verb] of verbs) {
    if (!(verb instanceof Absent)) continue
    reasons.set(verb.reason, [...(reasons.get(verb.reason) ?? []), `\`${name}\``])
  }
  const absent = [...reasons.values()].flat().length
  const count = `Of the ${verbs.length} verbs of the common scenarios it lacks ${absent || 'none'}`
  if (absent === 0) return [`${count}.`]
  const lines = [...reasons].map(([reason, names]) => `- ${names.join(', ')}: ${reason}.`)
  return [`${count}:`, '', ...lines]
}

function row(
  operation: Operation,
  { own, route }: { own: readonly Exercise[]; route: Route | undefined },
): string {
  const tests = new Set(own.map(({ test }) => test)).size
  const statuses = [...new Set(own.map(({ status }) => status))].sort((one, other) => one - other)
  const path = `${operation.method.toUpperCase()} ${operation.path}`
  const cells = [
    `\`${operation.id}\``,
    `\`${path}\``,
    operation.evidence,
    route?.played ? 'yes' : 'no (501)',
    String(tests),
    statuses.join(' '),
  ]
  return `| ${cells.join(' | ')} |`
}
