import { expect, test } from '#test'
import { type ReadOptions, readResource } from './scim-resource.ts'
import { attribute, resourceModel } from './scim-schema.ts'
import {
  badge,
  core,
  coreGroup,
  device,
  deviceModel,
  enterprise,
  groupModel,
  userModel,
} from './scim-schemas.test.kit.ts'

const deviceBody = { schemas: [device, badge], serial: 'S1', [badge]: { number: '7' } }

function readUser(given: object, options: ReadOptions = {}): unknown {
  return readResource(userModel, { schemas: [core], userName: 'babs', ...given }, options)
}

function readDevice(given: object): unknown {
  return readResource(deviceModel, { ...deviceBody, ...given })
}

function invalid(path: string): object {
  return expect.objectContaining({ name: 'ScimFault', scimType: 'invalidValue', path })
}

const types = [
  { given: { slots: 3 }, want: { slots: 3 } },
  { given: { slots: 1e3 }, want: { slots: 1000 } },
  { given: { weight: 0.5 }, want: { weight: 0.5 } },
  { given: { bought: '2008-01-23T04:56:22Z' }, want: { bought: '2008-01-23T04:56:22Z' } },
  {
    given: { bought: '2008-01-23T04:56:22.5+02:00' },
    want: { bought: '2008-01-23T04:56:22.5+02:00' },
  },
  { given: { tags: ['a', 'A', 'b'] }, want: { tags: ['a', 'b'] } },
  { given: { country: 'anywhere' }, want: { country: 'anywhere' } },
]

for (const { given, want } of types) {
  test(`a device may have ${JSON.stringify(given)}`, () => {
    expect(readDevice(given)).toEqual({ serial: 'S1', [badge]: { number: '7' }, ...want })
  })
}

const wrong: readonly { given: object; path: string }[] = [
  { given: { slots: 1.5 }, path: 'slots' },
  { given: { slots: '3' }, path: 'slots' },
  { given: { slots: 2 ** 60 }, path: 'slots' },
  { given: { weight: '1' }, path: 'weight' },
  { given: { bought: '2008-01-23' }, path: 'bought' },
  { given: { bought: '04:56:22Z' }, path: 'bought' },
  { given: { bought: '2008-02-30T04:56:22Z' }, path: 'bought' },
  { given: { bought: 1201064182000 }, path: 'bought' },
  { given: { tags: 'a' }, path: 'tags' },
  { given: { tags: [1] }, path: 'tags' },
  { given: { warranty: { number: '1' } }, path: 'warranty.until' },
  { given: { serial: null }, path: 'serial' },
  { given: { serial: '' }, path: 'serial' },
  { given: { [badge]: { doors: ['1'] } }, path: `${badge}:number` },
  { given: { [badge]: {} }, path: badge },
  { given: { [badge]: 'x' }, path: badge },
]

for (const { given, path } of wrong) {
  test(`a device with ${JSON.stringify(given)} is refused`, () => {
    expect(() => readDevice(given)).toThrow(invalid(path))
  })
}

const wrongUsers: readonly { given: object; path: string }[] = [
  { given: { userName: 5 }, path: 'userName' },
  { given: { userName: ['babs'] }, path: 'userName' },
  { given: { userName: undefined }, path: 'userName' },
  { given: { active: 'True' }, path: 'active' },
  { given: { active: 1 }, path: 'active' },
  { given: { name: 'Barbara' }, path: 'name' },
  { given: { name: [{ givenName: 'B' }] }, path: 'name' },
  { given: { name: { givenName: {} } }, path: 'name.givenName' },
  { given: { emails: { value: 'b@x.test' } }, path: 'emails' },
  { given: { emails: ['b@x.test'] }, path: 'emails' },
  {
    given: {
      emails: [
        { value: 'a', primary: true },
        { value: 'b', primary: true },
      ],
    },
    path: 'emails',
  },
  { given: { emails: [{ value: 'a', primary: 'true' }] }, path: 'emails.primary' },
  { given: { x509Certificates: [{ value: 'M' }] }, path: 'x509Certificates.value' },
  { given: { x509Certificates: [{ value: 'TQ=' }] }, path: 'x509Certificates.value' },
  { given: { x509Certificates: [{ value: 'T_-Q' }] }, path: 'x509Certificates.value' },
  { given: { profileUrl: 'not a uri' }, path: 'profileUrl' },
  { given: { profileUrl: '%zz' }, path: 'profileUrl' },
  { given: { addresses: [{ country: 'USA' }] }, path: 'addresses.country' },
  { given: { locale: 'no locale' }, path: 'locale' },
  { given: { timezone: 'Berlin' }, path: 'timezone' },
  { given: { preferredLanguage: 'en_US' }, path: 'preferredLanguage' },
  { given: { [enterprise]: { department: 1 } }, path: `${enterprise}:department` },
  { given: { [enterprise]: { manager: '26' } }, path: `${enterprise}:manager` },
  { given: { [enterprise]: { manager: { value: 1 } } }, path: `${enterprise}:manager.value` },
]

for (const { given, path } of wrongUsers) {
  test(`a user with ${JSON.stringify(given)} is refused`, () => {
    expect(() => readUser(given)).toThrow(invalid(path))
  })
}

test('plain values stand for elements where that is allowed', () => {
  const want = { userName: 'babs', emails: [{ value: 'b@x.test' }] }
  expect(readUser({ emails: ['b@x.test'] }, { plainValues: true })).toEqual(want)
})

const coerced: readonly { given: object; want: object }[] = [
  { given: { active: 'True' }, want: { active: true } },
  { given: { active: 'false' }, want: { active: false } },
  {
    given: { emails: [{ value: 'a', primary: 'TRUE' }] },
    want: { emails: [{ value: 'a', primary: true }] },
  },
  { given: { roles: 'admin' }, want: { roles: [{ value: 'admin' }] } },
  {
    given: { [enterprise]: { manager: '26' } },
    want: { [enterprise]: { manager: { value: '26' } } },
  },
  { given: { [enterprise]: { manager: '' } }, want: {} },
]

for (const { given, want } of coerced) {
  test(`with coercion ${JSON.stringify(given)} is taken`, () => {
    expect(readUser(given, { coerceValues: true })).toEqual({ userName: 'babs', ...want })
  })
}

test('coercion takes no other word for a boolean', () => {
  const read = () => readUser({ active: 'yes' }, { coerceValues: true })
  expect(read).toThrow(invalid('active'))
})

test('a member is known by its value alone', () => {
  const members = [{ value: '1' }, { value: '1', type: 'User' }, { value: '2', type: 'Group' }]
  const body = { schemas: [coreGroup], displayName: 'G', members }
  expect(readResource(groupModel, body)).toEqual({ displayName: 'G', members: members.slice(1) })
})

test('a value nested without end is refused, and does not end the stack', () => {
  const deep = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`)
  expect(() => readUser({ emails: deep })).toThrow(invalid('emails'))
  expect(() => readUser({ userName: deep })).toThrow(invalid('userName'))
  expect(readUser({ unknown: deep })).toEqual({ userName: 'babs' })
})

test('what is readOnly alone does not stand for what is required beside it', () => {
  const manager = attribute({
    name: 'boss',
    type: 'complex',
    subAttributes: [
      attribute({ name: 'bossId', required: true }),
      attribute({ name: 'name', mutability: 'readOnly' }),
    ],
  })
  const model = resourceModel({ id: core, name: 'Staff', attributes: [manager] })
  const read = (boss: unknown) => readResource(model, { schemas: [core], boss })
  expect(() => read({ name: 'Eve' })).toThrow(invalid('boss.bossId'))
  expect(read({ name: 'Eve', bossId: 'e' })).toEqual({ boss: { bossId: 'e' } })
  for (const nothing of [{}, null, { bossId: null }]) expect(read(nothing)).toEqual({})
})
