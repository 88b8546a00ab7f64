import { expect, test } from '#test'
import { ODataSyntaxError, parseODataFilter, type Value } from './odata-filter.ts'

const fields = { name: 'text', 'user/mail': 'text', active: 'flag' } as const
const ann: Record<string, Value> = { name: "Ann O'Née", 'user/mail': null, active: true }

for (const { given, want } of [
  { given: "name eq 'ann o''née'", want: true },
  { given: "name eq 'ann'", want: false },
  { given: 'name eq null', want: false },
  { given: 'user/mail eq null', want: true },
  { given: "user/mail eq ''", want: false },
  { given: 'active eq true', want: true },
  { given: 'active eq false', want: false },
  { given: 'active eq null', want: false },
  { given: "startswith(name,'ANN')", want: true },
  { given: "startswith(user/mail,'')", want: false },
  { given: "contains( name , 'o''N' )", want: true },
  { given: "active eq true or name eq 'x' and active eq false", want: true },
  { given: "(active eq true or name eq 'x') and active eq false", want: false },
  { given: "  ((active eq true))  and  other eq 'x'", want: 'other is no field' },
  { given: '', want: 'expected a field at column 1' },
  {
    given: "naem eq 'x'",
    want: 'naem is no field (there are name, user/mail, active) at column 1',
  },
  { given: "name EQ 'x'", want: 'expected eq at column 6' },
  { given: 'name eq true', want: "expected null or a text in 'quotes' at column 9" },
  { given: "active eq 'true'", want: 'expected false at column 11' },
  { given: "contains(active,'t')", want: 'active is no text at column 10' },
  { given: "name eq 'x", want: 'cannot read' },
  { given: "name eq 'x' active eq true", want: 'expected and, or, or the end at column 13' },
  { given: "(name eq 'x'", want: 'expected ) at column 13' },
  { given: "toString eq 'x'", want: 'toString is no field' },
  { given: "'and' eq 'x'", want: 'expected a field at column 1' },
  { given: `${'('.repeat(51)}active eq true`, want: 'too many parentheses at column 52' },
]) {
  test(`${given.slice(0, 60)} is ${typeof want === 'string' ? 'refused' : want}`, () => {
    if (typeof want === 'boolean') {
      expect(parseODataFilter(given, fields)((field) => ann[field] ?? null)).toBe(want)
    } else {
      expect(() => parseODataFilter(given, fields)).toThrow(ODataSyntaxError)
      expect(() => parseODataFilter(given, fields)).toThrow(want)
    }
  })
}
