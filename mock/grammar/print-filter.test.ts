import { expect, test } from '#test'
import { printFilter } from './print-filter.ts'
import { parseFilter } from './scim-filter.ts'

const canonical = [
  { given: ' Title  PR ', want: 'Title pr' },
  { given: '((a PR)) AND (b pr and c pr)', want: 'a pr and (b pr and c pr)' },
  { given: '(a pr and b pr) or (c pr or d pr)', want: 'a pr and b pr or (c pr or d pr)' },
  {
    given: '(a pr or b pr) and not((c pr or d pr))',
    want: '(a pr or b pr) and not (c pr or d pr)',
  },
  { given: 'a[(b EQ"x") and (c eq 1.0)]', want: 'a[b eq "x" and c eq 1]' },
  { given: 'a eq null or b ne false', want: 'a eq null or b ne false' },
  {
    given: String.raw`urn:a:2.0:B.$ref sw "\u00e9\/\""`,
    want: String.raw`urn:a:2.0:B.$ref sw "é/\""`,
  },
]

for (const { given, want } of canonical) {
  test(`${given} is printed as ${want}`, () => {
    expect(printFilter(parseFilter(given))).toBe(want)
  })
}
