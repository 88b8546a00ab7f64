import { expect, test } from '#test'
import { printAttributePath } from './attribute-path.ts'
import { conditions, equalities } from './filter-conditions.ts'
import { parseFilter } from './scim-filter.ts'

const mustHold = [
  { given: 'userName eq "x"', want: ['userName=x'] },
  { given: 'a eq 1 and (b eq true and c pr) and d sw "x"', want: ['a=1', 'b=true'] },
  {
    given: 'emails[type eq "work" and value eq "x"]',
    want: ['emails.type=work', 'emails.value=x'],
  },
  { given: 'urn:a:b:c.d eq 1', want: ['urn:a:b:c.d=1'] },
  { given: 'a eq 1 and (b eq 2 or c eq 3)', want: ['a=1'] },
  { given: 'a eq 1 or a eq 2', want: [] },
  { given: 'not (a eq 1)', want: [] },
  { given: 'a eq null', want: [] },
  { given: 'a ne 1', want: [] },
]

for (const { given, want } of mustHold) {
  test(`${given} cannot hold without [${want}]`, () => {
    const found = equalities(parseFilter(given))
    const text = found.map(({ attribute, value }) => `${printAttributePath(attribute)}=${value}`)
    expect(text).toEqual(want)
  })
}

test('the conditions of a filter come with full paths, in the order written', () => {
  const filter = parseFilter('not (a pr) or emails[type eq "x" and (value pr)] and b.c gt 1')
  const found = conditions(filter).map(({ attribute }) => printAttributePath(attribute))
  expect(found).toEqual(['a', 'emails.type', 'emails.value', 'b.c'])
})
