import { expect, test } from '#test'
import { median, rounded } from './figures.ts'

for (const { given, want } of [
  { given: [3], want: 3 },
  { given: [9, 1, 5], want: 5 },
  { given: [4, 1, 3, 100], want: 3.5 },
]) {
  test(`the median of ${given.join(', ')} is ${want}`, () => {
    expect(median(given)).toBe(want)
  })
}

test('no numbers have no median', () => {
  expect(() => median([])).toThrow(RangeError)
})

for (const { given, want } of [
  { given: 12_345, want: '12,300' },
  { given: 999_999, want: '1,000,000' },
  { given: 123.4, want: '123' },
  { given: 4.567, want: '4.57' },
  { given: 0.012345, want: '0.0123' },
  { given: 0, want: '0' },
]) {
  test(`${given} is told as ${want}`, () => {
    expect(rounded(given)).toBe(want)
  })
}
