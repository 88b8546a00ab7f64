import { expect, test } from '#test'
import { PointerSyntaxError, parsePointer } from './json-pointer.ts'

const good: readonly { given: string; want: readonly string[] }[] = [
  { given: '', want: [] },
  { given: '/', want: [''] },
  { given: '/a/b', want: ['a', 'b'] },
  { given: '/a//b', want: ['a', '', 'b'] },
  { given: '/a~1b/m~0n', want: ['a/b', 'm~n'] },
  { given: '/~01', want: ['~1'] },
  { given: '/ /%', want: [' ', '%'] },
]
for (const { given, want } of good) {
  test(`the pointer ${JSON.stringify(given)} has ${want.length} parts`, () => {
    expect(parsePointer(given)).toEqual(want)
  })
}

for (const given of ['a', 'a/b', '#/a', '/~', '/~2', '/a~']) {
  test(`${JSON.stringify(given)} is no pointer`, () => {
    expect(() => parsePointer(given)).toThrow(PointerSyntaxError)
  })
}
