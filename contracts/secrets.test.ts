import { expect, test } from '#test'
import type { Exchange, Reply } from './exchange.ts'
import { createSecrets, guard, redactorOf } from './secrets.ts'

const ISSUED = 'eyJ.issued.token'
const PASSWORD = 'Quiet-Harbour-37'

function login(): Exchange {
  const reply: Reply = {
    sent: {
      method: 'POST',
      url: 'http://127.0.0.1:1/login',
      headers: { authorization: 'Bearer other-token-in-use' },
      body: JSON.stringify({ username: 'ann', password: PASSWORD, newPassword: 'short' }),
    },
    status: 200,
    headers: new Headers(),
    body: { token: ISSUED },
    text: JSON.stringify({ token: ISSUED }),
  }
  return { api: 'tiny', operation: 'login', as: 'admin', reply }
}

function attached(content: object): string {
  return Buffer.from(JSON.stringify(content)).toString('base64')
}

/** What a parent hears of what a worker tells. */
function heard(method: string, params: object): unknown {
  const sent: unknown[] = []
  const channel = { send: (message: unknown) => sent.push(message) > 0 }
  const secrets = createSecrets(['given-token'])
  guard(secrets, channel)
  secrets.watch([login()])
  channel.send({ method: '__dispatch__', params: { method, params } })
  return (sent[0] as { params: { params: unknown } }).params.params
}

test('what was issued and what was made up is known wherever it turns up', () => {
  const secrets = createSecrets(['given-token'])
  const exchanges: Exchange[] = []
  secrets.watch(exchanges)
  const text = `given-token ${ISSUED} ${PASSWORD} other-token-in-use ann short`
  expect(secrets.redact(text)).toBe(`$TOKEN ${ISSUED} ${PASSWORD} other-token-in-use ann short`)
  exchanges.push(login())
  expect(secrets.redact(text)).toBe('$TOKEN *** *** *** ann short')
  secrets.watch([])
  expect(secrets.redact(ISSUED)).toBe(ISSUED)
})

test('a password that everybody knows hides no name of a field or an operation', () => {
  const secrets = createSecrets([])
  const weak = login()
  const body = JSON.stringify({ password: 'password' })
  secrets.watch([{ ...weak, reply: { ...weak.reply, sent: { ...weak.reply.sent, body } } }])
  expect(secrets.redact('validatePassword /password')).toBe('validatePassword /password')
})

for (const { method, told, want } of [
  {
    method: 'testEnd',
    told: { errors: [{ message: `it is ${ISSUED}`, stack: `Error: ${PASSWORD}\n    at a.ts:1` }] },
    want: { errors: [{ message: 'it is ***', stack: 'Error: ***\n    at a.ts:1' }] },
  },
  {
    method: 'stepEnd',
    told: { error: { message: 'given-token' } },
    want: { error: { message: '$TOKEN' } },
  },
  {
    method: 'stepEnd',
    // A difference in colour stands within the token.
    told: { error: { message: `\u001b[32meyJ.\u001b[7missued\u001b[27m.token\u001b[39m` } },
    want: { error: { message: '***' } },
  },
  {
    method: 'stepBegin',
    told: { title: 'Expect "toBe"', params: { expected: ISSUED } },
    want: { title: 'Expect "toBe"' },
  },
  {
    method: 'attach',
    told: { name: 'a', body: Buffer.from(`x ${ISSUED}`).toString('base64') },
    want: { name: 'a', body: Buffer.from('x ***').toString('base64') },
  },
  {
    method: 'attach',
    // A header of the reply, in JSON: what follows on other lines is still JSON.
    told: { name: 'failure', body: attached({ reply: '< set-cookie: s=1\n< {"a":"b"}' }) },
    want: { name: 'failure', body: attached({ reply: '< set-cookie: ***\n< {"a":"b"}' }) },
  },
  { method: 'stdOut', told: { text: PASSWORD }, want: { text: '***' } },
  { method: 'testEnd', told: { duration: 1, errors: [] }, want: { duration: 1, errors: [] } },
]) {
  test(`a worker tells no secret in ${method}: ${JSON.stringify(told)}`, () => {
    expect(heard(method, told)).toEqual(want)
  })
}

test('a process without a parent is left alone', () => {
  const channel = {}
  guard(createSecrets([]), channel)
  expect(channel).toEqual({})
})

test('what a target issues in a cookie or a location is known in every form', () => {
  const headers = new Headers({ location: 'https://a.example/cb?token=in%2Flocation' })
  headers.append('set-cookie', 's=in-a-cookie; HttpOnly')
  headers.append('set-cookie', 'q="in quotes"; Secure')
  const exchange = login()
  const secrets = createSecrets([])
  secrets.watch([{ ...exchange, reply: { ...exchange.reply, headers } }])
  const packed = (text: string) => Buffer.from(text).toString('base64')
  const shown = secrets.redact(
    ['in/location', 'IN-A-COOKIE', packed('in quotes'), packed(`a:${ISSUED}`)].join('\n'),
  )
  expect(shown).toBe('***\n***\n***\nYTp***')
})

test('the credentials of the environment are taken out, and no other variable', () => {
  const redact = redactorOf({
    REHEARSAL_TOKEN: 'for-all',
    REHEARSAL_SCIM_V2_READER_TOKEN: 'for/one',
    REHEARSAL_HUB_ADMIN_TOKEN_COMMAND: 'print-it',
    TOKEN: 'of-somebody',
  })
  expect(redact('for-all for%2Fone print-it of-somebody')).toBe(
    '$TOKEN $TOKEN print-it of-somebody',
  )
})
