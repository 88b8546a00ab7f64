import { execFileSync } from 'node:child_process'
import { expect, test } from '#test'
import { curl, type Reply, redactor, show } from './exchange.ts'

const redact = redactor(['s3cret', 's3cret-longer'])
const asIs = (text: string) => text

test('a token is taken out in every form, the longer one first', () => {
  const basic = Buffer.from('s3cret:s3cret').toString('base64')
  expect(redact(`Bearer s3cret, Basic ${basic}, s3cret-longer`)).toBe(
    'Bearer $TOKEN, Basic $TOKEN, $TOKEN',
  )
})

for (const [given, want] of [
  ['{"password": "a\\"b", "x": 1}', '{"password": "***", "x": 1}'],
  ['{"newPassword":"p","access_token":"t"}', '{"newPassword":"***","access_token":"***"}'],
  ['{"client_secret":"p","passwordHint":"blue"}', '{"client_secret":"***","passwordHint":"blue"}'],
  ['{"refreshToken":"t","token_type":"Bearer"}', '{"refreshToken":"***","token_type":"Bearer"}'],
  ['{"token": "one that is cut', '{"token": "***"'],
  [
    'grant_type=password&client_secret=p&password=q',
    'grant_type=password&client_secret=***&password=***',
  ],
  ['set-cookie: session=abc; HttpOnly\nx-a: 1', 'set-cookie: ***\nx-a: 1'],
  ['set-cookie: session="abc"; HttpOnly\nx-a: 1', 'set-cookie: ***\nx-a: 1'],
  ['curl -H "cookie: a=\\"b\\"; c" -d \'x\'', 'curl -H "cookie: ***" -d \'x\''],
  [
    '{"detail":"{\\"token\\":\\"t\\",\\"a\\":1}"}',
    '{"detail":"{\\"token\\":\\"***\\",\\"a\\":1}"}',
  ],
  ['{"detail":"not password=p\\""}', '{"detail":"not password=***\\""}'],
  [
    'location: https://a.example/#access_token=t&x=1',
    'location: https://a.example/#access_token=***&x=1',
  ],
] as const) {
  test(`secrets are taken out of ${given}`, () => {
    expect(redact(given)).toBe(want)
  })
}

test('the curl line says to a shell what was sent', () => {
  const body = `{"name": "O'Hara $HOME \`x\` \\"y\\""}`
  const sent = {
    method: 'POST',
    url: "http://127.0.0.1:1/Users?a='b'&c=$d",
    headers: { authorization: 'Bearer s3cret', 'x-odd': 'a "b" \\ `c` $d' },
    body,
  }
  const line = curl(sent, redact)
  expect(line).not.toContain('s3cret')
  // A shell function in the place of curl prints the arguments that curl would be given.
  const script = `TOKEN=filled; curl() { printf '%s\\n' "$@"; }; ${line}`
  const args = execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\n')
  expect(args).toEqual(
    expect.arrayContaining([
      'POST',
      "http://127.0.0.1:1/Users?a='b'&c=$d",
      'authorization: Bearer filled',
      'x-odd: a "b" \\ `c` $d',
      body,
    ]),
  )
})

test('long bodies are cut, and said to be', () => {
  const reply: Reply = {
    sent: { method: 'PUT', url: 'http://127.0.0.1:1/', headers: {}, body: 'x'.repeat(5000) },
    status: 200,
    headers: new Headers({ 'x-a': '1' }),
    body: undefined,
    text: 'y'.repeat(5000),
  }
  const text = show(reply, asIs)
  expect(text.length).toBeLessThan(3500)
  expect(text).toContain('(5000 characters)')
  expect(text).toContain("--data-raw '(a body of 5000 characters)'")
})
