/** Texts that a schema allows and a server tends to choke on. */
import { texts } from './seed.ts'

export interface Awkward {
  readonly what: string
  readonly text: string
  /** Whether its length is the point, which is that of the whole value. */
  readonly fills?: true
  /** Whether it comes before the others where not all are tried. */
  readonly first?: true
}

/** A text without a bound of its own is tried with so many letters. */
const LONG = 1000

const usual: readonly Awkward[] = [
  { what: 'nothing', text: '', first: true },
  { what: 'a blank', text: ' ' },
  { what: 'blanks around it', text: '  leading and trailing  ', first: true },
  { what: 'combining marks', text: 'e\u0301\u0327 Zoe\u0308 A\u030a', first: true },
  { what: 'letters beyond the basic plane', text: '𐐷𝒜𠮷' },
  { what: 'emoji', text: '👩🏽‍🚀🏳️‍🌈🦊', first: true },
  { what: 'right-to-left letters', text: 'שלום مرحبا', first: true },
  { what: 'marks of direction', text: '\u202eabc\u202c\u200f' },
  { what: 'letters whose case changes their number', text: 'ß İ ŉ ﬁ' },
  { what: 'quotation marks', text: `"double" 'single' \`back\` «»`, first: true },
  { what: 'percent signs', text: '100% %41 %00 %s %zz', first: true },
  { what: 'backslashes', text: 'C:\\new\\u0041\\' },
  { what: 'a null character', text: 'a\u0000b', first: true },
  { what: 'line breaks', text: 'one\r\ntwo\tthree\u2028four' },
  { what: 'invisible characters', text: '\ufeffa\u200bb\u00ad' },
  { what: 'the name of a prototype', text: '__proto__' },
  { what: 'the word null', text: 'null' },
  { what: 'markup', text: '<b onclick="x">&amp;</b>' },
  { what: 'a plus sign and slashes', text: 'a+b/c//d?e#f&g=h;i' },
  { what: 'a piece of SQL', text: "'; DROP TABLE users; --" },
]

/** @param maxLength what the schema allows, if it says */
export function awkwardTexts(seed: number, purpose: string, maxLength = LONG): Awkward[] {
  return [
    ...usual,
    {
      what: 'as long as it may be',
      text: 'x'.repeat(Math.min(maxLength, LONG)),
      fills: true,
      first: true,
    },
    ...texts(2, seed, purpose).map((text) => ({
      what: `at random, ${JSON.stringify(text)}`,
      text,
    })),
  ]
}

/**
 * A name that is the test's alone stays so, for what it makes has to be known by it. Of an address
 * the part before the domain is altered.
 */
export function blended(value: string, { text, fills }: Awkward, prefix: string): string {
  if (!value.startsWith(prefix)) return text
  const [local = '', ...domain] = value.split('@')
  return [`${local}${fills ? text.slice(value.length) : text}`, ...domain].join('@')
}
