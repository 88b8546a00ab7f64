/** How Prism's opinion travels from the proxy to the suite: beside the reply, in a field of its own. */
import type { Violation } from '../../specs/read.ts'
import type { Opinion } from './observed.ts'

export const OPINION_FIELD = 'Rehearsal-Referee'

/** The variable that has the proxies' base URLs, by API, for the suite's processes. */
export const PROXIES = 'REHEARSAL_REFEREE_PROXIES'

/** Some clients read no more than 16 KiB of fields, and the reply has its own. */
const TOLD = 8
const HINT_LIMIT = 200

/** @returns ASCII; of many violations the first few. */
export function written({ operation, request, reply }: Opinion): string {
  const opinion = { operation, request: shortened(request), reply: shortened(reply) }
  return ascii(JSON.stringify(opinion))
}

export function readOpinion(field: string): Opinion {
  const { operation, request, reply } = JSON.parse(field) as Opinion
  return { operation, request, reply }
}

export function shortened(violations: readonly Violation[]): Violation[] {
  return violations.slice(0, TOLD).map(({ pointer, keyword, specPath, hint }) => ({
    pointer: pointer.slice(0, HINT_LIMIT),
    keyword,
    specPath,
    hint: hint.slice(0, HINT_LIMIT),
  }))
}

/** JSON as a header field may have it. */
export function ascii(json: string): string {
  return json.replace(/[^\x20-\x7e]/g, (letter) => {
    return `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}
