/** Where two judges say different things of a message. */
import type { Violation } from '../../specs/read.ts'
import type { Opinion } from './observed.ts'

/** What they differ about: which operation it is, the request, or the reply. */
export type What = 'operation' | 'request' | 'reply'
export type JudgeName = 'prism' | 'ajv'

export interface Disagreement {
  /** By the judge that knows one. */
  readonly operation: string
  readonly what: What
  readonly status: number
  /** Who calls it invalid; the other does not. */
  readonly refusedBy: JudgeName
  readonly faults: readonly Violation[]
}

type Opinions = Readonly<Record<JudgeName, Opinion>>

export function disagreements({ prism, ajv }: Opinions, status: number): Disagreement[] {
  const operation = ajv.operation ?? prism.operation ?? '(none)'
  if (ajv.operation !== prism.operation) {
    const refusedBy = ajv.operation === undefined ? 'ajv' : 'prism'
    return [
      { operation, what: 'operation', status, refusedBy, faults: [elsewhere({ prism, ajv })] },
    ]
  }
  return (['request', 'reply'] as const).flatMap((what) => {
    const refusing = (['prism', 'ajv'] as const).filter(
      (name) => ({ prism, ajv })[name][what].length > 0,
    )
    const [refusedBy] = refusing
    if (refusing.length !== 1 || !refusedBy) return []
    return [{ operation, what, status, refusedBy, faults: { prism, ajv }[refusedBy][what] }]
  })
}

function elsewhere({ prism, ajv }: Opinions): Violation {
  const said = ({ operation = 'none' }: Opinion) => operation
  const hint = `the operation is ${said(ajv)} to Ajv, ${said(prism)} to Prism`
  return { pointer: '', keyword: 'operation', specPath: '', hint }
}
