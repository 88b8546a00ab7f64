/** What both judges say of an exchange, in one list. */
import type { Spec, Violation } from '../../specs/read.ts'
import { ajvJudge } from './ajv.ts'
import type { JudgeName } from './disagreements.ts'
import type { Observed } from './observed.ts'
import { ascii, shortened } from './opinion-field.ts'
import { prismJudge } from './prism.ts'

export interface Finding extends Violation {
  readonly in: 'request' | 'reply'
  /** Who says so; where both do, the words are Ajv's, which name the place in the document. */
  readonly by: JudgeName | 'both'
}

export interface Ruling {
  /** Undefined when neither knows an operation for the request. */
  readonly operation: string | undefined
  readonly findings: readonly Finding[]
  /** How many more there are, which are not told. */
  readonly more?: number
}

/** Of a list of hundreds of thousands, who reads on? */
const TOLD = 20
const TEXT_LIMIT = 500

/** The field of a reply that tells what is wrong, as in a refusal of the mock. */
export const VIOLATIONS_FIELD = 'Rehearsal-Violations'

/** Some proxies give up on more than 8 KiB of fields. */
const FIELD_LIMIT = 4096

/** Loads Prism; @returns who rules. */
export async function bothJudges(spec: Spec): Promise<(observed: Observed) => Promise<Ruling>> {
  const judges = { ajv: ajvJudge(spec), prism: await prismJudge(spec) }
  return async (observed) => {
    const [ajv, prism] = await Promise.all([judges.ajv(observed), judges.prism(observed)])
    const sides = ['request', 'reply'] as const
    const findings = sides.flatMap((side): Finding[] => {
      const both = ajv[side].length > 0 && prism[side].length > 0
      if (both) return ajv[side].map((each) => ({ ...each, in: side, by: 'both' }))
      return [
        ...ajv[side].map((each) => ({ ...each, in: side, by: 'ajv' as const })),
        ...prism[side].map((each) => ({ ...each, in: side, by: 'prism' as const })),
      ]
    })
    const operation = ajv.operation ?? prism.operation
    if (ajv.operation === prism.operation) return { operation, findings }
    return { operation, findings: [elsewhere(ajv.operation, prism.operation), ...findings] }
  }
}

function elsewhere(ajv: string | undefined, prism: string | undefined): Finding {
  const hint = `the operation is ${ajv ?? 'none'} to Ajv, ${prism ?? 'none'} to Prism`
  const by = ajv === undefined ? 'ajv' : 'prism'
  return { pointer: '', keyword: 'operation', specPath: '', hint, in: 'request', by }
}

/** @returns the first findings, and how many there are besides */
export function inShort({ operation, findings }: Ruling): Ruling {
  const told = findings.slice(0, TOLD).map((each) => ({
    ...each,
    pointer: each.pointer.slice(0, TEXT_LIMIT),
    hint: each.hint.slice(0, TEXT_LIMIT),
  }))
  const more = findings.length - told.length
  return { operation, findings: told, ...(more > 0 && { more }) }
}

/** @returns the findings as a field may have them: the first few. */
export function inField(findings: readonly Finding[]): string {
  const short = shortened(findings)
  const told = short.map((each, at) => {
    const { in: side, by } = findings[at] as Finding
    return ascii(JSON.stringify({ ...each, in: side, by }))
  })
  while (told.length > 1 && told.join().length > FIELD_LIMIT) told.pop()
  return `[${told.join()}]`
}
