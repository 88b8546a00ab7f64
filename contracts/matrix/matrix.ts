/** The table of what is played, how we know of it, and which scenarios exercise it. */
import type { Operation, Spec } from '../../specs/read.ts'

/** One line of what the suite recorded. */
export interface Exercise {
  readonly api: string
  readonly operation?: string
  readonly status: number
  readonly test: string
}

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
    return [`#### ${spec.title}`, '', ...HEAD, ...rows, ''].join('\n')
  })
  return parts.join('\n')
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
