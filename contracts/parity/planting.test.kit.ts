/** The ways in which a divergence is planted, and what one is. */
import type { Verdict } from './attribute.ts'
import type { Answered, Asked, Diverge, Json } from './diverging.test.kit.ts'

export interface Divergence {
  readonly name: string
  /** The title of a scenario that meets it. */
  readonly scenario: string
  /** The operation and the pointer of the difference. */
  readonly at: string
  readonly verdict: Verdict
  /** A new one, without memory. */
  diverge(): Diverge
}

export const b: Verdict = 'broken by B'
export const both: Verdict = 'both keep the contract'

/** Alters what answers a request. */
export function answer(when: RegExp, change: (answered: Answered, asked: Asked) => Answered) {
  return (): Diverge => async (asked, ask) => {
    const answered = await ask(asked)
    return when.test(`${asked.method} ${asked.path}`) ? change(answered, asked) : answered
  }
}

/** Alters the body of each successful answer to such a request. */
export function body(when: RegExp, change: (body: Json) => Json) {
  return answer(when, (answered) =>
    answered.status < 300 && answered.body
      ? { ...answered, body: change(answered.body) }
      : answered,
  )
}

/** Alters a request on its way. */
export function request(when: RegExp, change: (asked: Asked) => Partial<Asked>) {
  return (): Diverge => (asked, ask) =>
    ask(when.test(`${asked.method} ${asked.path}`) ? { ...asked, ...change(asked) } : asked)
}
