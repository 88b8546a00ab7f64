import { expect, test } from '#test'
import { type FilterAllowance, FilterUnsupportedError, restrictFilter } from './restrict-filter.ts'
import { parseFilter } from './scim-filter.ts'

const groups: FilterAllowance = {
  attributes: { displayName: ['eq', 'sw', 'co'] },
  combinations: [],
}

const users: FilterAllowance = {
  attributes: {
    userName: ['eq', 'sw'],
    displayName: ['eq', 'sw'],
    'name.givenName': ['eq', 'sw'],
    'name.familyName': ['eq', 'sw'],
  },
  combinations: ['and'],
}

const onlyUserName: FilterAllowance = { attributes: { userName: ['eq'] }, combinations: [] }

const version1: FilterAllowance = {
  attributes: { '*': ['eq', 'co', 'sw', 'pr', 'gt', 'ge', 'lt', 'le'] },
  combinations: ['and', 'or', 'grouping'],
}

const values: FilterAllowance = {
  attributes: { 'emails.type': ['eq'], 'emails.value': ['pr'] },
  combinations: ['and', 'valuePath'],
}

const allowed = [
  { given: 'DISPLAYNAME co "x"', allowance: groups },
  { given: 'name.givenname sw "x" and userName eq "y"', allowance: users },
  { given: 'userName eq "x"', allowance: onlyUserName },
  { given: '(title pr or x.y gt 1) and urn:scim:schemas:core:1.0:id eq "1"', allowance: version1 },
  { given: 'emails[TYPE eq "work" and value pr]', allowance: values },
  { given: 'emails.type eq "work"', allowance: values },
]

for (const { given, allowance } of allowed) {
  test(`${given} passes where its parts are allowed`, () => {
    const filter = parseFilter(given)
    expect(restrictFilter(filter, allowance)).toBe(filter)
  })
}

const refused = [
  {
    given: 'displayName ew "x"',
    allowance: groups,
    want: '"ew" on "displayName" at column 1 is not supported; allowed: eq, sw, co',
  },
  {
    given: 'userName eq "x" and title eq "y"',
    allowance: users,
    want: '"title" at column 21 is not supported; allowed: userName, displayName, name.givenName, name.familyName',
  },
  {
    given: 'name eq "x"',
    allowance: users,
    want: '"name" at column 1 is not supported; allowed: userName, displayName, name.givenName, name.familyName',
  },
  {
    given: 'userName eq "x" or userName eq "y"',
    allowance: users,
    want: '"or" at column 17 is not supported; allowed: one condition, "and"',
  },
  {
    given: '  userName pr',
    allowance: onlyUserName,
    want: '"pr" on "userName" at column 3 is not supported; allowed: eq',
  },
  {
    given: 'userName eq "x" and userName eq "x"',
    allowance: onlyUserName,
    want: '"and" at column 17 is not supported; allowed: one condition',
  },
  {
    given: '(userName eq "x")',
    allowance: onlyUserName,
    want: '"( )" at column 1 is not supported; allowed: one condition',
  },
  {
    given: 'title pr and not (title pr)',
    allowance: version1,
    want: '"not" at column 14 is not supported; allowed: one condition, "and", "or", "( )"',
  },
  {
    given: 'emails[type eq "x"]',
    allowance: version1,
    want: '"[ ]" at column 1 is not supported; allowed: one condition, "and", "or", "( )"',
  },
  {
    given: 'title ne "x"',
    allowance: version1,
    want: '"ne" on "title" at column 1 is not supported; allowed: eq, co, sw, pr, gt, ge, lt, le',
  },
  {
    given: 'emails[type eq "x" and display pr]',
    allowance: values,
    want: '"emails.display" at column 24 is not supported; allowed: emails.type, emails.value',
  },
  {
    given: 'constructor pr',
    allowance: { attributes: {}, combinations: [] },
    want: '"constructor" at column 1 is not supported; allowed: nothing',
  },
] as const

for (const { given, allowance, want } of refused) {
  test(`${given} is refused: ${want}`, () => {
    const fault = faultOf(given, allowance)
    expect(fault.message).toBe(want)
    expect(fault.message).toContain(`at column ${fault.position + 1} `)
  })
}

function faultOf(text: string, allowance: FilterAllowance): FilterUnsupportedError {
  try {
    restrictFilter(parseFilter(text), allowance)
  } catch (error) {
    if (error instanceof FilterUnsupportedError) return error
    throw error
  }
  throw new Error(`${text} passed`)
}
