import { expect, test } from '#test'
import { compileFilter, FilterTypeError, type MatchRules, matchFilter } from './match-filter.ts'
import { parseFilter } from './scim-filter.ts'

const core = 'urn:ietf:params:scim:schemas:core:2.0:User'
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'

const john = {
  schemas: [core, enterprise],
  id: 'aB1',
  userName: 'John',
  name: { familyName: "O'Malley", givenName: '' },
  title: 'Guide',
  nickName: '',
  userType: 'Employee',
  active: true,
  logins: 10,
  emails: [
    { type: 'work', value: 'john@example.com', primary: true },
    { type: 'home', value: 'john@home.test', display: null },
  ],
  ims: [],
  phoneNumbers: [{ type: 'fax' }, { value: '' }],
  roles: ['admin', null, 'owner'],
  addresses: [{}],
  manager: { value: '26', $ref: '../Users/26' },
  meta: { lastModified: '2011-05-13T04:42:34Z' },
  [enterprise]: { Department: 'Tours', manager: { value: '27' } },
}

const rules: MatchRules = {
  caseExact: ({ name, sub }) => name === 'id' || (name === 'emails' && sub === 'display'),
  isDateTime: ({ name, sub }) => name === 'meta' && sub === 'lastModified',
  isOrdered: ({ name }) => name !== 'x509Certificates',
  isComplex: ({ name, sub }) => name === 'name' && sub === undefined,
}

const table = [
  // RFC 7644 section 3.4.2.2, figure 2
  ['userName Eq "john"', true],
  ['Username eq "john"', true],
  ['userName eq "bjensen"', false],
  [`name.familyName co "O'Malley"`, true],
  ['userName sw "J"', true],
  [`${core}:userName sw "J"`, true],
  ['title pr', true],
  ['meta.lastModified gt "2011-05-13T04:42:34Z"', false],
  ['meta.lastModified ge "2011-05-13T04:42:34Z"', true],
  ['meta.lastModified lt "2011-05-13T04:42:34Z"', false],
  ['meta.lastModified le "2011-05-13T04:42:34Z"', true],
  ['title pr and userType eq "Employee"', true],
  ['title pr or userType eq "Intern"', true],
  [`schemas eq "${enterprise}"`, true],
  ['schemas eq "urn:ietf:params:scim:schemas:core:2.0:Group"', false],
  ['userType eq "Employee" and (emails co "example.com" or emails.value co "example.org")', true],
  ['userType eq "Intern" and (emails co "example.com" or emails.value co "example.org")', false],
  [
    'userType ne "Employee" and not (emails co "example.com" or emails.value co "example.org")',
    false,
  ],
  ['userType ne "Intern" and not (emails co "example.net" or emails.value co "example.org")', true],
  ['userType eq "Employee" and (emails.type eq "work")', true],
  ['userType eq "Employee" and emails[type eq "work" and value co "@example.com"]', true],
  [
    'emails[type eq "work" and value co "@home"] or ims[type eq "xmpp" and value co "@foo.com"]',
    false,
  ],
  // sections 3.4.3, 3.5.2 and 3.4.2.1
  ['displayName sw "smith"', false],
  ['emails[type eq "work" and value ew "example.com"]', true],
  ['emails[not (type eq "work")]', true],
  ['not (emails[type eq "work"])', false],
  // precedence
  ['title pr or title pr and logins eq 0', true],
  ['(title pr or title pr) and logins eq 0', false],
  // case
  ['id eq "aB1"', true],
  ['ID eq "ab1"', true],
  ['id eq "ab1"', false],
  ['title co "UID" and title ew "IDE" and title sw "gUI"', true],
  // URNs
  [`${core.toUpperCase()}:USERNAME eq "john"`, true],
  ['urn:ietf:params:scim:schemas:core:2.0:Group:userName eq "john"', false],
  [`${enterprise.toLowerCase()}:department eq "tours"`, true],
  [`${enterprise}:manager.value eq "27"`, true],
  [`${enterprise}:userName pr`, false],
  [`${enterprise}[department eq "tours"]`, true],
  [`${enterprise} pr`, true],
  ['urn:example:other:userName pr', false],
  ['department pr', false],
  // presence
  ['nickName pr', false],
  ['name.givenName pr', false],
  ['name pr', true],
  ['ims pr', false],
  ['addresses pr', false],
  ['phoneNumbers.value pr', false],
  ['phoneNumbers pr', true],
  ['emails.display pr', false],
  ['active pr and logins pr', true],
  ['constructor pr', false],
  ['toString pr', false],
  // null and ne
  ['nothing eq null', true],
  ['nothing ne null', false],
  ['ims eq null', true],
  ['emails.display eq null', true],
  ['nickName eq null', false],
  ['title eq null', false],
  ['title ne null', true],
  ['name ne null', true],
  ['title co null', false],
  ['title gt null', false],
  ['nothing ne "x"', true],
  ['nothing eq "x"', false],
  ['not (nothing eq "x")', true],
  ['emails.type ne "work"', true],
  ['title ne "guide"', false],
  ['logins ne "10"', true],
  // types
  ['logins eq 1.0e1', true],
  ['logins eq "10"', false],
  ['logins gt 9', true],
  ['logins gt "9"', false],
  ['logins co "1"', false],
  ['title co 1', false],
  ['title gt "g" and title lt "h"', true],
  ['title ge "guide" and title le "GUIDE"', true],
  ['active eq true', true],
  ['active eq "true"', false],
  ['emails.primary eq true', true],
  // multi-valued
  ['roles eq "owner"', true],
  ['roles[value eq "owner"]', true],
  ['roles.value eq "owner"', true],
  ['userName.value eq "john"', false],
  ['emails eq "john@home.test"', true],
  ['phoneNumbers.type eq "fax"', true],
  ['manager.$ref ew "/26"', true],
  ['manager[$ref ew "/26"]', true],
  // instants
  ['meta.lastModified eq "2011-05-13T06:42:34+02:00"', true],
  ['meta.lastModified eq "2011-05-13T04:42:34"', true],
  ['meta.lastModified eq "2011-05-13T04:42:34.000Z"', true],
  ['meta.lastModified lt "2011-05-13T04:42:34.00001Z"', true],
  ['meta.lastModified gt "2011-05-13T05:42:33+01:00"', true],
  ['meta.lastModified ne "2011-05-13T06:42:34+02:00"', false],
  ['meta.lastModified sw "2011-05-13t"', true],
] as const

for (const [given, want] of table) {
  test(`${given} ${want ? 'matches' : 'does not match'}`, () => {
    expect(matchFilter(parseFilter(given), john, rules)).toBe(want)
  })
}

const unordered = 'does not apply to a boolean or binary attribute or value'
const noDateTime = 'expected an xsd:dateTime to compare with: meta.lastModified at column 14'

const refused = [
  {
    given: 'name eq "Jensen"',
    want: 'a complex attribute is compared by its parts: name at column 14',
  },
  { given: 'active gt true', want: `"gt" ${unordered}: active at column 14` },
  { given: 'active le "x"', want: `"le" ${unordered}: active at column 14` },
  { given: 'emails[primary lt "x"]', want: `"lt" ${unordered}: emails.primary at column 21` },
  { given: 'x509Certificates ge "x"', want: `"ge" ${unordered}: x509Certificates at column 14` },
  { given: 'meta.lastModified gt "2011-05-13"', want: noDateTime },
  { given: 'meta.lastModified eq "2011-02-30T00:00:00Z"', want: noDateTime },
  { given: 'meta.lastModified eq 1305261754000', want: noDateTime },
]

for (const { given, want } of refused) {
  test(`${given} is refused for its type`, () => {
    const match = () => matchFilter(parseFilter(`title pr and ${given}`), john, rules)
    expect(match).toThrow(FilterTypeError)
    expect(match).toThrow(want)
  })
}

test('what the filter alone shows is refused before any resource is seen', () => {
  expect(() => compileFilter(parseFilter('a pr and b gt false'))).toThrow(FilterTypeError)
  expect(() => compileFilter(parseFilter('a pr and b gt "x"'))({})).not.toThrow()
})

test('without rules strings ignore case and dates are strings', () => {
  const resource = { id: 'aB1', at: '2011-05-13T04:42:34Z' }
  expect(matchFilter(parseFilter('id eq "ab1"'), resource)).toBe(true)
  expect(matchFilter(parseFilter('at eq "2011-05-13T06:42:34+02:00"'), resource)).toBe(false)
})

test('the rules are asked for the full path of a name inside a value path', () => {
  const asked: unknown[] = []
  const caseExact = (path: unknown) => asked.push(path) > 0
  const resource = { emails: [{ type: 'Work' }] }
  const filter = parseFilter('emails[type eq "work"] or urn:a:b:c.d eq "x"')
  expect(matchFilter(filter, resource, { caseExact })).toBe(false)
  expect(asked).toEqual([
    { name: 'emails', sub: 'type' },
    { urn: 'urn:a:b', name: 'c', sub: 'd' },
  ])
})

test('a core URN fits a resource that does not list its schemas, and 1.1 has its own', () => {
  const filter = parseFilter('urn:scim:schemas:core:1.0:userName eq "john"')
  expect(matchFilter(filter, { userName: 'john' })).toBe(true)
  expect(matchFilter(filter, { schemas: ['urn:scim:schemas:core:1.0'], userName: 'john' })).toBe(
    true,
  )
  expect(matchFilter(filter, john)).toBe(false)
})

test('the caller can name the base schema of its own resource type', () => {
  const filter = parseFilter('urn:example:Device:serial eq "1"')
  const isBaseSchema = (urn: string) => urn === 'urn:example:Device'
  expect(matchFilter(filter, { serial: '1' })).toBe(false)
  expect(matchFilter(filter, { serial: '1' }, { isBaseSchema })).toBe(true)
})
