import { expect, test } from '#test'
import { compileFilter } from './match-filter.ts'
import { printFilter } from './print-filter.ts'
import { FilterSyntaxError, parseFilter } from './scim-filter.ts'

const text = 'emails[type eq "work"].value eq "ann@example.com"'
const ann = {
  emails: [
    { type: 'work', value: 'ann@work.example' },
    { type: 'home', value: 'ann@example.com' },
  ],
}

test('a condition behind a value path is refused, as figure 1 has none', () => {
  expect(() => parseFilter(text)).toThrow(FilterSyntaxError)
})

test('a condition behind a value path is one on the same element, where Entra is served', () => {
  const filter = parseFilter(text, { subAttributeFilters: true })
  expect(printFilter(filter)).toBe('emails[type eq "work" and value eq "ann@example.com"]')
  const matches = compileFilter(filter)
  expect(matches(ann)).toBe(false)
  expect(matches({ emails: [{ type: 'work', value: 'Ann@example.com' }] })).toBe(true)
})

for (const wrong of [
  'emails[type eq "work"].',
  'emails[type eq "work"].value',
  'a[b pr].c[d pr]',
]) {
  test(`${wrong} is refused all the same`, () => {
    expect(() => parseFilter(wrong, { subAttributeFilters: true })).toThrow(FilterSyntaxError)
  })
}
