import type { Reply } from '../exchange.ts'
import { test as base } from './scim.ts'
import { expect, test } from './scim.v2-people.ts'

test('not is read before a parenthesis, with a space or without', { tag: '@edge' }, async ({
  people,
  promise,
}) => {
  promise('filter-not-needs-parentheses')
  await people.match([
    ['not (title pr)', 'conor jane'],
    ['not(title pr)', 'conor jane'],
    ['userType eq "Intern" and not(title pr)', 'conor jane'],
    ['emails[not(type eq "work")]', 'barbara conor'],
  ])
})

test('$ref is the name of an attribute', { tag: '@edge' }, async ({ people, promise, scim }) => {
  promise('filter-ref-is-an-attribute')
  const { id } = await scim.group({ members: [{ value: people.barbara.id }] })
  await people.match([
    ['groups.$ref pr', 'barbara'],
    [`groups[value eq "${id}" and $ref pr]`, 'barbara'],
  ])
})

interface Broken {
  readonly what: string
  readonly breaks: string
  readonly filters: readonly string[]
}

const broken: readonly Broken[] = [
  {
    what: 'an operator that there is not',
    breaks: 'filter-unknown-operator-is-400',
    filters: [
      'userName like "a"',
      'userName xx "a"',
      'userName == "a"',
      'userName contains "a"',
      'userName eq "a" xor title pr',
      'emails[type is "work"]',
    ],
  },
  {
    what: 'something missing or too much',
    breaks: 'filter-bad-syntax-is-400',
    filters: [
      'userName',
      'userName eq',
      'eq "a"',
      '"a" eq userName',
      'userName eq "a" and',
      'and userName eq "a"',
      'userName eq "a" or or title pr',
      'userName eq "a" title pr',
      'userName pr "a"',
      'user name eq "a"',
      'title pr not (userName eq "a")',
      `urn:ietf:params:scim:schemas:core:2.0:User: eq "a"`,
    ],
  },
  {
    what: 'a value that is no JSON, or no plain value',
    breaks: 'filter-values-are-json',
    filters: [
      'userName eq "a',
      'userName eq "\\q"',
      'userName eq {"a":1}',
      'userName eq ["a"]',
      'userName eq 01',
    ],
  },
  {
    what: 'parentheses or brackets that do not match',
    breaks: 'filter-bad-syntax-is-400',
    filters: [
      '(userName eq "a"',
      'userName eq "a")',
      '()',
      'emails[]',
      'emails[type eq "work"',
      'emails[type eq "work"]]',
      'emails type eq "work"]',
    ],
  },
  {
    what: 'a not without parentheses',
    breaks: 'filter-not-needs-parentheses',
    filters: ['not userName eq "a"', 'not', 'title pr and not active eq true'],
  },
  {
    what: 'a bare word or single quotes for a string',
    breaks: 'filter-bare-words-are-400',
    filters: [
      'userName eq a',
      'userName sw O',
      "userName eq 'a'",
      'userName eq bjensen and title pr',
      'meta.lastModified gt 2011-05-13T04:42:34Z',
    ],
  },
  {
    what: 'a sub-attribute behind a bracket',
    breaks: 'filter-ends-at-the-bracket',
    filters: ['emails[type eq "work"].value eq "a"', 'emails[type eq "work"].value pr'],
  },
  {
    what: 'an order of booleans or of binary values',
    breaks: 'filter-order-of-booleans-is-400',
    filters: [
      'active gt false',
      'active ge true',
      'active lt true',
      'active le true',
      'emails.primary gt false',
      'emails[primary le true]',
      'x509Certificates.value gt "MII="',
    ],
  },
  { what: 'nothing in it', breaks: 'filter-empty-is-400', filters: ['', ' '] },
  {
    what: 'a complex attribute compared as a whole',
    breaks: 'filter-complex-needs-a-sub-attribute',
    filters: ['name eq "Jensen"', 'meta gt "2011-05-13T04:42:34Z"'],
  },
]

for (const { what, breaks, filters } of broken) {
  base(`a filter with ${what} is refused`, { tag: '@edge' }, async ({ promise, scim }) => {
    promise(breaks)
    await scim.supports('filter')
    const replies = new Map<string, Reply>()
    for (const filter of filters) replies.set(filter, await scim.list('User', { filter }))
    const statuses = [...replies].map(([filter, { status }]) => [filter, status])
    expect(statuses).toEqual(filters.map((filter) => [filter, 400]))
    for (const reply of replies.values()) scim.refused(reply, 400, 'invalidFilter')
  })
}
