import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestInfo } from '@playwright/test'
import { expect, test } from '#test'
import { readSpec } from '../../specs/read.ts'
import type { Reply, Sent } from '../exchange.ts'
import type { Purpose } from '../transport.ts'
import { createRecorder } from './recorder.ts'
import { transcriptsIn } from './transcript.ts'

test('what proves whose a thing is, and what is done beside a scenario, is no part of it', async () => {
  const outputDir = mkdtempSync(join(tmpdir(), 'rehearsal-recorder-'))
  const url = 'http://127.0.0.1:1/scim/v2'
  const target = { ...{ api: 'scim.v2', url, mock: false, given: true, writes: true }, tokens: {} }
  const asked: (Purpose | undefined)[] = []
  const recorder = createRecorder({ side: 'B', target, spec: readSpec('scim.v2'), redact: String })
  const road = recorder.over({
    send: async (sent, purpose) => {
      asked.push(purpose)
      return { sent, status: 200, headers: new Headers(), body: {}, text: '{}' } as Reply
    },
  })
  const get = (path: string): Sent => ({ method: 'GET', url: url + path, headers: {} })
  await recorder.beside(async () => void (await road.send(get('/Schemas'))))
  await road.send(get('/Users'), { reads: true })
  await road.send(get('/Users/1'), { proves: true })
  const info = { status: 'passed', titlePath: ['a', 'b'], annotations: [], errors: [] }
  const run = { retry: 0, repeatEachIndex: 0, workerIndex: 0, project: { outputDir } }
  recorder.write({ ...info, ...run } as unknown as TestInfo)
  const [told] = transcriptsIn(outputDir)
  rmSync(outputDir, { recursive: true })
  expect(told?.entries.map(({ beside }) => beside)).toEqual([true, false, true])
  expect(asked).toEqual([undefined, { reads: true }, { proves: true }])
})
