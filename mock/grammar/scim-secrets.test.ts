import { expect, test } from '#test'
import { attribute, resourceModel } from './scim-schema.ts'
import { hiding } from './scim-secrets.ts'

const never = { returned: 'never' } as const
const model = resourceModel(
  {
    id: 'urn:x:User',
    name: 'User',
    attributes: [
      attribute({ name: 'userName' }),
      attribute({ name: 'password', ...never }),
      attribute({
        name: 'devices',
        type: 'complex',
        multiValued: true,
        subAttributes: [attribute({ name: 'value' }), attribute({ name: 'pin', ...never })],
      }),
    ],
  },
  [
    {
      schema: {
        id: 'urn:x:Badge',
        name: 'Badge',
        attributes: [attribute({ name: 'pin', ...never })],
      },
      required: false,
    },
  ],
)

test('what is never returned is taken out at every level, and the resource stays as it was', () => {
  const resource = {
    userName: 'ann',
    password: 'secret',
    devices: [{ value: 'phone', pin: '1' }, { value: 'key' }],
    'urn:x:Badge': { pin: '2', colour: 'red' },
  }
  const before = structuredClone(resource)
  expect(hiding(model)(resource)).toEqual({
    userName: 'ann',
    devices: [{ value: 'phone' }, { value: 'key' }],
    'urn:x:Badge': { colour: 'red' },
  })
  expect(resource).toEqual(before)
})

test('a resource without secrets is given back as it is', () => {
  const plain = resourceModel({ id: 'urn:x:User', name: 'User', attributes: [] })
  const resource = { userName: 'ann' }
  expect(hiding(plain)(resource)).toBe(resource)
})
