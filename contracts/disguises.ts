/** The forms in which a target may repeat a secret that it was sent, and a person must not see it. */

interface Secret {
  /** In each form that it takes, one of these is there once escapes are undone. */
  readonly needles: readonly string[]
  /** All of its forms, as the source of an expression; dear to write, and seldom wanted. */
  pattern(): string
}

/** Shorter pieces would be found in what is no secret. */
const LEAST = 6

/**
 * Puts a sign in the place of secrets: as they are and in any case, in JSON and its pointers, URLs
 * and HTML, also twice over, in hex, and in Base64 alone or amid more.
 */
export function hiding(secrets: Iterable<string>, sign: string): (text: string) => string {
  const known = [...new Set(secrets)]
    .filter((secret) => secret !== '')
    .sort((one, other) => other.length - one.length)
    .map(formsOf)
  return (text) => {
    if (known.length === 0) return text
    // Almost no text holds one, and expressions are slow to say so.
    const plain = unescaped(text)
    const stacks = [normal(text), ...(plain === text ? [] : [normal(plain)])]
    const there = known.filter(({ needles }) =>
      needles.some((needle) => stacks.some((stack) => stack.includes(needle))),
    )
    if (there.length === 0) return text
    const pattern = there.map((one) => one.pattern()).join('|')
    return text.replace(new RegExp(pattern, 'gi'), () => sign)
  }
}

function formsOf(secret: string): Secret {
  const hex = Buffer.from(secret).toString('hex')
  const pieces = [0, 1, 2]
    .map((before) => pieceOf(secret, before))
    .filter(({ whole }) => whole.length >= LEAST)
  return {
    needles: [secret, unescaped(secret), hex, ...pieces.map(({ whole }) => whole)].map(normal),
    pattern: () => {
      // RFC 7617 section 2; ours have the token twice.
      const basic = Buffer.from(`${secret}:${secret}`).toString('base64').replace(/=+$/, '')
      const packed = pieces.map(({ whole, isCut }) => spelled(whole) + (isCut ? '[\\w+/-]?' : ''))
      return [`${spelled(basic)}(?:=|%(?:25)*3d){0,2}`, ...packed, spelled(secret), hex].join('|')
    },
  }
}

/** The letters of Base64 that stand for a secret alone, with so many bytes before it (RFC 4648 section 4). */
function pieceOf(secret: string, before: number): { whole: string; isCut: boolean } {
  const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(secret)])
  const bits = 8 * bytes.length
  const letters = bytes.toString('base64')
  const whole = letters.slice(Math.ceil((8 * before) / 6), Math.floor(bits / 6))
  return { whole, isCut: bits % 6 > 0 }
}

const twins: Readonly<Record<string, string>> = { '+': '-', '-': '+', '/': '_', _: '/', ' ': '+' }
const named: Readonly<Record<string, string>> = {
  '&': 'amp',
  '"': 'quot',
  '<': 'lt',
  '>': 'gt',
  "'": 'apos',
}

/** An expression for a text in which each letter may be escaped; Base64 has letters for two others in a URL. */
function spelled(text: string): string {
  return Array.from(text, (letter) => {
    const twin = twins[letter]
    const ways = twin === undefined ? waysOf(letter) : [...waysOf(letter), ...waysOf(twin)]
    return `(?:${ways.join('|')})`
  }).join('')
}

/** RFC 6901 section 3: a target may answer with a property of that name. */
const inPointer: Readonly<Record<string, string>> = { '~': '~0', '/': '~1' }

function waysOf(letter: string): string[] {
  const units = Array.from({ length: letter.length }, (_, at) => letter.charCodeAt(at))
  const code = letter.codePointAt(0) ?? 0
  const entity = named[letter] ? `&(?:amp;)*${named[letter]};|` : ''
  return [
    /[a-z0-9]/i.test(letter) ? letter : `\\\\{0,8}${letter.replace(/[^\w\s]/, '\\$&')}`,
    units.map((unit) => `\\\\{1,8}u${unit.toString(16).padStart(4, '0')}`).join(''),
    Array.from(Buffer.from(letter), (byte) => `%(?:25)*${hexOf(byte)}`).join(''),
    `${entity}&(?:amp;)*#(?:0*${code}|x0*${code.toString(16)});`,
    ...(inPointer[letter] ? [inPointer[letter]] : []),
  ]
}

function hexOf(byte: number): string {
  return byte.toString(16).padStart(2, '0')
}

const ESCAPED =
  /\\+u([0-9a-f]{4})|((?:%(?:25)*[0-9a-f]{2})+)|&(?:amp;)*(?:#(\d+)|#x([0-9a-f]+)|([a-z]+));|~([01])|\\+/gi

function unescaped(text: string): string {
  if (!/[\\%&~]/.test(text)) return text
  return text.replace(ESCAPED, (_, unit, percents, decimal, hex, name, pointed) => {
    if (unit !== undefined) return String.fromCharCode(Number.parseInt(unit, 16))
    if (percents !== undefined) return bytesIn(percents).toString('utf8')
    if (decimal !== undefined) return letterOf(Number(decimal))
    if (hex !== undefined) return letterOf(Number.parseInt(hex, 16))
    if (pointed !== undefined) return pointed === '0' ? '~' : '/'
    return name === undefined ? '' : (letterNamed(name) ?? '')
  })
}

function bytesIn(percents: string): Buffer {
  return Buffer.from(percents.replaceAll(/%(?:25)*(?=[0-9a-f]{2})/gi, ''), 'hex')
}

function letterOf(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : ''
}

function letterNamed(name: string): string | undefined {
  return Object.keys(named).find((letter) => named[letter] === name.toLowerCase())
}

/** What stands for the same in one form or another looks the same. */
function normal(text: string): string {
  return text.toLowerCase().replaceAll(/[- ]/g, '+').replaceAll('_', '/')
}
