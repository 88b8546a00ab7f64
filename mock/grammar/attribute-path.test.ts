import { expect, test } from '#test'
import {
  attributeKey,
  insideValuePath,
  parseAttributePath,
  printAttributePath,
} from './attribute-path.ts'

const core = 'urn:ietf:params:scim:schemas:core:2.0:User'
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'

const paths = [
  { given: 'userName', want: { name: 'userName' } },
  { given: 'name.givenName', want: { name: 'name', sub: 'givenName' } },
  { given: '$ref', want: { name: '$ref' } },
  { given: 'members.$ref', want: { name: 'members', sub: '$ref' } },
  { given: 'a-b_9$', want: { name: 'a-b_9$' } },
  { given: `${core}:userName`, want: { urn: core, name: 'userName' } },
  { given: `${core}:name.givenName`, want: { urn: core, name: 'name', sub: 'givenName' } },
  { given: `${enterprise}:manager.$ref`, want: { urn: enterprise, name: 'manager', sub: '$ref' } },
  {
    given: 'urn:scim:schemas:core:1.0:userName',
    want: { urn: 'urn:scim:schemas:core:1.0', name: 'userName' },
  },
  {
    given: 'https://example.com/schemas/2.0#:badge',
    want: { urn: 'https://example.com/schemas/2.0#', name: 'badge' },
  },
  {
    given: enterprise,
    want: { urn: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0', name: 'User' },
  },
]

for (const { given, want } of paths) {
  test(`the attribute path ${given} is read and printed back`, () => {
    expect(parseAttributePath(given)).toEqual(want)
    expect(printAttributePath(want)).toBe(given)
  })
}

const noPaths = [
  '',
  '1name',
  '-name',
  'name.',
  '.name',
  'name..sub',
  'name.sub.sub',
  '$other',
  'näme',
  ':userName',
  'User:userName',
  'urn::userName',
  'urn:ietf:2.0:',
  'urn:scim:schemas:core:1.0',
  'urn:a"b:userName',
]

for (const given of noPaths) {
  test(`${JSON.stringify(given)} is no attribute path`, () => {
    expect(parseAttributePath(given)).toBeUndefined()
  })
}

test('the key of a path does not depend on the case it was written in', () => {
  const path = { urn: core, name: 'Name', sub: 'GivenName' }
  expect(attributeKey(path)).toBe(`${core.toLowerCase()}:name.givenname`)
})

test('a name inside a value path is a sub-attribute of the parent', () => {
  const emails = { urn: core, name: 'emails' }
  expect(insideValuePath(emails, { name: 'type' })).toEqual({ ...emails, sub: 'type' })
  expect(insideValuePath({ name: 'a', sub: 'b' }, { name: 'c', sub: 'd' })).toEqual({
    name: 'a',
    sub: 'b.c.d',
  })
})
