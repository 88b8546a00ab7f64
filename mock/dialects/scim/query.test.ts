import { expect, test } from '#test'
import { faceOf } from './face.ts'
import { readQuery } from './query.ts'
import { edition2 } from './v2-edition.ts'

const strict = faceOf(edition2, {})

function nested(depth: number): unknown {
  let value: unknown = {}
  for (let level = 0; level < depth; level++) value = [value]
  return value
}

for (const name of ['filter', 'sortBy', 'startIndex', 'count', 'cursor']) {
  test(`a ${name} of another type is refused in few words, however deep or long it is`, () => {
    for (const value of [nested(100_000), { a: nested(100_000) }, true]) {
      const refused = { scimType: 'invalidValue', field: name }
      expect(() => readQuery({ [name]: value }, strict)).toThrow(expect.objectContaining(refused))
    }
  })
}

test('what is no number is told, and cut', () => {
  const count = '9'.repeat(10_000)
  expect(() => readQuery({ count }, strict)).toThrow(/^count is a whole number, not "9{38}…$/)
  expect(() => readQuery({ count: 1.5 }, strict)).toThrow('count is a whole number, not 1.5')
})
