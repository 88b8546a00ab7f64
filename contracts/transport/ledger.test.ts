import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, expect } from '#test'
import { openLedger } from './ledger.ts'

const test = base.extend<{ folder: string }>({
  folder: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'rehearsal-ledger-'))
    await use(folder)
    rmSync(folder, { recursive: true })
  },
})

const built = new URL('../../dist/contracts/transport/ledger.js', import.meta.url)

test('no change of one process is lost to another', async ({ folder }) => {
  const program = `
    const { openLedger } = await import(${JSON.stringify(built.href)})
    const ledger = openLedger(${JSON.stringify(folder)})
    for (let at = 0; at < 150; at += 1) await ledger.change((account) => { account.requests += 1 })
  `
  const codes = [1, 2, 3].map(async () => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', program])
    return (await once(child, 'exit'))[0]
  })
  expect(await Promise.all(codes)).toEqual([0, 0, 0])
  expect(openLedger(folder).read().requests).toBe(450)
})

test('a lock that a killed process has left is outwaited', async ({ folder }) => {
  const ledger = openLedger(folder)
  const lock = join(folder, 'transport', 'ledger.json.lock')
  writeFileSync(lock, '')
  const before = new Date(Date.now() - 10_000)
  utimesSync(lock, before, before)
  await ledger.change((account) => {
    account.pauses += 1
  })
  expect(ledger.read().pauses).toBe(1)
})
