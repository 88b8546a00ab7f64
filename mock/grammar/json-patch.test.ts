import { expect, test } from '#test'
import { applyPatch, PatchError, type PatchOperation } from './json-patch.ts'

const add = (path: string, value: unknown): PatchOperation => ({ op: 'add', path, value })
const replace = (path: string, value: unknown): PatchOperation => ({ op: 'replace', path, value })
const remove = (path: string): PatchOperation => ({ op: 'remove', path })

/** The first five are of RFC 6902, appendix A. */
const good: readonly { what: string; given: unknown; patch: PatchOperation[]; want: unknown }[] = [
  { what: 'adds a member', given: { a: 1 }, patch: [add('/b', 2)], want: { a: 1, b: 2 } },
  { what: 'adds an element', given: [1, 3], patch: [add('/1', 2)], want: [1, 2, 3] },
  { what: 'removes a member', given: { a: 1, b: 2 }, patch: [remove('/b')], want: { a: 1 } },
  { what: 'removes an element', given: [1, 2, 3], patch: [remove('/1')], want: [1, 3] },
  { what: 'appends an array as one', given: ['a'], patch: [add('/-', ['b'])], want: ['a', ['b']] },
  { what: 'adds over a member', given: { a: 1 }, patch: [add('/a', null)], want: { a: null } },
  {
    what: 'replaces within',
    given: { a: [{ b: 1 }] },
    patch: [replace('/a/0/b', 2)],
    want: { a: [{ b: 2 }] },
  },
  { what: 'replaces the whole', given: { a: 1 }, patch: [replace('', 7)], want: 7 },
  {
    what: 'reads escapes',
    given: { 'a/b': 1, '~': 2 },
    patch: [remove('/a~1b'), replace('/~0', 3)],
    want: { '~': 3 },
  },
  {
    what: 'sees what came before',
    given: {},
    patch: [add('/a', {}), add('/a/b', 1), remove('/a/b')],
    want: { a: {} },
  },
  { what: 'does nothing when empty', given: { a: 1 }, patch: [], want: { a: 1 } },
]
for (const { what, given, patch, want } of good) {
  test(`a patch ${what}, and leaves what it was given`, () => {
    const before = structuredClone(given)
    expect(applyPatch(given, patch)).toEqual(want)
    expect(given).toEqual(before)
  })
}

const bad: readonly { what: string; given: unknown; operation: PatchOperation }[] = [
  { what: 'removes what is not there', given: {}, operation: remove('/a') },
  { what: 'replaces what is not there', given: { b: 1 }, operation: replace('/a', 1) },
  { what: 'replaces what all objects inherit', given: {}, operation: replace('/toString', 1) },
  { what: 'adds below what is not there', given: {}, operation: add('/a/b', 1) },
  { what: 'leads below a text', given: { a: 'x' }, operation: add('/a/b', 1) },
  { what: 'leads past the end', given: [1], operation: add('/2', 1) },
  { what: 'replaces past the end', given: [1], operation: replace('/-', 1) },
  { what: 'has a leading zero', given: [1, 2], operation: remove('/01') },
  { what: 'removes the whole', given: {}, operation: remove('') },
]
for (const { what, given, operation } of bad) {
  test(`a patch that ${what} is refused, and says which path`, () => {
    expect(() => applyPatch(given, [operation])).toThrow(PatchError)
    expect(() => applyPatch(given, [operation])).toThrow(JSON.stringify(operation.path))
  })
}

test('a member called __proto__ is one like any other', () => {
  const patched = applyPatch({ a: 1 }, [add('/__proto__', { admin: true })]) as object
  expect(Object.keys(patched)).toEqual(['a', '__proto__'])
  expect(Object.getPrototypeOf(patched)).toBe(Object.prototype)
})
