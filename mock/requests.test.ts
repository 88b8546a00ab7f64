import { gzipSync } from 'node:zlib'
import { expect, test } from '#test'
import { checkPath, readBody, readQuery, Violations } from './requests.ts'
import { failureOf, incomingOf, operationOf } from './tiny-api.test.kit.ts'

const parameters = [
  { name: 'count', in: 'query', schema: { type: 'integer', minimum: 0 } },
  { name: 'ratio', in: 'query', schema: { type: 'number' } },
  { name: 'deep', in: 'query', schema: { type: 'boolean' } },
  { name: 'filter', in: 'query', schema: { type: 'string' } },
  { name: 'order', in: 'query', schema: { enum: ['up', 'down'] } },
  { name: 'ids', in: 'query', schema: { type: 'array', items: { type: 'string' }, maxItems: 3 } },
]
const lists = operationOf({ parameters })

const queries: readonly [given: string, want: Record<string, unknown>][] = [
  ['', {}],
  ['count=5&deep=true&filter=a%20b', { count: 5, deep: true, filter: 'a b' }],
  ['count=0&deep=false&filter=', { count: 0, deep: false, filter: '' }],
  ['ratio=-1.5&order=up', { ratio: -1.5, order: 'up' }],
  ['ids=a&ids=b', { ids: ['a', 'b'] }],
  ['ids=a,b', { ids: ['a', 'b'] }],
  ['filter=12', { filter: '12' }],
  ['filter=a+b', { filter: 'a b' }],
  ['filter=%00%F0%9F%A6%8A', { filter: '\0🦊' }],
  ['unknown=1&Count=x&__proto__=1&constructor=1', {}],
  ['unknown=1&unknown=2', {}],
]

for (const [given, want] of queries) {
  test(`?${given} is read as the spec types it`, () => {
    expect(readQuery(lists, new URLSearchParams(given))).toEqual(want)
  })
}

const badQueries: readonly [given: string, pointer: string, hint: string][] = [
  ['count=five', '/count', 'must be integer'],
  ['count=', '/count', 'must be integer'],
  ['count=1.5', '/count', 'must be integer'],
  ['count=-1', '/count', 'must be >= 0'],
  ['count=1e3', '/count', 'must be integer'],
  ['count=0x10', '/count', 'must be integer'],
  ['count=%201', '/count', 'must be integer'],
  ['count=Infinity', '/count', 'must be integer'],
  ['count=1&count=1', '/count', 'is given more than once'],
  ['filter=a&filter=b', '/filter', 'is given more than once'],
  ['ratio=NaN', '/ratio', 'must be number'],
  ['deep=TRUE', '/deep', 'must be boolean'],
  ['deep=1', '/deep', 'must be boolean'],
  ['order=sideways', '/order', 'must be one of up, down'],
  ['ids=a,b,c,d', '/ids', 'must NOT have more than 3 items'],
]

for (const [given, pointer, hint] of badQueries) {
  test(`?${given} is refused: ${pointer} ${hint}`, () => {
    const refused = failureOf(() => readQuery(lists, new URLSearchParams(given)))
    expect(refused).toBeInstanceOf(Violations)
    const [violation] = (refused as Violations).violations
    expect(violation).toMatchObject({ pointer, keyword: 'query' })
    expect(violation?.specPath).toContain('#/paths/~1things/post/parameters')
    expect((refused as Error).message).toContain(`query parameter ${pointer.slice(1)} `)
    expect((refused as Error).message).toContain(hint)
  })
}

test('a query parameter that is required and missing is named', () => {
  const needy = operationOf({
    parameters: [{ name: 'filter', in: 'query', required: true, schema: { type: 'string' } }],
  })
  const refused = failureOf(() => readQuery(needy, new URLSearchParams('other=1')))
  expect(refused).toMatchObject({ code: 'invalid', field: 'filter' })
  expect((refused as Error).message).toContain('filter is required')
})

test('a path parameter is checked as what the spec types it', () => {
  const schema = { type: 'integer', minimum: 1 }
  const parameters = [{ name: 'id', in: 'path', required: true, schema }]
  const numbered = operationOf({ parameters }, '/things/{id}')
  expect(failureOf(() => checkPath(numbered, { id: '12' }))).toBeUndefined()
  for (const id of ['0', 'a', '1.5', '', '１２']) {
    expect(failureOf(() => checkPath(numbered, { id }))).toMatchObject({ field: 'id' })
  }
})

const schema = {
  type: 'object',
  additionalProperties: false,
  required: ['name'],
  properties: { name: { type: 'string' }, size: { type: 'integer' } },
}
const content = { 'application/json': { schema }, 'application/scim+json': { schema } }
const writes = operationOf({ requestBody: { required: true, content } })
const optional = operationOf({ requestBody: { content } })

function read(text: string | Buffer, type?: string, operation = writes): unknown {
  const headers = type === undefined ? {} : { 'content-type': type }
  return readBody(operation, incomingOf({ headers }), Buffer.from(text))
}

const types = [
  'application/json',
  'Application/JSON',
  'application/json; charset=utf-8',
  'application/json;charset=UTF-8;x=y',
  ' application/json ',
  'application/scim+json',
  'APPLICATION/SCIM+JSON; Charset="utf-8"',
]

for (const type of types) {
  test(`a body of type ${JSON.stringify(type)} is read`, () => {
    expect(read('{"name":"ä"}', type)).toEqual({ name: 'ä' })
  })
}

for (const type of [
  undefined,
  '',
  'text/plain',
  'application/jsonp',
  'application/*',
  ';',
  'json',
]) {
  test(`a body of type ${JSON.stringify(type)} is refused, and what is taken is named`, () => {
    const refused = failureOf(() => read('{"name":"a"}', type))
    expect(refused).toMatchObject({ code: 'unsupportedMedia' })
    expect((refused as Error).message).toContain('application/json or application/scim+json')
  })
}

const malformed: readonly [given: string, bytes: string | Buffer][] = [
  ['half a document', '{"name":'],
  ['two documents', '{"name":"a"}{"name":"b"}'],
  ['a comment', '{"name":"a"} // b'],
  ['white space alone', ' \n'],
  ['invalid UTF-8', Buffer.from([0x22, 0xff, 0x22])],
  ['a cut letter', Buffer.from('{"name":"漢"}').subarray(0, -3)],
  ['UTF-16', Buffer.from('{"name":"a"}', 'utf16le')],
  ['compressed bytes', gzipSync('{"name":"a"}')],
  ['a form', 'name=a'],
  ['NaN', '{"name":NaN}'],
]

for (const [given, bytes] of malformed) {
  test(`${given} is a malformed body`, () => {
    const refused = failureOf(() => read(bytes, 'application/json'))
    expect(refused).toMatchObject({ code: 'malformed' })
    expect((refused as Error).message).toContain('the body is not JSON')
  })
}

const broken = [
  '{"password": "hunter2"',
  '{"password": "hunter2" x',
  '{"password": hunter2}',
  '{"password": "hunter2",}',
  "{'password': 'hunter2'}",
  'hunter2',
  '"hunter2',
  '{"a": "hunter2, "b"}',
]

for (const body of broken) {
  test(`the refusal of ${body} does not quote it`, () => {
    const refused = failureOf(() => read(body, 'application/json')) as Error
    expect(refused.message).toMatch(/^the body is not JSON: \S/)
    expect(refused.message).not.toContain('unter2')
  })
}

const invalid: readonly [body: string, pointer: string, hint: string][] = [
  ['{}', '/name', '/name is missing'],
  ['{"name":1}', '/name', '/name must be string'],
  ['{"name":"a","extra":1}', '/extra', '/extra is not a known property'],
  ['{"name":"a","__proto__":{}}', '/__proto__', '/__proto__ is not a known property'],
  ['{"name":"a","a/b~c":1}', '/a~1b~0c', 'is not a known property'],
  ['[]', '', 'the value must be object'],
  ['null', '', 'the value must be object'],
  ['"name"', '', 'the value must be object'],
]

for (const [body, pointer, hint] of invalid) {
  test(`the body ${body} is refused at ${JSON.stringify(pointer)}`, () => {
    const refused = failureOf(() => read(body, 'application/json')) as Violations
    expect(refused).toBeInstanceOf(Violations)
    expect(refused.violations[0]).toMatchObject({ pointer })
    expect(refused.message).toContain(hint)
  })
}

test('a body is asked for where it is required, and may be missing where it is not', () => {
  expect(failureOf(() => read('', 'application/json'))).toMatchObject({ code: 'malformed' })
  expect(failureOf(() => read(''))).toMatchObject({ code: 'malformed' })
  expect(read('', undefined, optional)).toBeUndefined()
  expect(read('{"name":"a"}', 'application/json', optional)).toEqual({ name: 'a' })
})

test('a body is ignored where none is documented', () => {
  expect(read('}{', 'text/plain', lists)).toBeUndefined()
})

test('a body nested half a million deep is refused, and the next one is read', () => {
  const deep = `{"name":${'['.repeat(500_000)}${']'.repeat(500_000)}}`
  expect(failureOf(() => read(deep, 'application/json'))).toMatchObject({ code: 'invalid' })
  expect(read('{"name":"a"}', 'application/json')).toEqual({ name: 'a' })
})
