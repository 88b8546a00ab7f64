export interface ValidityPolicy {
  /** Whether passwords that are easy to guess are refused. */
  readonly guessability: boolean
  readonly minLength?: number
  readonly maxLength?: number
  /** How many letters, digits and other characters there have to be at least. */
  readonly uppercase?: number
  readonly lowercase?: number
  readonly digits?: number
  readonly specialchars?: number
}

/** Whose password it is to be. */
export interface Holder {
  readonly userName?: string | undefined
  readonly displayName?: string | undefined
  readonly email?: string | undefined
}

/** Why a password is refused, in a sentence; empty when it is not. */
export function faultOf(password: string, policy: ValidityPolicy, holder: Holder): string {
  return (
    (policy.guessability ? guessable(password) : '') ||
    aboutHolder(password, holder) ||
    tooShort(password, policy)
  )
}

/** The heads of the lists of passwords that leaked; a few variations of each are refused too. */
const common = new Set(
  (
    'password passwort passw0rd pass secret letmein welcome admin administrator root user login ' +
    'test guest master dragon monkey sunshine princess football baseball superman batman shadow ' +
    'iloveyou trustno1 abc123 qwerty azerty qwertz asdfgh zxcvbn changeme default hello whatever ' +
    'starwars freedom computer michael jordan charlie summer winter spring autumn'
  ).split(' '),
)

const rows = ['abcdefghijklmnopqrstuvwxyz', '01234567890', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm']
const FEWEST = 6

function guessable(password: string): string {
  const plain = password.toLowerCase()
  const read = plain.replace(/[@431!05$7]/g, (sign) => letters[sign] ?? sign)
  const bare = plain.replace(/^[\W\d_]+|[\W\d_]+$/g, '')
  const bareRead = read.replace(/^\W+|\W+$/g, '')
  if ([plain, read, bare, bareRead].some((each) => common.has(each))) {
    return 'This password is one of those that are tried first.'
  }
  if ([...plain].length < FEWEST)
    return `A password of fewer than ${FEWEST} characters is easy to guess.`
  if (new Set(plain).size < 4) return 'Repeated characters are easy to guess.'
  if (rows.some((row) => row.includes(plain) || [...row].reverse().join('').includes(plain))) {
    return 'A row of neighbouring characters is easy to guess.'
  }
  return ''
}

/** Signs that often stand for a letter. */
const letters: Readonly<Record<string, string>> = {
  '@': 'a',
  '4': 'a',
  '3': 'e',
  '1': 'l',
  '!': 'i',
  '0': 'o',
  '5': 's',
  $: 's',
  '7': 't',
}

function aboutHolder(password: string, { userName, displayName, email }: Holder): string {
  const same = (text: string | undefined) => text !== undefined && fold(text) === fold(password)
  if (same(userName)) return 'The user name is no password.'
  if (same(displayName)) return 'The display name is no password.'
  return same(email) ? 'The e-mail address is no password.' : ''
}

function fold(text: string): string {
  return text.normalize('NFC').toLowerCase().trim()
}

function tooShort(password: string, policy: ValidityPolicy): string {
  const length = [...password].length
  const { minLength = 0, maxLength = Number.POSITIVE_INFINITY } = policy
  if (length < minLength) return `A password has at least ${minLength} characters.`
  if (length > maxLength) return `A password has at most ${maxLength} characters.`
  const kinds = [
    { least: policy.uppercase, pattern: /\p{Lu}/gu, name: 'upper-case letters' },
    { least: policy.lowercase, pattern: /\p{Ll}/gu, name: 'lower-case letters' },
    { least: policy.digits, pattern: /\p{Nd}/gu, name: 'digits' },
    { least: policy.specialchars, pattern: /[^\p{L}\p{N}]/gu, name: 'special characters' },
  ]
  const short = kinds.find(
    ({ least = 0, pattern }) => (password.match(pattern)?.length ?? 0) < least,
  )
  return short ? `A password has at least ${short.least} ${short.name}.` : ''
}
