import { expect, test } from '#test'
import { hiding } from './disguises.ts'

const TOKEN = 'aB3+/x"Y~&z=9.q-_Token'
const OTHER = 'another-token-5517'
const hide = hiding([TOKEN, OTHER], '$TOKEN')

const packed = (text: string, as: 'base64' | 'base64url' | 'hex' = 'base64') =>
  Buffer.from(text).toString(as)
const asJson = (text: string) => JSON.stringify(text).slice(1, -1)
const everyLetter = (text: string, spell: (code: string) => string) =>
  [...text].map((one) => spell(one.charCodeAt(0).toString(16).padStart(2, '0'))).join('')

const disguises: Readonly<Record<string, (token: string) => string>> = {
  'as it is': (token) => token,
  'in upper case': (token) => token.toUpperCase(),
  'in lower case': (token) => token.toLowerCase(),
  'within JSON': asJson,
  'within JSON within JSON': (token) => asJson(asJson(token)),
  'within JSON by PHP, which escapes a slash': (token) => asJson(token).replaceAll('/', '\\/'),
  'as JSON may spell it': (token) => everyLetter(token, (code) => `\\u00${code}`),
  'as JSON within JSON may spell it': (token) => everyLetter(token, (code) => `\\\\u00${code}`),
  'within a URL': encodeURIComponent,
  'within a URL within a URL': (token) => encodeURIComponent(encodeURIComponent(token)),
  'as a URL may spell it': (token) => everyLetter(token, (code) => `%${code}`),
  'within HTML': (token) => token.replaceAll('&', '&amp;').replaceAll('"', '&quot;'),
  'within a string of a shell': (token) => token.replaceAll('"', '\\"'),
  'within a pointer into JSON': (token) => token.replaceAll('~', '~0').replaceAll('/', '~1'),
  'in hex': (token) => packed(token, 'hex'),
  'in upper hex': (token) => packed(token, 'hex').toUpperCase(),
  'within the credentials of Basic': (token) => packed(`${token}:${token}`),
  ...Object.fromEntries(
    ['', 'u', 'us', 'ann', 'ann:', 'user:'].flatMap((before) =>
      (['base64', 'base64url'] as const).flatMap((as) => [
        [`in ${as} after ${before.length}`, (token: string) => packed(before + token, as)],
        [
          `in ${as} after ${before.length}, amid more`,
          (token: string) => packed(`${before}${token} and so on`, as),
        ],
      ]),
    ),
  ),
  'in Base64 within a URL': (token) => encodeURIComponent(packed(`a:${token}`)),
  'in Base64 within JSON': (token) => packed(`a:${token}`).replaceAll('/', '\\/'),
}

for (const [how, disguise] of Object.entries(disguises)) {
  test(`a secret is hidden ${how}`, () => {
    for (const token of [TOKEN, OTHER]) {
      const shown = hide(`before <${disguise(token)}> after`)
      expect(shown).toMatch(/^before <[\w+/-]{0,8}(\$TOKEN[\w+/=%-]{0,20})+> after$/)
      // What is left of a stretch of Base64 tells nothing of it.
      const left = shown.replaceAll('$TOKEN', ' ').split(/[^\w+/-]/)
      const told = left.map((one) => Buffer.from(one, 'base64').toString('latin1')).join(' ')
      expect(told).not.toContain(token.slice(1, 4))
      expect(told).not.toContain(token.slice(-3))
    }
  })
}

test('what is no secret stays as it is', () => {
  const text = `token another-token-551 ${packed('another one')} ${packed('x', 'hex')} %20 \\u0041`
  expect(hide(text)).toBe(text)
  expect(hiding([], '***')(text)).toBe(text)
  expect(hiding([''], '***')(text)).toBe(text)
})

test('the longer secret is hidden first, and letters beyond ASCII as well', () => {
  expect(hiding(['s3cret', 's3cret-longer'], '*')('s3cret-longer s3cret')).toBe('* *')
  const word = 'Grüße-😀-42'
  const hideWord = hiding([word], '*')
  for (const shown of [word, encodeURIComponent(word), packed(word), packed(word, 'hex')]) {
    expect(hideWord(`<${shown}>`)).toMatch(/^<\*=*>$/)
  }
  const spelled = word.replace(
    /[^ -~]/g,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  expect(hideWord(spelled)).toBe('*')
})

test('looking through much that holds no secret takes little time', () => {
  const many = Array.from({ length: 200 }, (_, at) => `${packed(`secret ${at}`)}-${at}`)
  const hideAll = hiding(many, '*')
  const line = JSON.stringify({ id: 'x'.repeat(30), url: 'https://a.example/b%20c', n: 17 })
  const begun = performance.now()
  for (let at = 0; at < 1000; at++) hideAll(`${line}${at}`)
  expect(performance.now() - begun).toBeLessThan(1500)
  // Nor does what was made to be slow.
  const odd = `${'\\'.repeat(20_000)}${'%25'.repeat(20_000)}${OTHER}`
  expect(hide(odd).endsWith('$TOKEN')).toBe(true)
  expect(performance.now() - begun).toBeLessThan(3000)
})
