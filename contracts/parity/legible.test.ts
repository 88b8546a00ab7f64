import { expect, test } from '#test'
import { headersThatMatter, legible, legibleBody, secretsIn, settle } from './legible.ts'

test('what stands under the name of a secret is hidden, and that it is there is not', () => {
  const body = { password: 'one-two-three', access_token: 'abcdefghij', clientSecret: null, id: 7 }
  expect(legible(body)).toEqual({
    password: '<secret>',
    access_token: '<secret>',
    clientSecret: null,
    id: 7,
  })
  expect(secretsIn({ of: [body] })).toEqual(['one-two-three', 'abcdefghij'])
})

test('a JWT is what it says, without what would let anybody in', () => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const token = `${part({ alg: 'RS256' })}.${part({ sub: 'ann', exp: 1 })}.c2lnbmF0dXJl`
  const told = legible({ token })
  expect(told).toEqual({ token: { header: { alg: 'RS256' }, claims: { sub: 'ann', exp: 1 } } })
  expect(JSON.stringify(told)).not.toContain('c2lnbmF0dXJl')
})

test('a form is read as JSON is, and deep bodies end', () => {
  const form = 'grant_type=password&password=one-two-three'
  expect(legibleBody(form, 'application/x-www-form-urlencoded')).toEqual({
    grant_type: 'password',
    password: '<secret>',
  })
  const deep = `${'['.repeat(10_000)}${']'.repeat(10_000)}`
  expect(JSON.stringify(legibleBody(deep))).toContain('<deep>')
  expect(secretsIn(JSON.parse(deep))).toEqual([])
})

test('headers that are for people or the transport are left out, and documented ones are not', () => {
  const headers = new Headers({
    ...{ date: 'now', 'x-request-id': '1', 'retry-after': '3', etag: '"1"' },
    ...{ 'content-type': 'Application/JSON; charset=utf-8' },
    ...{ 'www-authenticate': 'Bearer realm="Ours", error="invalid_token"' },
  })
  expect(headersThatMatter(headers, ['retry-after'])).toEqual({
    'content-type': 'application/json',
    etag: '"1"',
    'retry-after': '3',
    'www-authenticate': 'Bearer error="invalid_token"',
  })
})

test('a transcript has neither secrets nor what is a side’s own, and keeps the case of names', () => {
  const entries = '{"entries":["http://a.example/v1/x","N-Run7P-1","s3cret-s3cret"],'
  const curls = '"curls":["curl http://a.example/v1/x s3cret-s3cret"]}'
  const settled = settle(entries + curls, {
    secrets: ['s3cret-s3cret', 'N'],
    givens: new Map([
      ['http://a.example', '<origin>'],
      ['http://a.example/v1', '<base>'],
    ]),
    run: 'run7',
  })
  expect(JSON.parse(settled)).toEqual({
    entries: ['<base>/x', 'N-Run7-1', '<secret>'],
    curls: ['curl http://a.example/v1/x <secret>'],
  })
})
