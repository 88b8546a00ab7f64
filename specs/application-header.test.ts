import { expect, test } from '#test'
import { applicationHeaderOf, isTokenHeader, withApplicationHeader } from './application-header.ts'
import { readSpec } from './read.ts'

const nexus = readSpec('nexus')

test('the token of an application comes in the header that the document names, or in another', () => {
  expect(applicationHeaderOf(nexus)).toBe('ApplicationToken')
  const renamed = withApplicationHeader(nexus, 'X-App')
  expect(applicationHeaderOf(renamed)).toBe('X-App')
  expect(applicationHeaderOf(nexus)).toBe('ApplicationToken')
  const { bearer, basic } = nexus.securitySchemes
  expect(renamed.securitySchemes).toMatchObject({ bearer, basic })
  expect(withApplicationHeader(nexus, undefined)).toBe(nexus)
})

test('an API whose callers show one token alone has no such header', () => {
  const hub = readSpec('hub')
  expect(applicationHeaderOf(hub)).toBeUndefined()
  expect(withApplicationHeader(hub, 'X-App')).toBe(hub)
})

test('a key that stands alone stays where it is', () => {
  const { securitySchemes } = nexus
  const alone = nexus.operations.map((one) => ({ ...one, security: [{ applicationToken: [] }] }))
  const spec = withApplicationHeader({ ...nexus, operations: alone }, 'X-App')
  expect(spec.securitySchemes).toEqual(securitySchemes)
})

for (const { name, want } of [
  { name: 'X-Application-Token', want: true },
  { name: 'x_app', want: true },
  { name: '', want: false },
  { name: 'X App', want: false },
  { name: 'X-App:', want: false },
  { name: 'Ünï', want: false },
  { name: 'authorization', want: false },
]) {
  test(`${JSON.stringify(name)} is ${want ? 'a' : 'no'} header for a token`, () => {
    expect(isTokenHeader(name)).toBe(want)
  })
}
