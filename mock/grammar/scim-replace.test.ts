import { expect, test } from '#test'
import { type Resource, replaceResource, schemasOf } from './scim-resource.ts'
import type { ResourceModel } from './scim-schema.ts'
import { badge, deviceModel, enterprise, userModel } from './scim-schemas.test.kit.ts'

const user = {
  userName: 'babs',
  title: 'Guide',
  password: 'secret',
  emails: [{ value: 'b@x.test', type: 'work' }],
  [enterprise]: { department: 'Tours' },
}
const machine = {
  serial: 'S1',
  firmware: '1.0',
  warranty: { until: '2030-01-01T00:00:00Z', number: 'W1', state: 'valid' },
  [badge]: { number: '7' },
}

function put(before: Resource, body: object, model: ResourceModel = userModel): Resource {
  return replaceResource(model, before, { schemas: [model.base.id], ...body })
}

test('what a PUT leaves out is cleared, but not the password', () => {
  expect(put(user, { userName: 'jensen' })).toEqual({ userName: 'jensen', password: 'secret' })
})

test('a PUT replaces all elements and the password', () => {
  const body = { userName: 'babs', password: 'new', emails: [{ value: 'c@x.test' }] }
  expect(put(user, body)).toEqual(body)
})

test('a PUT that changes nothing gives the same resource', () => {
  const { password, ...readable } = user
  expect(put(user, readable)).toBe(user)
  const otherwise = {
    [enterprise.toUpperCase()]: { DEPARTMENT: 'Tours', division: null },
    emails: [{ type: 'work', value: 'b@x.test' }],
    id: 'another',
    TITLE: 'Guide',
    username: 'babs',
    roles: [],
  }
  expect(put(user, otherwise)).toBe(user)
})

test('a PUT without a required attribute is refused', () => {
  expect(() => put(user, { title: 'Guide' })).toThrow(
    expect.objectContaining({ scimType: 'invalidValue', path: 'userName' }),
  )
})

test('a PUT has the readOnly stay as it was', () => {
  const warranty = { ...machine.warranty, state: 'void', until: '2031-01-01T00:00:00Z' }
  const body = { serial: 'S1', firmware: '2.0', warranty, [badge]: { number: '7' } }
  expect(put(machine, body, deviceModel)).toEqual({
    ...machine,
    warranty: { ...warranty, state: 'valid' },
  })
})

const immutable = [
  { path: 'serial', body: { serial: 'S2' } },
  { path: 'serial', body: { serial: 's1' } },
  {
    path: 'warranty.number',
    body: { serial: 'S1', warranty: { ...machine.warranty, number: 'W2' } },
  },
]

for (const { path, body } of immutable) {
  test(`a PUT that changes ${path} with ${JSON.stringify(body)} is refused`, () => {
    const replace = () => put(machine, { ...body, [badge]: { number: '7' } }, deviceModel)
    expect(replace).toThrow(expect.objectContaining({ scimType: 'mutability', path }))
  })
}

test('a PUT sets what is immutable where it was unset', () => {
  const { until } = machine.warranty
  const before = { serial: 'S1', warranty: { until }, [badge]: { number: '7' } }
  const body = { ...before, warranty: { until, number: 'W9' } }
  expect(put(before, body, deviceModel)).toEqual(body)
})

test('a PUT that leaves out an immutable sub-attribute keeps it', () => {
  const { firmware, ...body } = { ...machine, warranty: { until: machine.warranty.until } }
  expect(put(machine, body, deviceModel)).toBe(machine)
})

test('a PUT leaves the resource before as it was', () => {
  const before = structuredClone(machine)
  put(before, { serial: 'S1', [badge]: { number: '8' } }, deviceModel)
  expect(before).toEqual(machine)
})

test('schemas are the base URN and those of the extensions that are there', () => {
  expect(schemasOf(userModel, user)).toEqual([userModel.base.id, enterprise])
  expect(schemasOf(userModel, { userName: 'babs' })).toEqual([userModel.base.id])
})
