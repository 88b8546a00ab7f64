/** For every API there is a read that shows whether somebody is let in. */
import { expect, test } from '#test'
import { readSpec } from '../../specs/read.ts'
import { drivers } from '../drivers/all.ts'
import type { Target } from '../target.ts'
import { probeOf } from './probe.ts'

const own = { url: 'http://a', mock: false, given: true, writes: false }
const tokens = { admin: 'admin-secret', application: 'application-secret' }

for (const [api, driver] of Object.entries(drivers)) {
  test(`a read that needs nothing but the token shows who is let in: ${api}`, () => {
    const spec = readSpec(api)
    const target: Target = { ...own, api, tokens, tenant: 't1' }
    const probe = probeOf({ target, spec, driver })
    if (typeof probe === 'string') throw new Error(`it needs ${probe}`)
    expect(probe.sent.method).toBe('GET')
    expect(probe.sent.url).not.toContain('{')
    expect(Object.values(probe.sent.headers).join()).toContain('admin-secret')
    expect(probe.refusals).toContain(401)
  })
}

test('what the read lacks is said', () => {
  const ask = (api: string, target: Partial<Target>) => {
    const driver = drivers[api]
    if (!driver) throw new Error(api)
    return probeOf({ target: { ...own, api, tokens, ...target }, spec: readSpec(api), driver })
  }
  expect(ask('laurel', {})).toMatch(/organization: give REHEARSAL_LAUREL_TENANT/)
  const lonely = ask('nexus', { tenant: 't1', tokens: { admin: 'a' } })
  expect(lonely).toMatch(/application: give REHEARSAL_NEXUS_APPLICATION_TOKEN/)
})
