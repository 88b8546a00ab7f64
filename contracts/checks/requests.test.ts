import { expect, test } from '#test'
import { readSpec, type Spec } from '../../specs/read.ts'
import { awkwardRequests } from './awkward-requests.ts'
import { awkwardTexts, blended } from './awkward-values.ts'
import { at, leaveOut, placesOf, put } from './places.ts'
import { seedOf } from './seed.ts'
import { canBeWrong, typed, wrongRequests } from './wrong-requests.ts'

const formstack = readSpec('formstack')
const gotomeeting = readSpec('gotomeeting')

const person = {
  userName: 'ada@example.com',
  active: true,
  name: { givenName: 'A', familyName: 'M' },
}
const newUser = { document: formstack.document, operation: operationOf(formstack, 'createUser') }
const groups = [{ type: 'user', value: '1' }]
const newGroup = {
  document: gotomeeting.document,
  operation: operationOf(gotomeeting, 'createGroup'),
  call: { body: { displayName: 'Team', members: groups } },
}

function operationOf(spec: Spec, id: string) {
  const operation = spec.operations.find((one) => one.id === id)
  if (!operation) throw new Error(`${spec.file} has no ${id}`)
  return operation
}

test('every place of a body is wrong once in each way that the document refuses', () => {
  const names = wrongRequests({ ...newGroup, seed: 1 }).map(({ name }) => name)
  expect(names).toEqual(
    expect.arrayContaining([
      'body /: null',
      'body /: with an unknown property',
      'body /displayName: left out',
      'body /displayName: null',
      'body /displayName: another type',
      'body /displayName: too short',
      'body /displayName: too long',
      'body /displayName: of the form with more behind it',
      'body /members: too many',
      'body /members/0: with an unknown property',
      'body /members/0/type: left out',
      'body /members/0/type: none of the choices',
      'body /members/0/type: in another case',
      'body /members/0/value: not of the form',
    ]),
  )
})

test('a property that the good call does not have is tried too, and what is ignored is no case', () => {
  const cases = wrongRequests({ ...newUser, call: { body: person }, seed: 1 })
  const names = cases.map(({ name }) => name)
  expect(names).toContain('body /timezone: null')
  expect(names.filter((name) => name.includes('unknown property'))).toEqual([])
})

test('each wrong body differs from all others, and the document refuses it at the place it names', () => {
  const { body } = newGroup.operation
  const cases = wrongRequests({ ...newGroup, seed: 7 })
  const bodies = cases.map(({ call }) => JSON.stringify(call.body))
  expect(new Set(bodies).size).toBe(bodies.length)
  for (const { call, spec, hint } of cases) {
    expect(body?.check(JSON.parse(JSON.stringify(call.body)))).not.toEqual([])
    expect({ spec, hint }).toEqual({
      spec: expect.stringMatching(/^#\//),
      hint: expect.any(String),
    })
  }
})

test('a seed gives the same cases again, and another one gives others', () => {
  const of = (seed: number) => JSON.stringify(wrongRequests({ ...newGroup, seed }))
  expect(of(1)).toBe(of(1))
  expect(new Set([1, 2, 3, 4].map(of)).size).toBeGreaterThan(1)
})

test('parameters are wrong one at a time', () => {
  const operation = operationOf(gotomeeting, 'getUsers')
  const call = { query: { count: 5, sortOrder: 'ascending' } }
  const cases = wrongRequests({ document: gotomeeting.document, operation, call, seed: 1 })
  const sent = cases.map(({ name, call }) => [name, call.query])
  expect(sent).toContainEqual([
    'query count: below the least',
    { count: '-1', sortOrder: 'ascending' },
  ])
  expect(sent).toContainEqual([
    'query sortOrder: in another case',
    { count: 5, sortOrder: 'ASCENDING' },
  ])
  expect(cases.filter(({ name }) => name.startsWith('query filter'))).toEqual([])
})

test('a required parameter is left out, and one that is any text cannot be wrong', () => {
  const laurel = readSpec('laurel')
  const operation = operationOf(laurel, 'listUsers')
  const call = { path: { customerId: 'a'.repeat(24) }, query: { integration: 'directory' } }
  const cases = wrongRequests({ document: laurel.document, operation, call, seed: 1 })
  expect(cases).toContainEqual(
    expect.objectContaining({ name: 'query integration: left out', call: { ...call, query: {} } }),
  )
  const [filter] = operationOf(formstack, 'listUsers').parameters
  expect(filter && canBeWrong(filter)).toBe(false)
})

const texts: readonly [type: unknown, text: string, want: unknown][] = [
  ['integer', '5', 5],
  ['integer', '5e3', '5e3'],
  ['integer', '', ''],
  ['number', '-1.5', -1.5],
  ['boolean', 'true', true],
  ['boolean', 'TRUE', 'TRUE'],
  ['array', 'a,b', ['a', 'b']],
  ['string', '5', '5'],
  [['integer', 'null'], '5', 5],
]

for (const [type, text, want] of texts) {
  test(`the parameter "${text}" of the type ${type} is ${JSON.stringify(want)}`, () => {
    expect(typed({ type }, text)).toEqual(want)
  })
}

test('places are reached through references, parts of a schema and items', () => {
  const document = { $defs: { name: { type: 'string', maxLength: 3 } } }
  const schema = {
    allOf: [{ required: ['names'] }, { properties: { names: { type: 'array' } } }],
    oneOf: [{ properties: { names: { items: { $ref: '#/$defs/name' } } } }],
    properties: { other: {} },
  }
  const places = placesOf(document, schema, { names: ['a'] })
  expect(places.map(({ path, required }) => [path.join('/'), required])).toEqual([
    ['', true],
    ['names', true],
    ['names/0', false],
    ['other', false],
  ])
  expect(places[2]?.schemas).toContainEqual({ type: 'string', maxLength: 3 })
})

test('a place is altered in a copy', () => {
  const value = { a: [{ b: 1, c: 2 }], d: 3 }
  expect(put(value, ['a', '0', 'b'], null)).toEqual({ a: [{ b: null, c: 2 }], d: 3 })
  expect(put(value, ['e'], 4)).toEqual({ ...value, e: 4 })
  expect(leaveOut(value, ['a', '0', 'b'])).toEqual({ a: [{ c: 2 }], d: 3 })
  expect(at(value, ['a', '0', 'c'])).toBe(2)
  expect(at(value, ['a', 'length'])).toBe(1)
  expect(at(value, ['toString'])).toBeUndefined()
  expect(value).toEqual({ a: [{ b: 1, c: 2 }], d: 3 })
})

test('awkward texts are those that the document allows, and each place has its turn', () => {
  const body = { ...person, userName: 'mine-1@example.com' }
  const given = { ...newUser, call: { body }, seed: 1, prefix: 'mine-', limit: 6 }
  const cases = awkwardRequests(given)
  const places = cases.map(({ path }) => path?.join('/'))
  expect(new Set(places)).toEqual(new Set(['userName', 'name/givenName', 'name/familyName']))
  expect(cases).toHaveLength(6)
  const all = awkwardRequests({ ...given, limit: 1000 })
  const sent = all.map(({ alter }) => alter({ body })?.body as typeof body)
  expect(sent.every(({ userName }) => /^mine-1[\s\S]*@example\.com$/.test(userName))).toBe(true)
  expect(sent.some(({ name }) => name.givenName === '')).toBe(true)
  expect(sent.filter((one) => newUser.operation.body?.check(one).length)).toEqual([])
})

test('of few cases no two have the same text, and what servers choke on most comes first', () => {
  const given = { ...newUser, call: { body: person }, prefix: 'mine-', limit: 9 }
  for (const seed of [1, 2, 3]) {
    const texts = awkwardRequests({ ...given, seed }).map(({ awkward }) => awkward.what)
    expect(texts.toSorted()).toEqual([
      'a null character',
      'as long as it may be',
      'blanks around it',
      'combining marks',
      'emoji',
      'nothing',
      'percent signs',
      'quotation marks',
      'right-to-left letters',
    ])
  }
})

test('a name of the test is no longer than the longest that is tried', () => {
  const long = awkwardTexts(1, 'x', 30).find(({ fills }) => fills)
  expect(long && blended('mine-1@example.com', long, 'mine-')).toBe(
    'mine-1xxxxxxxxxxxx@example.com',
  )
  expect(long && blended('Ada', long, 'mine-')).toBe('x'.repeat(30))
})

test('the seed is an integer', () => {
  expect(seedOf({})).toBe(1)
  expect(seedOf({ REHEARSAL_CHECK_SEED: '-42' })).toBe(-42)
  expect(() => seedOf({ REHEARSAL_CHECK_SEED: 'x' })).toThrow('must be an integer')
})
