import { expect, test } from '#test'
import { messages, readMessage } from './scim-message.ts'

const schemas = [messages.search]

test('a message is read by names in any case', () => {
  const message = readMessage(
    { SCHEMAS: [messages.search.toUpperCase()], Count: 3 },
    messages.search,
  )
  expect(message('count')).toBe(3)
  expect(message('startIndex')).toBeUndefined()
  expect(message('constructor')).toBeUndefined()
})

test('a member called __proto__ is one like any other', () => {
  const message = readMessage(
    JSON.parse(`{"schemas":["${schemas}"],"__proto__":1}`),
    schemas[0] ?? '',
  )
  expect(message('__proto__')).toBe(1)
})

const refused = [
  { what: 'nothing', given: undefined, want: 'invalidSyntax' },
  { what: 'null', given: null, want: 'invalidSyntax' },
  { what: 'a list', given: [], want: 'invalidSyntax' },
  { what: 'an object without schemas', given: {}, want: 'invalidSyntax' },
  { what: 'an empty list of schemas', given: { schemas: [] }, want: 'invalidSyntax' },
  { what: 'schemas that are a text', given: { schemas: messages.search }, want: 'invalidSyntax' },
  { what: 'a schema that is no text', given: { schemas: [1] }, want: 'invalidSyntax' },
  { what: 'another URN', given: { schemas: [messages.patch] }, want: 'invalidValue' },
  { what: 'a second URN', given: { schemas: [...schemas, messages.patch] }, want: 'invalidValue' },
  { what: 'a URN twice', given: { schemas: [...schemas, ...schemas] }, want: 'invalidValue' },
  { what: 'a name twice', given: { schemas, count: 1, COUNT: 2 }, want: 'invalidSyntax' },
]

for (const { what, given, want } of refused) {
  test(`as a message ${what} is refused as ${want}`, () => {
    expect(() => readMessage(given, messages.search)).toThrow(
      expect.objectContaining({ name: 'ScimFault', scimType: want }),
    )
  })
}
