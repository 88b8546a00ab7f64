/** What is chosen at random is chosen by a seed, so that a failure can be repeated. */
import fc from 'fast-check'

export const SEED = 1

/** @throws Error for what is no integer */
export function seedOf(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): number {
  const text = environment.REHEARSAL_CHECK_SEED
  if (!text) return SEED
  if (/^-?\d{1,9}$/.test(text)) return Number(text)
  throw new Error(`REHEARSAL_CHECK_SEED must be an integer of nine digits at most, not: ${text}`)
}

/** The same for the same seed and purpose, and unlike that of any other purpose. */
export function shuffled<T>(all: readonly T[], seed: number, purpose: string): T[] {
  const [drawn = []] = fc.sample(
    fc.shuffledSubarray([...all], { minLength: all.length, maxLength: all.length }),
    { seed: mixed(seed, purpose), numRuns: 1 },
  )
  return drawn
}

/** Texts of any characters but half ones; fast-check's own units take a second to make. */
export function texts(howMany: number, seed: number, purpose: string): string[] {
  const any = fc.integer({ min: 0, max: 0x10ffff }).filter((code) => code < 0xd800 || code > 0xdfff)
  const letter = fc.oneof(fc.integer({ min: 0x20, max: 0x7e }), any)
  const text = fc
    .array(letter, { minLength: 1, maxLength: 12 })
    .map((codes) => String.fromCodePoint(...codes))
  return fc.sample(text, { seed: mixed(seed, purpose), numRuns: howMany })
}

/** FNV-1a. */
function mixed(seed: number, purpose: string): number {
  let hash = 0x811c9dc5 ^ seed
  for (const letter of purpose) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193)
  return hash | 0
}
