/** What the proxy adds to a reply. */
import { ascii } from '../../contracts/referee/opinion-field.ts'
import { inField, type Ruling, VIOLATIONS_FIELD } from '../../contracts/referee/ruling.ts'
import { unjudgedBy } from './proxy-log.ts'

type Fields = Readonly<Record<string, string>>

/** Says why there is no verdict. */
export const UNJUDGED_FIELD = 'Rehearsal-Unjudged'

/** How long a reply that is whole waits for its verdict. */
const WAIT_MS = 2000

/** The fields for a verdict, or those of one that does not come soon. */
export async function soon(verdict: Promise<Ruling | string>, waitMs = WAIT_MS): Promise<Fields> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(resolve, waitMs, 'no verdict yet; the log will have it')
  })
  const told = await Promise.race([verdict, late])
  clearTimeout(timer)
  return fieldsOf(told)
}

export function fieldsOf(ruling: Ruling | string): Fields {
  const unjudged = unjudgedBy(ruling)
  if (unjudged !== undefined) return { [UNJUDGED_FIELD]: ascii(unjudged) }
  const { findings, more } = ruling as Ruling
  if (findings.length === 0) return {}
  return {
    [VIOLATIONS_FIELD]: inField(findings),
    ...(more && { [`${VIOLATIONS_FIELD}-Total`]: String(findings.length + more) }),
  }
}
