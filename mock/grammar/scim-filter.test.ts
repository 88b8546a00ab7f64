import { expect, test } from '#test'
import { FilterSyntaxError, maximumDepth, parseFilter } from './scim-filter.ts'

const userName = { name: 'userName' }
const a = (position: number, groupedAt?: number) => ({
  kind: 'present',
  attribute: { name: 'a' },
  position,
  ...(groupedAt !== undefined && { groupedAt }),
})

const trees = [
  {
    given: 'userName Eq "john"',
    want: { kind: 'compare', attribute: userName, operator: 'eq', value: 'john', position: 0 },
  },
  { given: '  title   PR  ', want: { kind: 'present', attribute: { name: 'title' }, position: 2 } },
  {
    given: 'a pr or a pr AND a pr',
    want: {
      kind: 'or',
      position: 5,
      operands: [a(0), { kind: 'and', position: 13, operands: [a(8), a(17)] }],
    },
  },
  {
    given: '(a pr or a pr) and a pr',
    want: {
      kind: 'and',
      position: 15,
      operands: [{ kind: 'or', position: 6, groupedAt: 0, operands: [a(1), a(9)] }, a(19)],
    },
  },
  {
    given: 'a pr and a pr and a pr',
    want: { kind: 'and', position: 5, operands: [a(0), a(9), a(18)] },
  },
  {
    given: 'not(a pr) and Not ( a pr )',
    want: {
      kind: 'and',
      position: 10,
      operands: [
        { kind: 'not', position: 0, filter: a(4) },
        { kind: 'not', position: 14, filter: a(20) },
      ],
    },
  },
  { given: '((a pr))', want: a(2, 0) },
  { given: 'not ((a pr))', want: { kind: 'not', position: 0, filter: a(6, 5) } },
  {
    given: 'emails[type eq "work" and not (value co "@x")]',
    want: {
      kind: 'valuePath',
      attribute: { name: 'emails' },
      position: 0,
      filter: {
        kind: 'and',
        position: 22,
        operands: [
          {
            kind: 'compare',
            attribute: { name: 'type' },
            operator: 'eq',
            value: 'work',
            position: 7,
          },
          {
            kind: 'not',
            position: 26,
            filter: {
              kind: 'compare',
              attribute: { name: 'value' },
              operator: 'co',
              value: '@x',
              position: 31,
            },
          },
        ],
      },
    },
  },
  {
    given: 'members[$ref eq"x"]',
    want: {
      kind: 'valuePath',
      attribute: { name: 'members' },
      position: 0,
      filter: {
        kind: 'compare',
        attribute: { name: '$ref' },
        operator: 'eq',
        value: 'x',
        position: 8,
      },
    },
  },
]

for (const { given, want } of trees) {
  test(`${given} is read as a tree with positions`, () => {
    expect(parseFilter(given)).toEqual(want)
  })
}

const values = [
  { given: `"O'Malley"`, want: "O'Malley" },
  { given: String.raw`"a \"b\" \\ \/ \n \u00e9 \uD83D\uDE00"`, want: 'a "b" \\ / \n é 😀' },
  { given: '"[(not) and]"', want: '[(not) and]' },
  { given: '""', want: '' },
  { given: '10', want: 10 },
  { given: '-1.5e2', want: -150 },
  { given: '-0', want: 0 },
  { given: 'true', want: true },
  { given: 'false', want: false },
  { given: 'null', want: null },
]

for (const { given, want } of values) {
  test(`the value ${given} is read as JSON`, () => {
    expect(parseFilter(`a eq ${given}`)).toMatchObject({ kind: 'compare', value: want })
  })
}

const operator = 'an operator (eq, ne, co, sw, ew, pr, gt, ge, lt, le)'
const value = 'a JSON value (a string in double quotes, a number, true, false or null)'
const start = 'an attribute name, "not" or "("'
const end = '"and", "or" or the end of the filter'
const nothing = 'the end of the filter'

const faults = [
  { given: '', column: 1, expected: start, found: nothing },
  { given: '   ', column: 4, expected: start, found: nothing },
  { given: 'userName equals "x"', column: 10, expected: operator, found: '"equals"' },
  { given: 'userName', column: 9, expected: operator, found: nothing },
  { given: 'userName eq', column: 12, expected: value, found: nothing },
  { given: 'userName eq bob', column: 13, expected: value, found: '"bob"' },
  { given: "userName eq 'bob'", column: 13, expected: value, found: `"'bob'"` },
  { given: 'active eq True', column: 11, expected: value, found: '"True"' },
  { given: 'a eq 01', column: 6, expected: value, found: '"01"' },
  { given: 'a eq 1e999', column: 6, expected: value, found: '"1e999"' },
  { given: 'a eq 1.', column: 6, expected: value, found: '"1."' },
  { given: 'a eq (1)', column: 6, expected: value, found: '"("' },
  { given: 'a eq "x', column: 6, expected: `a closing '"' for the string`, found: nothing },
  { given: 'a eq "x\\"', column: 6, expected: `a closing '"' for the string`, found: nothing },
  { given: String.raw`a eq "x\y"`, column: 8, expected: 'a JSON escape', found: '"\\\\y"' },
  { given: String.raw`a eq "\u12"`, column: 7, expected: 'a JSON escape', found: '"\\\\u"' },
  { given: 'a eq "x\n"', column: 8, expected: 'no control character', found: '"\\n"' },
  { given: 'a pr and', column: 9, expected: start, found: nothing },
  { given: 'and a pr', column: 5, expected: operator, found: '"a"' },
  { given: 'a pr a pr', column: 6, expected: end, found: '"a"' },
  { given: 'a pr "x"', column: 6, expected: end, found: 'the string "x"' },
  { given: 'a pr)', column: 5, expected: end, found: '")"' },
  { given: '(a pr', column: 6, expected: '"and", "or" or ")"', found: nothing },
  { given: '()', column: 2, expected: start, found: '")"' },
  { given: 'a[b pr', column: 7, expected: '"and", "or" or "]"', found: nothing },
  { given: 'a[b pr)', column: 7, expected: '"and", "or" or "]"', found: '")"' },
  { given: 'a[]', column: 3, expected: start, found: '"]"' },
  { given: 'a[(b pr])', column: 8, expected: '"and", "or" or ")"', found: '"]"' },
  { given: 'a[b[c pr]]', column: 4, expected: operator, found: '"["' },
  { given: 'a[(b[c pr])]', column: 5, expected: operator, found: '"["' },
  { given: 'a[b pr].c eq 1', column: 8, expected: end, found: '".c"' },
  { given: 'not a pr', column: 5, expected: '"(" after "not"', found: '"a"' },
  { given: '"a" eq 1', column: 1, expected: start, found: 'the string "a"' },
  { given: '1a eq 1', column: 1, expected: start, found: '"1a"' },
  { given: 'a.b.c eq 1', column: 1, expected: start, found: '"a.b.c"' },
  { given: 'a\teq 1', column: 1, expected: start, found: '"a\\teq"' },
]

for (const { given, column, expected, found } of faults) {
  test(`${JSON.stringify(given)} is refused at column ${column}`, () => {
    const fault = faultOf(given)
    expect(fault.message).toBe(`expected ${expected} at column ${column}, found ${found}`)
    expect(fault.position).toBe(column - 1)
  })
}

const brackets = [
  { open: '(', close: ')' },
  { open: 'not (', close: ')' },
  { open: 'not(not(', close: '))' },
]

for (const { open, close } of brackets) {
  test(`${maximumDepth} levels of ${open} are read and one more is refused`, () => {
    const levels = maximumDepth / close.length
    const nested = (count: number) => `${open.repeat(count)}a pr${close.repeat(count)}`
    expect(() => parseFilter(nested(levels))).not.toThrow()
    expect(faultOf(nested(levels + 1)).message).toContain('at most 64 levels of brackets')
    expect(faultOf(`a pr and a[${nested(levels)}]`).message).toContain('found one more "("')
  })
}

// A parser that is not linear would need hours for these.
const megabyte = 2 ** 20
const large = [
  { name: 'opening brackets', given: '('.repeat(megabyte), valid: false },
  { name: 'negations', given: 'not('.repeat(megabyte / 4), valid: false },
  { name: 'blanks', given: ' '.repeat(megabyte), valid: false },
  { name: 'one word', given: 'a'.repeat(megabyte), valid: false },
  { name: 'dots', given: '.'.repeat(megabyte), valid: false },
  { name: 'colons', given: 'a:'.repeat(megabyte / 2), valid: false },
  {
    name: 'an open string of escapes',
    given: `a eq "${'\\\\'.repeat(megabyte / 2)}`,
    valid: false,
  },
  { name: 'a string', given: `a eq "${'\\n'.repeat(megabyte / 2)}"`, valid: true },
  { name: 'a number', given: `a eq 0.${'1'.repeat(megabyte)}`, valid: true },
  { name: 'conditions', given: `${'a pr and '.repeat(megabyte / 9)}a pr`, valid: true },
  { name: 'groups', given: `${'(a pr)or '.repeat(megabyte / 9)}a[b pr]`, valid: true },
]

for (const { name, given, valid } of large) {
  test(`a megabyte of ${name} is ${valid ? 'read' : 'refused with a short message'}`, () => {
    if (valid) expect(parseFilter(given)).toBeTruthy()
    else expect(faultOf(given).message.length).toBeLessThan(250)
  })
}

function faultOf(text: string): FilterSyntaxError {
  try {
    parseFilter(text)
  } catch (error) {
    if (error instanceof FilterSyntaxError) return error
    throw error
  }
  throw new Error(`${text.slice(0, 80)} was read as a filter`)
}
