/** The readers that we did not write read the RFCs' own examples, and mind what is wrong. */
import { expect, test } from '#test'
import { SCIMMY_TOKEN, startScimmy } from '../scimmy/server.ts'
import { matching, parses } from './filters.ts'
import { readBulk, readError, readList, readResource } from './messages.ts'
import { type Json, readBySchemas, readSchema, unread } from './resources.ts'

const ENTERPRISE_USER = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'

/** RFC 7643 section 8.3, shortened. */
const barbara: Json = {
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User', ENTERPRISE_USER],
  id: '2819c223-7f76-453a-919d-413861904646',
  externalId: '701984',
  userName: 'bjensen@example.com',
  name: { formatted: 'Ms. Barbara J Jensen, III', familyName: 'Jensen', givenName: 'Barbara' },
  displayName: 'Babs Jensen',
  nickName: 'Babs',
  profileUrl: 'https://login.example.com/bjensen',
  emails: [
    { value: 'bjensen@example.com', type: 'work', primary: true },
    { value: 'babs@jensen.org', type: 'home' },
  ],
  addresses: [{ streetAddress: '100 Universal City Plaza', country: 'US', type: 'work' }],
  ims: [{ value: 'someaimhandle', type: 'aim' }],
  title: 'Tour Guide',
  active: true,
  groups: [
    { value: 'e9e30dba', $ref: 'https://example.com/v2/Groups/e9e30dba', display: 'Guides' },
  ],
  [ENTERPRISE_USER]: {
    employeeNumber: '701984',
    manager: { value: '26118915', $ref: '../Users/26118915', displayName: 'John Smith' },
  },
  meta: {
    resourceType: 'User',
    created: '2010-01-23T04:56:22Z',
    lastModified: '2011-05-13T04:42:34Z',
    version: 'W/"3694e05e9dff591"',
    location: 'https://example.com/v2/Users/2819c223-7f76-453a-919d-413861904646',
  },
}

/** RFC 7643 section 8.4, shortened. */
const tourGuides: Json = {
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
  id: 'e9e30dba-f08f-4109-8486-d5c6a331660a',
  displayName: 'Tour Guides',
  members: [{ value: '2819c223', $ref: 'https://example.com/v2/Users/2819c223', type: 'User' }],
  meta: { resourceType: 'Group', location: 'https://example.com/v2/Groups/e9e30dba' },
}

const list = (Resources: readonly Json[]) => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
  totalResults: Resources.length,
  startIndex: 1,
  itemsPerPage: Resources.length,
  Resources,
})

test('a user, a group and a list of both are understood whole', () => {
  expect(unread(barbara, readResource(barbara))).toEqual([])
  expect(readList(list([barbara, tourGuides]))).toMatchObject({
    totalResults: 2,
    resources: [{ displayName: 'Babs Jensen' }, { displayName: 'Tour Guides' }],
  })
})

for (const [fault, served] of Object.entries({
  'a user without a userName': { ...barbara, userName: undefined },
  'a user without an id': { ...barbara, id: undefined },
  'a boolean in quotes': { ...barbara, active: 'true' },
  'a list where one value belongs': { ...barbara, title: ['Tour Guide'] },
  'one value where a list belongs': { ...barbara, emails: { value: 'bjensen@example.com' } },
  'an attribute that no schema has': { ...barbara, shoeSize: 38 },
  'a sub-attribute that no schema has': { ...barbara, name: { givenName: 'Barbara', pet: 'x' } },
  'the schema of a group': { ...barbara, schemas: tourGuides.schemas },
  'a time that is none': { ...barbara, meta: { ...(barbara.meta as Json), created: 'yesterday' } },
  'a password': { ...barbara, password: 't1meMa$heen' },
})) {
  test(`a reader minds ${fault}`, () => {
    expect(() => readResource(served)).toThrow()
  })
}

test('a list that is no ListResponse, or counts in strings of letters, is refused', () => {
  expect(() => readList({ ...list([]), schemas: barbara.schemas })).toThrow()
  expect(() => readList({ ...list([]), totalResults: 'many' })).toThrow()
})

test('an error is read with its status and scimType, which must go together', () => {
  const schemas = ['urn:ietf:params:scim:api:messages:2.0:Error']
  const read = { schemas, status: '400', scimType: 'mutability', detail: 'id is readOnly' }
  expect(readError(read)).toEqual({ status: 400, scimType: 'mutability', detail: 'id is readOnly' })
  expect(readError({ schemas, status: '404' })).toEqual({ status: 404 })
  for (const wrong of [
    { ...read, status: 400 },
    { ...read, status: '404' },
    { ...read, scimType: 'immutable' },
    { ...read, status: '418', scimType: undefined },
    { ...read, schemas: barbara.schemas },
  ]) {
    expect(() => readError(wrong), JSON.stringify(wrong)).toThrow()
  }
})

test('the answer to a bulk request gives the ids of what was made', () => {
  const schemas = ['urn:ietf:params:scim:api:messages:2.0:BulkResponse']
  const made = { method: 'POST', bulkId: 'a', location: 'https://example.com/v2/Users/1' }
  const failed = { method: 'POST', bulkId: 'b', status: '409' }
  const Operations = [{ ...made, status: '201' }, failed]
  expect([...readBulk({ schemas, Operations })]).toEqual([
    ['a', '1'],
    ['b', false],
  ])
  expect(() => readBulk({ schemas, Operations: [] })).toThrow()
})

test('SCIMMY serves what its own classes and schemas read', async () => {
  const { url, close } = await startScimmy()
  const get = async (path: string) => {
    const headers = { Authorization: `Bearer ${SCIMMY_TOKEN}` }
    return (await (await fetch(url + path, { headers })).json()) as Json
  }
  try {
    const schemas = readList(await get('/Schemas'))
    expect(schemas.resources.map(({ name }) => name)).toEqual(['User', 'Group', 'EnterpriseUser'])
    expect(readList(await get('/ResourceTypes')).totalResults).toBe(2)
    readResource(await get('/ServiceProviderConfig'))
    const [user, , enterprise] = ((await get('/Schemas')) as { Resources: Json[] }).Resources
    expect(user && enterprise).toBeTruthy()
    const read = readBySchemas(user as Json, [enterprise as Json], barbara)
    expect(unread(barbara, read)).toEqual([])
    expect(() => readBySchemas(user as Json, [], { ...barbara, active: 'yes' })).toThrow()
    expect(readError(await get('/Users/nobody'))).toMatchObject({ status: 404 })
  } finally {
    await close()
  }
})

test('a schema with an unknown type, mutability or name is refused', () => {
  const schema = (attribute: Json) => ({
    id: 'urn:ietf:params:scim:schemas:x',
    name: 'X',
    attributes: [attribute],
  })
  expect(readSchema(schema({ name: 'shoe', type: 'integer', mutability: 'readOnly' })).id).toMatch(
    /x$/,
  )
  for (const attribute of [
    { name: 'shoe', type: 'number' },
    { name: 'shoe', type: 'string', mutability: 'constant' },
    { name: 'shoe', type: 'string', returned: 'sometimes' },
    { name: 'shoe size', type: 'string' },
    { name: 'shoe', type: 'string', required: 'yes' },
  ]) {
    expect(() => readSchema(schema(attribute)), JSON.stringify(attribute)).toThrow()
  }
})

test('another filter engine finds Barbara where RFC 7644 figure 2 says', () => {
  for (const filter of [
    'userName sw "bjensen"',
    'USERNAME SW "bjensen"',
    'title pr and active eq true',
    'emails.type eq "home" and not (emails.type eq "other")',
    'meta.lastModified gt "2011-05-13T04:42:33Z"',
    `${ENTERPRISE_USER}:employeeNumber eq "701984"`,
    'title eq "x" or nickName eq "Babs" and (active eq true)',
  ]) {
    expect(matching(filter, [barbara]), filter).toEqual([barbara])
  }
  expect(matching('userName eq "nobody"', [barbara])).toEqual([])
  expect(['userName eq', 'userName xx "a"', '(userName pr'].filter(parses)).toEqual([])
})
