/** Which way leads to a target. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, expect } from '#test'
import { readSpec } from '../../specs/read.ts'
import { driverOf } from '../drivers/all.ts'
import type { Target } from '../target.ts'
import { limitsOf } from './limits.ts'
import { openTransport, transportOf, type Way } from './open.ts'

const test = base.extend<{ wayTo: (target: Partial<Target>) => Way }>({
  wayTo: async ({}, use) => {
    const outputDir = mkdtempSync(join(tmpdir(), 'rehearsal-way-'))
    const usual = {
      api: 'hub',
      url: 'http://127.0.0.1:1',
      writes: true,
      tokens: {},
      mock: true,
      given: false,
    }
    const own = { spec: readSpec('hub'), driver: driverOf('hub'), redact: String, outputDir }
    await use((target) => ({ ...own, target: { ...usual, ...target } }))
    rmSync(outputDir, { recursive: true })
  },
})

test('to a mock it is the straight one, unless there is a limit', ({ wayTo }) => {
  const ledger = join(wayTo({}).outputDir, 'transport')
  const info = { timeout: 1, setTimeout: () => undefined }
  const transport = openTransport(wayTo({}), {})
  expect(transportOf(transport, wayTo({}), info, limitsOf({}))).toBe(transport)
  expect(existsSync(ledger)).toBe(false)
  const environment = { REHEARSAL_RATE: '5' }
  openTransport(wayTo({}), environment)
  expect(existsSync(ledger)).toBe(true)
  expect(transportOf(transport, wayTo({}), info, limitsOf(environment))).not.toBe(transport)
})

test('a host that may not be asked is not, however the suite was started', ({ wayTo }) => {
  const way = wayTo({ url: 'http://rehearsal.invalid', mock: false })
  expect(() => openTransport(way, {})).toThrow('needs --allow-host rehearsal.invalid')
  openTransport(way, { REHEARSAL_ALLOW_HOST: 'rehearsal.invalid' })
  openTransport(wayTo({ ...way.target, writes: false }), {})
})
