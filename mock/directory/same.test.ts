import { expect, test } from '#test'
import { same } from './same.ts'

const cases: readonly { one: unknown; other: unknown; want: boolean }[] = [
  { one: { a: 1, b: 2 }, other: { b: 2, a: 1 }, want: true },
  { one: { a: 1, b: undefined }, other: { a: 1 }, want: true },
  { one: { a: 1 }, other: { a: 1, b: 2 }, want: false },
  { one: { a: undefined, b: 1 }, other: { c: 1, b: 1 }, want: false },
  { one: [1, 2], other: [2, 1], want: false },
  { one: [{ a: [1] }], other: [{ a: [1] }], want: true },
  { one: [], other: {}, want: false },
  { one: null, other: {}, want: false },
  { one: null, other: undefined, want: false },
  { one: '1', other: 1, want: false },
]

for (const { one, other, want } of cases) {
  const [first, second] = [one, other].map((each) => JSON.stringify(each))
  test(`${first} and ${second} ${want ? 'say the same' : 'differ'}`, () => {
    expect([same(one, other), same(other, one)]).toEqual([want, want])
  })
}
