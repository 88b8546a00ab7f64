/** A run by way of the referee, from the transport to the verdict, with a server that breaks its word. */
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FullConfig } from '@playwright/test'
import { test as base, expect, shared } from '#test'
import { createTransport, type Transport } from '../transport.ts'
import { verdictsIn } from '../verdict.ts'
import { startReferee } from './start.ts'
import { refereeOf } from './transport.ts'

const DOCUMENT = `
openapi: 3.1.0
info: { title: Shelf, version: 1.0.0 }
servers: [{ url: 'http://localhost/shelf' }]
paths:
  /books/{id}:
    get:
      operationId: getBook
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses:
        '200': { description: It, content: { application/json: { schema: { required: [id] } } } }
`

interface Run {
  readonly url: string
  readonly folder: string
  readonly transport: Transport
  /** Ends the run; throws when it has to fail. */
  end(): Promise<void>
}

/** What the server answers, by the id that it is asked for. */
const answers: Readonly<Record<string, [status: number, body: string]>> = {
  good: [200, '{"id":"ü"}'],
  bad: [200, '{}'],
  odd: [418, ''],
  missing: [501, ''],
}

const answering = shared(async () => {
  const server = createServer((request, response) => {
    const [status, body] = answers[request.url?.split('/').at(-1) ?? ''] ?? [404, '']
    response.setHeader('Set-Cookie', ['a=1', 'b=2'])
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(body)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
})

const test = base.extend<{ explained: string; run: Run; server: Server }>({
  server: async ({}, use) => use(await answering()),
  explained: async ({}, use) => use('[]'),
  run: async ({ server, explained }, use) => {
    test.setTimeout(90_000)
    const folder = mkdtempSync(join(tmpdir(), 'rehearsal-referee-'))
    const [spec, own] = [join(folder, 'shelf.yaml'), join(folder, 'explained.yaml')]
    writeFileSync(spec, DOCUMENT)
    writeFileSync(own, explained)
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/shelf`
    const environment = {
      REHEARSAL_TARGETS: JSON.stringify({ shelf: url }),
      REHEARSAL_SPECS: JSON.stringify({ shelf: spec }),
      REHEARSAL_EXPLAINED: own,
      REHEARSAL_MOCK: '1',
    }
    const config = {
      projects: [{ outputDir: folder }],
      argv: ['test', '--project=shelf'],
      shard: null,
    }
    const end = await startReferee(config as FullConfig, environment)
    const direct = createTransport('shelf', (text) => text)
    const transport = refereeOf(folder, environment)?.(direct) ?? direct
    await use({ url, folder, transport, end })
    rmSync(folder, { recursive: true })
  },
})

function get({ transport, url }: Run, id: string) {
  return transport.send({ method: 'GET', url: `${url}/books/${id}`, headers: {} })
}

test('the suite sees the reply that it would see without a referee', async ({ run }) => {
  const reply = await get(run, 'good')
  const direct = await fetch(`${run.url}/books/good`)
  const without = (headers: Headers) =>
    [...headers].filter(([name]) => !/^(date|keep-alive)$/.test(name))
  expect([reply.status, reply.text]).toEqual([200, '{"id":"ü"}'])
  expect(reply.sent.url).toBe(`${run.url}/books/good`)
  expect(without(reply.headers)).toEqual(without(direct.headers))
  await run.end()
  expect(verdictsIn(run.folder)).toEqual([])
})

test('what both refuse fails no run, and a 501 stays one', async ({ run }) => {
  expect((await get(run, 'bad')).status).toBe(200)
  await run.end()
})

for (const id of ['odd', 'missing']) {
  test(`what one of them refuses fails the run: ${id}`, async ({ run }) => {
    expect((await get(run, id)).status).toBe(answers[id]?.[0])
    await expect(run.end()).rejects.toThrow('Prism and Ajv differ in 1 ways')
    expect(verdictsIn(run.folder)).toMatchObject([{ kind: 'broken' }])
  })
}

test('a run of which Prism has seen nothing fails', async ({ run }) => {
  await expect(run.end()).rejects.toThrow('Prism has judged nothing')
})

test.describe('with an explanation', () => {
  const explanation = {
    api: 'shelf',
    operation: 'getBook',
    what: 'reply',
    status: 418,
    refusedBy: 'ajv',
    keyword: 'status_code_conformance',
    right: 'ajv',
    reason: 'Prism only warns.',
  }
  test.use({ explained: JSON.stringify([explanation]) })

  test('the run passes', async ({ run }) => {
    await get(run, 'odd')
    await run.end()
  })

  test('the run fails when nothing needs it any more', async ({ run }) => {
    await get(run, 'good')
    await expect(run.end()).rejects.toThrow('1 explanations are stale')
  })
})
