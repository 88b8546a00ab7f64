import { expect, test } from '#test'
import { personasOf } from '../fixtures/worlds.ts'
import { targetOf } from './target.ts'

const REHEARSAL_TARGETS = '{"formstack": "http://127.0.0.1:1/formstack/scim/"}'

test('a mock has the personas of its fixtures', () => {
  const target = targetOf('formstack', {
    REHEARSAL_TARGETS,
    REHEARSAL_MOCK: '1',
    REHEARSAL_ALLOW_WRITES: '1',
    REHEARSAL_TOKEN: 'ignored',
    REHEARSAL_FORMSTACK_READER_TOKEN: 'own-reader',
  })
  expect(target).toEqual({
    api: 'formstack',
    url: 'http://127.0.0.1:1/formstack/scim',
    mock: true,
    given: true,
    writes: true,
    tokens: {
      admin: 'admin-token',
      reader: 'own-reader',
      member: 'member-token',
      'other-tenant': 'other-tenant-token',
      expired: 'expired-token',
      revoked: 'revoked-token',
      application: 'application-token',
    },
    tenant: personasOf('formstack')['admin-token']?.tenant,
    otherTenant: personasOf('formstack')['other-tenant-token']?.tenant,
  })
})

test('a real deployment is only read, with the tokens that were given', () => {
  const target = targetOf('formstack', {
    REHEARSAL_TARGETS,
    REHEARSAL_MOCK: '',
    REHEARSAL_TOKEN: 'shared',
    REHEARSAL_FORMSTACK_OTHER_TENANT_TOKEN: 'theirs',
    REHEARSAL_FORMSTACK_USER: 'ann@example.com',
    REHEARSAL_SPECS: '{"formstack": "vendor.yaml"}',
    REHEARSAL_APPLICATION_TOKEN_HEADER: 'X-App',
  })
  expect(target).toMatchObject({ mock: false, writes: false, user: 'ann@example.com' })
  expect(target.spec).toBe('vendor.yaml')
  expect(target.applicationTokenHeader).toBe('X-App')
  expect(target.tokens).toEqual({ admin: 'shared', 'other-tenant': 'theirs' })
})

test("an API's own token comes before the shared one, and dots become underscores", () => {
  const { tokens } = targetOf('scim.v2', {
    REHEARSAL_TARGETS: '{"scim.v2": "http://127.0.0.1:1"}',
    REHEARSAL_TOKEN: 'shared',
    REHEARSAL_SCIM_V2_ADMIN_TOKEN: 'own',
  })
  expect(tokens).toEqual({ admin: 'own' })
})

test('a target that is missing or unreadable is said in plain words', () => {
  expect(() => targetOf('hub', { REHEARSAL_TARGETS })).toThrow(/no target for hub.*unset it/)
  expect(() => targetOf('hub', { REHEARSAL_TARGETS: 'http://x' })).toThrow(
    /REHEARSAL_TARGETS must be a JSON object/,
  )
})

const others = personasOf('laurel')['other-tenant-token']?.tenant
const tenants = [
  { given: {}, want: {} },
  { given: { REHEARSAL_LAUREL_TENANT: 'a' }, want: { tenant: 'a' } },
  { given: { REHEARSAL_LAUREL_OTHER_TENANT: 'b' }, want: { otherTenant: 'b' } },
  {
    given: { REHEARSAL_MOCK: '1', REHEARSAL_LAUREL_TENANT: 'a' },
    want: { tenant: 'a', otherTenant: others },
  },
]

for (const { given, want } of tenants) {
  test(`with ${JSON.stringify(given)} the callers belong to ${JSON.stringify(want)}`, () => {
    const environment = { ...given, REHEARSAL_TARGETS: '{"laurel": "http://127.0.0.1:1"}' }
    const { tenant, otherTenant } = targetOf('laurel', environment)
    expect({ tenant, otherTenant }).toEqual(want)
  })
}
