import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FullConfig, FullResult } from '@playwright/test/reporter'
import { expect, test } from '#test'
import { contribute, type Kind } from '../verdict.ts'
import { newAccount } from './ledger.ts'
import TransportReporter, { told } from './reporter.ts'

test('what was waited for the target is told, and nothing when it did not ask', () => {
  expect(told(newAccount())).toEqual([])
  const account = { ...newAccount(), requests: 60, created: 15, pauses: 3 }
  const waited = { tests: 2500, cleaning: 500 }
  expect(told({ ...account, waited })).toEqual([
    '\nWaited 3 s, for the target asked for it 3 times (60 requests, 15 for something new)',
  ])
})

for (const { kind, status, want } of [
  { kind: 'inconclusive', status: 'passed', want: 'failed' },
  { kind: 'differs', status: 'passed', want: 'passed' },
  { kind: 'inconclusive', status: 'interrupted', want: 'interrupted' },
] as const) {
  test(`a run that ${status} and is ${kind} has ${want}`, async () => {
    expect(await endOf(kind, status)).toEqual({ status: want })
  })
}

async function endOf(kind: Kind, status: FullResult['status']) {
  const outputDir = mkdtempSync(join(tmpdir(), 'rehearsal-reporter-'))
  try {
    contribute(outputDir, 'max-requests', [{ kind, text: 'spent' }])
    const reporter = new TransportReporter({ quiet: true })
    reporter.onBegin({ projects: [{ outputDir }] } as unknown as FullConfig)
    return await reporter.onEnd({ status } as FullResult)
  } finally {
    rmSync(outputDir, { recursive: true })
  }
}
