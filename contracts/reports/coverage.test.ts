import { expect, test } from '#test'
import { type Documented, type Exercise, gaps, unseen, unwatched } from './coverage.ts'

const made = { api: 'tiny', operation: 'make', method: 'POST', status: 201 }
const refused = { api: 'tiny', operation: 'make', method: 'POST', status: 400 }
const read = { api: 'tiny', operation: 'read', method: 'GET', status: 200 }
const all: readonly Documented[] = [made, refused, read]

function sent(test: string, ...replies: readonly (Documented & { path?: string })[]): Exercise[] {
  return replies.map((reply) => ({ path: '/things/1', ...reply, test }))
}

for (const { what, exercises, want } of [
  { what: 'a refusal between two reads', exercises: sent('a', read, refused, read), want: [made] },
  { what: 'a refusal before a read', exercises: sent('a', refused, read), want: [made, refused] },
  { what: 'a refusal after a read', exercises: sent('a', read, refused), want: [made, refused] },
  {
    what: 'a refusal between reads of different things',
    exercises: sent('a', { ...read, path: '/things/2' }, refused, read),
    want: [made, refused],
  },
  {
    what: 'a refusal between reads of other tests',
    exercises: [...sent('a', read), ...sent('b', refused), ...sent('a', read)],
    want: [made, refused],
  },
  { what: 'a success before a read', exercises: sent('a', made, read), want: [refused] },
  { what: 'a success after a read', exercises: sent('a', read, made), want: [made, refused] },
]) {
  test(`${what} leaves ${want.length} unwatched`, () => {
    expect(unwatched(all, exercises)).toEqual(want)
  })
}

test('a reply is seen when any test got it', () => {
  expect(unseen(all, sent('a', read, made))).toEqual([refused])
})

for (const { said, want } of [
  { said: [{ status: 400 }], want: [] },
  { said: [], want: ['tiny make 400 is missing'] },
  {
    said: [{ status: 400, operations: ['read'] }],
    want: ['tiny make 400 is missing', 'tiny 400 is said to be out of reach of nothing'],
  },
  {
    said: [{ status: 400 }, { status: 200 }],
    want: ['tiny read 200 is said to be out of reach, and is there'],
  },
  {
    said: [{ status: 400 }, { status: 429 }],
    want: ['tiny 429 is said to be out of reach of nothing'],
  },
]) {
  test(`with ${JSON.stringify(said)} out of reach and 400 missing, the gaps are ${want.length}`, () => {
    const excused = said.map((one) => ({ ...one, api: 'tiny', reason: 'because' }))
    expect(gaps(all, [refused], excused)).toEqual(want)
  })
}
