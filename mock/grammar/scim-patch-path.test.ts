import fc from 'fast-check'
import { expect, test } from '#test'
import { anyText } from './filters.test.kit.ts'
import { printFilter } from './print-filter.ts'
import { ScimFault } from './scim-fault.ts'
import { parsePatchPath } from './scim-patch-path.ts'
import { enterprise } from './scim-schemas.test.kit.ts'

const members = { name: 'members' }
const addresses = { name: 'addresses' }

/** The first eight are the examples of RFC 7644 section 3.5.2. */
const paths = [
  { given: 'members', want: { attribute: members } },
  { given: 'name.familyName', want: { attribute: { name: 'name', sub: 'familyName' } } },
  { given: 'addresses[type eq "work"]', want: { attribute: addresses, filter: 'type eq "work"' } },
  {
    given: 'members[value eq "2819c223-7f76-453a-919d-413861904646"]',
    want: { attribute: members, filter: 'value eq "2819c223-7f76-453a-919d-413861904646"' },
  },
  {
    given: 'members[value eq "2819c223"].displayName',
    want: { attribute: members, filter: 'value eq "2819c223"', sub: 'displayName' },
  },
  {
    given: 'emails[type eq "work" and value ew "example.com"]',
    want: { attribute: { name: 'emails' }, filter: 'type eq "work" and value ew "example.com"' },
  },
  {
    given: 'addresses[type eq "work"].streetAddress',
    want: { attribute: addresses, filter: 'type eq "work"', sub: 'streetAddress' },
  },
  { given: 'addresses[type eq"work"]', want: { attribute: addresses, filter: 'type eq "work"' } },
  {
    given: `${enterprise}:manager.$ref`,
    want: { attribute: { urn: enterprise, name: 'manager', sub: '$ref' } },
  },
  {
    given: `${enterprise}:badges[not (a eq "]") or b pr].$ref`,
    want: {
      attribute: { urn: enterprise, name: 'badges' },
      filter: 'not (a eq "]") or b pr',
      sub: '$ref',
    },
  },
  {
    given: 'emails[value eq "a].b[c"]',
    want: { attribute: { name: 'emails' }, filter: 'value eq "a].b[c"' },
  },
]

for (const { given, want } of paths) {
  test(`${given} is a path`, () => {
    const { filter, ...names } = parsePatchPath(given)
    expect({ ...names, ...(filter && { filter: printFilter(filter) }) }).toEqual(want)
  })
}

const refused = {
  invalidPath: [
    '',
    ' ',
    'emails value',
    '.value',
    'emails.',
    'name.a.b',
    '[type eq "work"]',
    'emails[type eq "work"',
    'emails[type eq "work"].',
    'emails[type eq "work"]value',
    'emails[type eq "work"].a.b',
    'emails[type pr] and ims[type pr]',
    'emails]type pr[',
    '/emails/0',
  ],
  invalidFilter: [
    'emails[]',
    'emails[type eq work]',
    "emails[type eq 'work']",
    'emails[type is "work"]',
    'emails[ims[type pr]]',
    'emails[type pr].a[b pr]',
  ],
}

for (const [scimType, texts] of Object.entries(refused)) {
  for (const text of texts) {
    test(`"${text}" is refused as a path with ${scimType}`, () => {
      expect(() => parsePatchPath(text)).toThrow(expect.objectContaining({ scimType }))
    })
  }
}

const pieces = [
  'emails',
  '[',
  ']',
  '.',
  ' ',
  '"',
  'type',
  ' eq ',
  ' pr',
  '"x"',
  '(',
  ')',
  '\\',
  ':',
]

test('any text is a path or refused as one, and nothing else happens', () => {
  const texts = fc.oneof(
    anyText,
    fc.array(fc.constantFrom(...pieces)).map((list) => list.join('')),
  )
  const property = fc.property(texts, (text) => {
    try {
      return parsePatchPath(text).attribute.name.length > 0
    } catch (error) {
      return error instanceof ScimFault && /^invalid(Path|Filter)$/.test(error.scimType)
    }
  })
  fc.assert(property, { numRuns: 300 })
})

test('a path nested without end is refused, and does not end the stack', () => {
  const deep = `emails[${'('.repeat(100_000)}type pr${')'.repeat(100_000)}]`
  expect(() => parsePatchPath(deep)).toThrow(expect.objectContaining({ scimType: 'invalidFilter' }))
})
