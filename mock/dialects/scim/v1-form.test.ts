import { expect, test } from '#test'
import { ENTERPRISE } from './schemas.ts'
import { asV1, asV2 } from './v1-form.ts'
import { CORE1, ENTERPRISE1 } from './v1-schemas.ts'

const kept = {
  userName: 'babs',
  emails: [{ value: 'a@example.com', type: 'work' }],
  [ENTERPRISE]: { department: 'Tours', manager: { value: 'm', $ref: '../Users/m' } },
}

test('what is kept comes back from the words of 1.1 as it was', () => {
  expect(asV2(asV1(kept), kept)).toEqual(kept)
})

test('another manager does not get the reference of the one before', () => {
  const said = { ...asV1(kept), [ENTERPRISE1]: { manager: { managerId: 'n' } } }
  expect(asV2(said, kept)[ENTERPRISE]).toEqual({ manager: { value: 'n' } })
})

test('schemas name the core, and the extensions of which something is shown', () => {
  const schemas = [CORE1]
  expect(asV1({ schemas, userName: 'babs' }).schemas).toEqual([CORE1])
  expect(asV1({ schemas, ...kept }).schemas).toEqual([CORE1, ENTERPRISE1])
  const unsayable = { [ENTERPRISE]: { manager: { $ref: '../Users/m' } } }
  expect(asV1({ schemas, ...unsayable })).toEqual({ schemas: [CORE1] })
})

test('what is derived is made when it is looked at, and not before', () => {
  const looks: string[] = []
  const resource = {
    get groups() {
      looks.push('groups')
      return [{ value: 'g', $ref: '../Groups/g' }]
    },
    get meta() {
      looks.push('meta')
      return { resourceType: 'User', created: 'now' }
    },
  }
  const shown = asV1(resource)
  expect(looks).toEqual([])
  expect(shown.meta).toEqual({ created: 'now' })
  expect(looks).toEqual(['meta'])
  expect(shown.groups).toEqual([{ value: 'g' }])
})
