import { aligned } from '../../contracts/reports/table.ts'
import type { Dialect } from '../dialects/dialect.ts'
import type { Api } from '../mounts.ts'

interface Row {
  readonly api: string
  readonly method: string
  readonly path: string
  readonly operation: string
  readonly evidence: string
  readonly played: boolean
}

/** Every operation of the APIs: where it is mounted, how we know of it, and whether it is played. */
export function routeRows(apis: readonly Api[]): Row[] {
  return apis.flatMap(({ name, path, spec, dialect }) =>
    spec.operations.map((operation) => ({
      api: name,
      method: operation.method.toUpperCase(),
      path: path + operation.path,
      operation: operation.id,
      evidence: operation.evidence,
      played: isPlayed(dialect.behaviours[operation.id]),
    })),
  )
}

function isPlayed(behaviour: Dialect['behaviours'][string] | undefined): boolean {
  return behaviour !== undefined && !('reason' in behaviour)
}

export function routeTable(rows: readonly Row[]): string {
  return aligned([
    ['METHOD', 'PATH', 'OPERATION', 'EVIDENCE', 'PLAYED'],
    ...rows.map(({ method, path, operation, evidence, played }) => [
      method,
      path,
      operation,
      evidence,
      played ? 'yes' : 'no (501)',
    ]),
  ]).join('\n')
}
