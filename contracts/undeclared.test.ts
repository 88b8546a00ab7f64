import { expect, test } from '#test'
import type { Schema } from '../specs/read.ts'
import { undeclared } from './undeclared.ts'

const document = {
  components: {
    schemas: {
      Name: { type: 'object', properties: { given: { type: 'string' } } },
      Person: {
        properties: {
          id: { type: 'string' },
          name: { $ref: '#/components/schemas/Name' },
          friends: { type: 'array', items: { $ref: '#/components/schemas/Person' } },
          'a/b': { type: 'object', properties: {} },
        },
      },
    },
  },
}
const person = { $ref: '#/components/schemas/Person' }

const cases: readonly { why: string; schema: Schema; value: unknown; want: string[] }[] = [
  { why: 'all is declared', schema: person, value: { id: '1', name: { given: 'Ann' } }, want: [] },
  { why: 'one more at the top', schema: person, value: { id: '1', age: 3 }, want: ['/age'] },
  {
    why: 'one more behind a reference',
    schema: person,
    value: { name: { given: 'Ann', middle: 'B' } },
    want: ['/name/middle'],
  },
  {
    why: 'one more in an item of a recursive list',
    schema: person,
    value: { friends: [{ id: '2' }, { friends: [{ age: 3 }] }] },
    want: ['/friends/1/friends/0/age'],
  },
  {
    why: 'a name that needs escaping',
    schema: person,
    value: { 'a/b': { '~': 1 } },
    want: ['/a~1b/~0'],
  },
  { why: 'a schema that names nothing', schema: { type: 'object' }, value: { any: 1 }, want: [] },
  {
    why: 'one that is open on purpose',
    schema: { properties: { a: {} }, additionalProperties: true },
    value: { b: 1 },
    want: [],
  },
  {
    why: 'further ones of a declared form',
    schema: { properties: { a: {} }, additionalProperties: person },
    value: { b: { id: '1', age: 3 } },
    want: ['/b/age'],
  },
  {
    why: 'parts of an allOf that name it together',
    schema: { allOf: [person, { properties: { age: {} } }] },
    value: { id: '1', age: 3, size: 4 },
    want: ['/size'],
  },
  {
    why: 'either side of an anyOf',
    schema: { properties: { who: { anyOf: [person, { type: 'null' }] } } },
    value: { who: { id: '1', age: 3 } },
    want: ['/who/age'],
  },
  {
    why: 'a list whose frame leaves its items open',
    schema: {
      allOf: [
        { properties: { items: { items: { type: 'object' } } } },
        { properties: { items: { items: person } } },
      ],
    },
    value: { items: [{ id: '1' }, { age: 3 }] },
    want: ['/items/1/age'],
  },
  {
    why: 'names of a pattern',
    schema: { properties: { a: {} }, patternProperties: { '^x-': {} } },
    value: { 'x-b': 1, c: 2 },
    want: ['/c'],
  },
  {
    why: 'names that every object has',
    schema: person,
    value: JSON.parse('{"constructor": 1, "__proto__": 2}'),
    want: ['/constructor', '/__proto__'],
  },
]

for (const { why, schema, value, want } of cases) {
  test(`undeclared properties are found: ${why}`, () => {
    expect(undeclared(document, schema, value)).toEqual(want)
  })
}
