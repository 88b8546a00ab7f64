/** Exchanges judged in a thread of their own: what takes too long there, or breaks it, costs its own verdict. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { test as base, expect } from '#test'
import { JudgesApart, startJudging } from './apart.ts'
import type { Observed } from './observed.ts'

/** A thread that does as the path says. */
const THREAD = `
  const { parentPort } = require('node:worker_threads')
  parentPort.on('message', ({ path }) => {
    if (path === '/endless') for (;;);
    if (path === '/exit') process.exit(0)
    if (path === '/throw') throw new Error('no more')
    parentPort.postMessage({ operation: path, findings: [] })
  })
  parentPort.postMessage('ready')
`

const test = base.extend<{ judges: JudgesApart }>({
  judges: async ({}, use) => {
    const limits = { deadlineMs: 300, waitingLength: 4096 }
    const judges = new JudgesApart(() => new Worker(THREAD, { eval: true }), limits)
    await judges.ready()
    await use(judges)
    await judges.close()
  },
})

function observed(path: string, body = '', asked = ''): Observed {
  const headers = new Headers({ 'content-type': 'application/json' })
  const query = new URLSearchParams()
  return {
    method: 'POST',
    path,
    query,
    asked: { headers, body: asked },
    status: 200,
    answered: { headers, body },
  }
}

for (const { path, why } of [
  { path: '/endless', why: 'judging it took more than 0.3 s' },
  { path: '/exit', why: 'it cannot be judged: its judges broke down' },
  { path: '/throw', why: 'it cannot be judged: no more' },
]) {
  test(`${path} has no verdict, and those behind it have theirs`, async ({ judges }) => {
    const all = ['/one', path, '/two', '/three'].map((each) => judges.judge(observed(each)))
    expect(await Promise.all(all)).toEqual([
      { operation: '/one', findings: [] },
      why,
      { operation: '/two', findings: [] },
      { operation: '/three', findings: [] },
    ])
  })
}

test('no more exchanges wait than there is room for', async ({ judges }) => {
  const bodies = ['', 'a'.repeat(1500), 'b'.repeat(500), '']
  const all = bodies.map((body) => judges.judge(observed('/endless', body)))
  expect(await all[3]).toBe('too much waits for a verdict')
  await judges.close()
  expect(await Promise.all(all.slice(0, 3))).toEqual(Array(3).fill('the proxy ended first'))
})

test('judges that cannot start say why, and keep nobody waiting', async () => {
  const judges = new JudgesApart(() => new Worker("throw new Error('no document')", { eval: true }))
  await expect(judges.ready()).rejects.toThrow('no document')
  expect(await judges.judge(observed('/one'))).toBe('there are no judges: no document')
})

const DOCUMENT = `
openapi: 3.1.0
info: { title: Shelf, version: 1.0.0 }
servers: [{ url: 'http://localhost/shelf' }]
paths:
  /books:
    post:
      operationId: addBooks
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Books' } } } }
      responses:
        '200': { description: It, content: { application/json: { schema: { $ref: '#/components/schemas/Books' } } } }
components:
  schemas:
    Books: { type: array, items: { oneOf: [{ type: string }, { $ref: '#/components/schemas/Books' }] } }
`

test('a flood of violations and a deep nesting cost bounded time', { tag: '@long' }, async () => {
  test.setTimeout(120_000)
  const folder = mkdtempSync(join(tmpdir(), 'rehearsal-apart-'))
  const file = join(folder, 'shelf.yaml')
  writeFileSync(file, DOCUMENT)
  const judges = new JudgesApart(() => startJudging({ api: 'shelf', file }))
  try {
    await judges.ready()
    const few = await judges.judge(observed('/books', '["a"]', JSON.stringify(Array(50).fill(1))))
    expect(few).toMatchObject({ operation: 'addBooks', findings: { length: 20 }, more: 130 })
    const flood = JSON.stringify(Array(300_000).fill(1))
    const deep = '['.repeat(200_000) + ']'.repeat(200_000)
    const began = performance.now()
    const all = [flood, deep, '["a"]'].map((body) => judges.judge(observed('/books', body, body)))
    expect(await Promise.all(all)).toEqual([
      'judging it took more than 5 s',
      'it is nested too deeply',
      { operation: 'addBooks', findings: [] },
    ])
    expect(performance.now() - began).toBeLessThan(60_000)
  } finally {
    await judges.close()
    rmSync(folder, { recursive: true })
  }
})
