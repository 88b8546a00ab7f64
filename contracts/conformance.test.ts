import { expect, test } from '#test'
import { readSpec } from '../specs/read.ts'
import { breaches } from './conformance.ts'
import type { Reply } from './exchange.ts'

const replies: readonly { api: string; given: readonly [string, number]; want: string }[] = [
  { api: 'scim.v2', given: ['createUser', 201], want: 'location public' },
  { api: 'scim.v2', given: ['getUser', 401], want: 'www-authenticate public' },
  { api: 'gotomeeting', given: ['getMe', 401], want: 'www-authenticate inferred' },
  { api: 'hub', given: ['createUser', 201], want: 'location inferred' },
]

for (const { api, given, want } of replies) {
  const [name, status] = given
  test(`a header that ${api} lacks in a ${status} has the evidence of its own: ${want}`, () => {
    const { document, operations } = readSpec(api)
    const operation = operations.find(({ id }) => id === name)
    const reply = { status, headers: new Headers(), text: '', body: undefined } as Reply
    const found = operation ? breaches(document, operation, reply) : []
    expect(
      found
        .filter(({ check }) => check === 'response_headers_conformance')
        .map(({ at, evidence }) => `${at} ${evidence}`),
    ).toEqual([`header ${want}`])
  })
}
