import { expect, test } from '#test'
import { compareScenario } from './scenario.ts'
import type { Told } from './transcripts.test.kit.ts'
import { compared, mark, transcript } from './transcripts.test.kit.ts'

const name = `rehearsal-run-${mark}-1`
const user = 'urn:ietf:params:scim:schemas:core:2.0:User'
const knowledge = { counts: new Set<string>(), identity: ['id'], searches: [] }

/** What a target that publishes its schemas says of them, with a link to each or without. */
const schemas = (linked: boolean): Told => ({
  does: 'schemas GET /Schemas',
  answer: { items: [linked ? { name: 'User', at: `<base>/Schemas/${user}` } : { name: 'User' }] },
})

const creates: Told = {
  does: 'create POST',
  sends: { schemas: [user], name },
  status: 201,
  answer: { id: '11', name },
}

test('what is asked beside the scenario is no part of it, and names no ids in it', () => {
  const of = (side: 'A' | 'B') => {
    const { entries, ...rest } = transcript(side, [schemas(side === 'A'), creates])
    return { ...rest, entries: entries.map((one, at) => ({ ...one, beside: at === 0 })) }
  }
  const { found, left, agreed } = compareScenario({ A: of('A'), B: of('B') }, knowledge)
  expect([found, left]).toEqual([[], []])
  expect([...agreed]).toEqual([['create', 1]])
})

test('a schema that only one side links to is no id in what comes next', () => {
  const { left, agreed } = compared([schemas(true), creates], [schemas(false), creates])
  expect(left).toEqual([])
  expect(agreed.get('create')).toBe(1)
})

const rest = 'the rest is not compared'
const list: Told = { does: 'list GET', query: { filter: 'a' } }
const ends: readonly { given: [Told[], Told[]]; want: string; when: string }[] = [
  {
    when: 'the paths differ',
    given: [[{ does: 'get GET', ids: ['11'] }], [{ does: 'list GET' }]],
    want: `requests went apart at the 1. request (A: GET /Users/<new>, B: GET /Users): ${rest}`,
  },
  {
    when: 'the queries differ',
    given: [[list], [{ ...list, query: { filter: 'b' } }]],
    want: `requests went apart at the 1. request (A: GET /Users, B: GET /Users, and /query/filter is "a" and "b"): ${rest}`,
  },
  {
    when: 'one has no more requests',
    given: [[list, { does: 'put PUT', ids: ['11'] }], [list]],
    want: `requests went apart at the 2. request (A: PUT /Users/<new>, B: none any more): ${rest}`,
  },
]

for (const { when, given, want } of ends) {
  test(`requests that go apart are told with both when ${when}`, () => {
    expect(compared(...given).left).toEqual([want])
  })
}
