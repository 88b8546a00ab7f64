import { expect, test } from '#test'
import { readResource } from './scim-resource.ts'
import type { ResourceModel } from './scim-schema.ts'
import {
  badge,
  core,
  coreGroup,
  device,
  deviceModel,
  enterprise,
  userModel,
} from './scim-schemas.test.kit.ts'

const schemas = [core, enterprise]

function readUser(given: object): unknown {
  return readResource(userModel, { schemas, userName: 'babs', ...given })
}

function fault(scimType: string, path: string): object {
  return expect.objectContaining({ name: 'ScimFault', scimType, path })
}

const read: readonly { what: string; given: object; want: object }[] = [
  {
    what: 'names in any case',
    given: { NICKNAME: 'B', Name: { GIVENname: 'Barbara' } },
    want: { nickName: 'B', name: { givenName: 'Barbara' } },
  },
  {
    what: 'a name qualified with the base URN',
    given: { [`${core.toUpperCase()}:nickname`]: 'B' },
    want: { nickName: 'B' },
  },
  {
    what: 'an extension whose URN is in another case',
    given: { [enterprise.toUpperCase()]: { DEPARTMENT: 'Tours' } },
    want: { [enterprise]: { department: 'Tours' } },
  },
  {
    what: 'a name qualified with the URN of an extension',
    given: { [`${enterprise}:department`]: 'Tours' },
    want: { [enterprise]: { department: 'Tours' } },
  },
  {
    what: 'a complex attribute of an extension',
    given: { [enterprise]: { manager: { VALUE: '26', $REF: '../Users/26', displayName: 'no' } } },
    want: { [enterprise]: { manager: { value: '26', $ref: '../Users/26' } } },
  },
  {
    what: 'nothing that is readOnly',
    given: { id: '1', meta: { version: 'x' }, groups: [{ value: 'g' }] },
    want: {},
  },
  {
    what: 'nothing unknown',
    given: { shoe: 43, name: { shoe: 43 }, 'urn:x:y': { a: 1 }, '': 1, 'a b': 1 },
    want: {},
  },
  {
    what: 'no null, empty list or empty object',
    given: {
      title: null,
      emails: [],
      name: {},
      roles: [null],
      phoneNumbers: [{}],
      addresses: [{ region: null }],
      [enterprise]: { manager: { value: null } },
    },
    want: {},
  },
  { what: 'an extension that is null as none', given: { [enterprise]: null }, want: {} },
  { what: 'an empty text', given: { title: '' }, want: { title: '' } },
  {
    what: 'the case of a value',
    given: { externalId: 'aB', title: 'Guide' },
    want: { externalId: 'aB', title: 'Guide' },
  },
  { what: 'a password', given: { password: 't1meMa$heen' }, want: { password: 't1meMa$heen' } },
  {
    what: 'base64 with padding and without',
    given: { x509Certificates: [{ value: 'MIID' }, { value: 'TQ==' }, { value: 'TQ' }] },
    want: { x509Certificates: [{ value: 'MIID' }, { value: 'TQ==' }, { value: 'TQ' }] },
  },
  {
    what: 'a relative reference',
    given: { profileUrl: '../a?b=%20#c' },
    want: { profileUrl: '../a?b=%20#c' },
  },
  {
    what: 'one of two equal elements',
    given: { emails: [{ value: 'b@x.test' }, { value: 'B@X.test', primary: true }] },
    want: { emails: [{ value: 'B@X.test', primary: true }] },
  },
  {
    what: 'equal values of two types',
    given: {
      emails: [
        { value: 'b@x.test', type: 'work' },
        { value: 'b@x.test', type: 'home' },
      ],
    },
    want: {
      emails: [
        { value: 'b@x.test', type: 'work' },
        { value: 'b@x.test', type: 'home' },
      ],
    },
  },
  {
    what: 'one of two equal elements without a value',
    given: {
      addresses: [{ region: 'CA', type: 'work' }, { type: 'work', region: 'ca' }, { region: 'CA' }],
    },
    want: { addresses: [{ type: 'work', region: 'ca' }, { region: 'CA' }] },
  },
  {
    what: 'one primary and others that are not',
    given: {
      emails: [
        { value: 'a', primary: true },
        { value: 'b', primary: false },
      ],
    },
    want: {
      emails: [
        { value: 'a', primary: true },
        { value: 'b', primary: false },
      ],
    },
  },
  {
    what: 'formats of the RFC',
    given: {
      locale: 'en_US',
      timezone: 'America/Denver',
      preferredLanguage: 'en-US,de;q=0.5',
      addresses: [{ country: 'US' }],
    },
    want: {
      locale: 'en_US',
      timezone: 'America/Denver',
      preferredLanguage: 'en-US,de;q=0.5',
      addresses: [{ country: 'US' }],
    },
  },
]

for (const { what, given, want } of read) {
  test(`a resource is read with ${what}`, () => {
    expect(readUser(given)).toEqual({ userName: 'babs', ...want })
  })
}

test('names that all objects inherit are unknown like others, and change no prototype', () => {
  const body = JSON.parse(`{"schemas":["${core}"],"userName":"babs","__proto__":{"a":1},
    "constructor":{"prototype":{"a":1}},"name":{"__proto__":{"a":1},"toString":1}}`)
  expect(readResource(userModel, body)).toEqual({ userName: 'babs' })
  expect(Object.getPrototypeOf(readResource(userModel, body))).toBe(Object.prototype)
  expect('a' in {}).toBe(false)
})

const frames: readonly {
  what: string
  body: unknown
  scimType: string
  path: string
  model?: ResourceModel
}[] = [
  { what: 'null', body: null, scimType: 'invalidSyntax', path: '' },
  { what: 'a list', body: [], scimType: 'invalidSyntax', path: '' },
  { what: 'no schemas', body: { userName: 'b' }, scimType: 'invalidSyntax', path: 'schemas' },
  {
    what: 'a foreign URN',
    body: { schemas: [core, 'urn:x:y'], userName: 'b' },
    scimType: 'invalidValue',
    path: 'schemas',
  },
  {
    what: 'the URN of another type',
    body: { schemas: [coreGroup], userName: 'b' },
    scimType: 'invalidValue',
    path: 'schemas',
  },
  {
    what: 'extensions alone',
    body: { schemas: [enterprise], userName: 'b' },
    scimType: 'invalidValue',
    path: 'schemas',
  },
  {
    what: 'a name twice',
    body: { schemas, userName: 'b', USERNAME: 'c' },
    scimType: 'invalidSyntax',
    path: 'USERNAME',
  },
  {
    what: 'a name twice, once with its URN',
    body: { schemas, userName: 'b', [`${core}:userName`]: 'c' },
    scimType: 'invalidSyntax',
    path: 'userName',
  },
  {
    what: 'an attribute of an extension twice',
    body: {
      schemas,
      userName: 'b',
      [enterprise]: { department: 'a' },
      [`${enterprise}:department`]: 'b',
    },
    scimType: 'invalidSyntax',
    path: `${enterprise}:department`,
  },
  {
    what: 'a sub-attribute twice',
    body: { schemas, userName: 'b', name: { givenName: 'a', givenname: 'b' } },
    scimType: 'invalidSyntax',
    path: 'givenname',
  },
  {
    what: 'no extension where one is required',
    body: { schemas: [device], serial: 'S' },
    scimType: 'invalidValue',
    path: badge,
    model: deviceModel,
  },
]

for (const { what, body, scimType, path, model = userModel } of frames) {
  test(`a body with ${what} is refused as ${scimType}`, () => {
    expect(() => readResource(model, body)).toThrow(fault(scimType, path))
  })
}

test('the URNs of schemas match in any case, and an extension not listed is read', () => {
  const body = { SCHEMAS: [core.toLowerCase()], userName: 'b', [enterprise]: { division: 'D' } }
  expect(readResource(userModel, body)).toEqual({ userName: 'b', [enterprise]: { division: 'D' } })
})

test('schemas may be left out where that is allowed, and is checked when it is there', () => {
  const options = { schemasOptional: true }
  expect(readResource(userModel, { userName: 'b' }, options)).toEqual({ userName: 'b' })
  const foreign = () => readResource(userModel, { schemas: ['urn:x'], userName: 'b' }, options)
  expect(foreign).toThrow(fault('invalidValue', 'schemas'))
})
