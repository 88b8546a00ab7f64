/** Which value of one deployment stands for which of the other, as the run has shown. */
import type { Side } from './sides.ts'

export interface Bonds {
  /**
   * Holds that both stand for the same from here on.
   * @returns what both are called, as `<user:1>`; undefined when either stands for something else.
   */
  tie(scope: string, a: string, b: string, kind: string): string | undefined
  /** Whether `tie` would succeed. */
  fits(scope: string, a: string, b: string): boolean
  /** What a value of a side is called; undefined when it has not been tied. */
  nameOf(side: Side, scope: string, value: string): string | undefined
}

export function createBonds(): Bonds {
  const names = { A: new Map<string, string>(), B: new Map<string, string>() }
  const counts = new Map<string, number>()
  const nameOf: Bonds['nameOf'] = (side, scope, value) => names[side].get(`${scope}\n${value}`)
  const next = (kind: string) => {
    const count = (counts.get(kind) ?? 0) + 1
    counts.set(kind, count)
    return `<${kind}:${count}>`
  }
  return {
    nameOf,
    fits: (scope, a, b) => nameOf('A', scope, a) === nameOf('B', scope, b),
    tie: (scope, a, b, kind) => {
      const [ofA, ofB] = [nameOf('A', scope, a), nameOf('B', scope, b)]
      if (ofA !== undefined || ofB !== undefined) return ofA === ofB ? ofA : undefined
      const name = next(kind)
      names.A.set(`${scope}\n${a}`, name)
      names.B.set(`${scope}\n${b}`, name)
      return name
    },
  }
}
