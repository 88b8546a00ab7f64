import { expect, test } from '#test'
import { compared, mark, type Told } from './transcripts.test.kit.ts'

const name = `rehearsal-run-${mark}-1`

/** A user is made, and read. */
function made(id: string, more: object = {}): Told[] {
  const answer = { id, name, ...more }
  return [
    { does: 'create POST', sends: { name }, status: 201, answer },
    { does: 'get GET', ids: [id], answer },
  ]
}

const id = { A: '7310000000101', B: 'e455fe43-e6d9-472a-9efc-decac2709f78' }

test('ids, times, tags, links and tokens of their own are no difference', () => {
  const own = (of: string, now: string, tag: string, key: string) =>
    made(of, { created: now, version: tag, at: `<base>/Users/${of}`, key })
  const { found, agreed } = compared(
    own(id.A, new Date().toISOString(), 'W/"1"', 'a1b2c3d4e5f6a7b8c9'),
    own(id.B, new Date(Date.now() + 900).toISOString(), 'W/"x9"', 'ZZ11yy22XX33ww44'),
  )
  expect(found).toEqual([])
  expect([...agreed]).toEqual([
    ['create', 1],
    ['get', 1],
  ])
})

const values: readonly { given: [object, object]; want: string }[] = [
  { given: [{ n: 1 }, { n: 2 }], want: 'value /body/n: 1 | 2' },
  { given: [{ n: 1 }, { n: '1' }], want: 'type /body/n: 1 | "1"' },
  { given: [{ on: true }, { on: 'true' }], want: 'type /body/on: true | "true"' },
  { given: [{ n: null }, {}], want: 'missing /body/n: null | (absent)' },
  { given: [{}, { n: 1 }], want: 'missing /body/n: (absent) | 1' },
  { given: [{ t: 'Ann' }, { t: 'ann' }], want: 'value /body/t: "Ann" | "ann"' },
  { given: [{ t: 'a b' }, { t: 'a  b' }], want: 'value /body/t: "a b" | "a  b"' },
  { given: [{ l: ['a', 'b'] }, { l: ['b', 'a'] }], want: 'order /body/l: ["a","b"] | ["b","a"]' },
  { given: [{ l: ['a', 'b'] }, { l: ['a'] }], want: 'missing /body/l/1: "b" | (absent)' },
  { given: [{ 'a/b': 1 }, { 'a/b': 2 }], want: 'value /body/a~1b: 1 | 2' },
]

for (const { given, want } of values) {
  test(`${JSON.stringify(given[0])} and ${JSON.stringify(given[1])} differ`, () => {
    const [a, b] = given.map((body) => [{ does: 'put PUT', answer: body }])
    expect(compared(a ?? [], b ?? []).found).toEqual([want])
  })
}

test('one who stands where somebody else should is a difference, though every id is volatile', () => {
  const people = (first: string, second: string, member: string): Told[] => [
    { does: 'create POST', sends: { name }, answer: { id: first, name } },
    { does: 'create POST', sends: { name: `${name}0` }, answer: { id: second, name: `${name}0` } },
    { does: 'group POST', sends: { name }, answer: { id: `${first}9`, name, member } },
  ]
  expect(compared(people('11', '12', '12'), people('21', '22', '21')).found).toEqual([
    'reference /body/member: "<user:2>" | "<user:1>"',
  ])
})

test('an id that is given twice is a difference', () => {
  const two = (first: string, second: string): Told[] => [...made(first), ...made(second)]
  expect(compared(two('11', '12'), two('21', '21')).found).toContain(
    'reference /body/id: "12" | "<user:1>"',
  )
})

test('what was sent does not come back as something made up', () => {
  const sent = 'abcdefgh12345678abcd'
  const told = (answer: string): Told[] => [
    { does: 'put PUT', sends: { sent }, answer: { answer } },
  ]
  expect(compared(told(sent), told('ABCDEFGH12345678ABCD')).found).toHaveLength(1)
})

test('a tag that stays where the other changes is a difference', () => {
  const tags = (of: string, first: string, second: string): Told[] => [
    { does: 'create POST', sends: { name }, answer: { id: of, name }, headers: { etag: first } },
    { does: 'put PUT', ids: [of], answer: { id: of, name }, headers: { etag: second } },
  ]
  expect(compared(tags('11', '"1"', '"2"'), tags('21', '"x"', '"x"')).found).toEqual([
    'reference /headers/etag: "2" | "x"',
  ])
})

/** A user whose time moves by so much between two changes. */
function moving(of: string, by: number, after: number): Told[] {
  const now = Date.now()
  const at = (ms: number) => new Date(now + ms).toISOString()
  return [
    { does: 'create POST', sends: { name }, answer: { id: of, name, at: at(1) } },
    { does: 'put PUT', ids: [of], answer: { id: of, name, at: at(1 + by) }, after },
  ]
}

const times: readonly { given: [Told[], Told[]]; want: number; of: string }[] = [
  { of: 'that stays is a difference', given: [moving('11', 30, 30), moving('21', 0, 30)], want: 1 },
  { of: 'may stay within its tick', given: [moving('11', 1, 1), moving('21', 0, 1)], want: 0 },
  {
    of: 'that goes back is a difference',
    given: [moving('11', 9, 9), moving('21', -9, 9)],
    want: 1,
  },
  {
    of: 'hours away is a difference',
    given: [moving('11', 1, 9), moving('21', 7.2e6, 9)],
    want: 1,
  },
]

for (const { of, given, want } of times) {
  test(`a time ${of}`, () => {
    expect(compared(...given).found).toHaveLength(want)
  })
}

test('of a list of everybody only the own are compared, and that is said', () => {
  const list = (of: string, others: string[], total: number, named: string): Told[] => [
    ...made(of),
    {
      does: 'list GET',
      answer: {
        total,
        items: [...others.map((other) => ({ id: other })), { id: of, name: named }],
      },
    },
  ]
  const { found, left } = compared(
    list('11', ['1', '2'], 3, name),
    list('21', ['5'], 2, name.toUpperCase()),
  )
  expect(found).toEqual([`value /body/items/*/name: "${name}" | "${name.toUpperCase()}"`])
  expect(left.sort()).toEqual([
    'a list that shows everybody counts them all',
    'whoever was there before is not compared',
  ])
})

test('a list that is narrowed to the own is compared in full', () => {
  const list = (of: string, total: number): Told[] => [
    ...made(of),
    { does: 'list GET', query: { filter: `name eq "${name}"` }, answer: { total, items: [] } },
  ]
  expect(compared(list('11', 1), list('21', 2)).found).toEqual(['value /body/total: 1 | 2'])
})

test('what was to be sorted by a name is not excused by the order of its ids', () => {
  const other = `${name}0`
  const list = (ids: readonly [string, string], query: Told['query'], turned: boolean): Told[] => {
    const [one, two] = [
      { id: ids[0], name },
      { id: ids[1], name: other },
    ]
    return [
      { does: 'create POST', sends: { name }, answer: one },
      { does: 'create POST', sends: { name: other }, answer: two },
      ...ids.map((of) => ({ does: 'get GET', ids: [of], answer: of === ids[0] ? one : two })),
      {
        does: 'list GET',
        query: { filter: name, ...query },
        answer: { items: turned ? [two, one] : [one, two] },
      },
    ]
  }
  const seen = (query: Told['query']) =>
    compared(list(['11', '12'], query, false), list(['22', '21'], query, true)).found
  expect(seen({})).toEqual([])
  expect(seen({ sortBy: 'name' })).toEqual([expect.stringMatching(/^order \/body\/items: /)])
})

test('behind requests that are not alike nothing is compared, and that is said', () => {
  const picks = (of: string, path: string): Told[] => [
    ...made(of),
    { does: `other GET ${path}`, query: { filter: path }, answer: { n: path } },
    { does: 'get GET', ids: [of], answer: { id: of, name: path } },
  ]
  const { found, left } = compared(picks('11', '/a'), picks('21', '/b'))
  expect(found).toEqual([])
  expect(left).toEqual([
    'requests went apart at the 3. request (A: GET /a, B: GET /b): the rest is not compared',
  ])
})

test('where a side looked again its last look counts', () => {
  const look = (status: number): Told => ({ does: 'get GET', ids: ['4711'], status, answer: {} })
  const { found } = compared([look(404), look(404), look(200)], [look(200)])
  expect(found).toEqual([])
})

test('a side that tries to alter something more often has not looked again', () => {
  const tries = (of: string, statuses: readonly number[]): Told[] => [
    ...made(of),
    ...statuses.map((status) => ({ does: 'patch PATCH', ids: [of], status })),
  ]
  const { found, left } = compared(tries('11', [401, 403, 403]), tries('21', [401]))
  expect(found).toEqual([])
  expect(left).toEqual([expect.stringContaining('requests went apart')])
})

test('a side that looks again and again is not taken for what came before', () => {
  const look = (of: string, status: number): Told => ({
    does: 'find GET',
    ids: [of],
    status,
    answer: {},
  })
  const often = (of: string) => Array.from({ length: 9 }, () => look(of, 404))
  const { found, left, agreed } = compared(
    [...made('11'), look('11', 200)],
    [...made('21'), ...often('21'), look('21', 200)],
  )
  expect([found, left]).toEqual([[], []])
  expect(agreed.get('create')).toBe(1)
})

test('of what is asked for at once the statuses are compared, whoever comes first', () => {
  const race = (...statuses: number[]): Told[] =>
    statuses.map((status, at) => ({ does: 'create POST', sends: { name }, status, atOnce: at > 0 }))
  expect(compared(race(201, 409, 409), race(409, 201, 409)).found).toEqual([])
  expect(compared(race(201, 409), race(201, 201)).found).toEqual([
    'status /status: create 201, create 409 | create 201, create 201',
  ])
})

test('the words of a refusal are told apart, and its codes are compared', () => {
  const no = (detail: string, code: string): Told[] => [
    { does: 'get GET', ids: ['1'], status: 404, answer: { detail, code } },
  ]
  expect(compared(no('No user 1.', 'gone'), no('There is nobody.', 'lost')).found).toEqual([
    'wording /body/detail: "No user 1." | "There is nobody."',
    'value /body/code: "gone" | "lost"',
  ])
})
