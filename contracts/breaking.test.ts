import { expect, test } from '#test'
import { breaksContract } from './breaking.ts'

const header = 'response_headers_conformance'

for (const { given, mock = false, want } of [
  { given: { evidence: 'stated', check: header }, want: true },
  { given: { evidence: 'public', check: header }, want: true },
  { given: { evidence: 'inferred', check: header }, want: false },
  { given: { evidence: 'inferred', check: header }, mock: true, want: true },
  { given: { evidence: 'public' }, want: true },
  { given: { evidence: 'inferred' }, want: false },
  { given: { evidence: 'stated', check: 'undeclared_property' }, want: false },
  { given: { evidence: 'stated', check: 'undeclared_property' }, mock: true, want: true },
] as const) {
  const { evidence } = given
  const what = 'check' in given ? `${evidence} ${given.check}` : evidence
  const who = mock ? 'the mock' : 'a deployment'
  test(`departing from what is ${what} ${want ? 'breaks the contract' : 'is a finding'} of ${who}`, () => {
    expect(breaksContract({ mock }, given)).toBe(want)
  })
}
