import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, expect, shared } from '#test'
import { readSpec, type Spec } from '../specs/read.ts'
import type { Client } from './call.ts'
import { createClient } from './client.ts'
import { type Exchange, redactor } from './exchange.ts'
import type { Target } from './target.ts'
import { createTransport, Ended } from './transport.ts'

const DOCUMENT = `
openapi: 3.1.0
info: { title: Shelf, version: 1.0.0 }
servers: [{ url: 'http://localhost/shelf' }]
security: [{ key: [] }]
paths:
  /books/{id}:
    get:
      operationId: getBook
      x-evidence: stated
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses:
        '200':
          description: The book
          x-evidence: stated
          headers: { etag: { required: true, schema: { type: string } } }
          content:
            application/json:
              schema: { type: object, required: [id], properties: { id: { type: string } } }
        '410':
          description: It was there
          x-evidence: inferred
  /books:
    post:
      operationId: addBook
      x-evidence: stated
      requestBody:
        required: true
        content: { application/json: { schema: { required: [title], properties: { title: {} } } } }
      responses: { '201': { description: Added } }
components:
  securitySchemes: { key: { type: http, scheme: bearer } }
`

interface Answer {
  status?: number
  type?: string
  etag?: string
  body?: string
}

/** A server that answers what it is told, and the client to ask it. */
interface Shelf {
  answer: Answer
  readonly seen: { url: string | undefined; authorization: string | undefined }[]
  clientFor(own: Partial<Target>): Watched
}

interface Watched {
  readonly client: Client
  readonly findings: string[]
  readonly exchanges: Exchange[]
}

const document = shared(() => {
  const folder = mkdtempSync(join(tmpdir(), 'rehearsal-client-'))
  try {
    writeFileSync(join(folder, 'shelf.yaml'), DOCUMENT)
    return readSpec('shelf', join(folder, 'shelf.yaml'))
  } finally {
    rmSync(folder, { recursive: true })
  }
})

const test = base.extend<{ shelf: Shelf; spec: Spec }>({
  spec: ({}, use) => use(document()),
  shelf: async ({ spec }, use) => {
    const server = createServer((request, response) => {
      shelf.seen.push({ url: request.url, authorization: request.headers.authorization })
      const { answer } = shelf
      const { status = 200, type = 'application/json', etag = '1', body = '{"id":"1"}' } = answer
      if (type) response.setHeader('content-type', type)
      if (etag) response.setHeader('etag', etag)
      response.writeHead(status).end(body)
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/shelf`
    const shelf: Shelf = { answer: {}, seen: [], clientFor: (own) => watch(spec, { url, ...own }) }
    await use(shelf)
    server.closeAllConnections()
    server.close()
  },
})

const breaches: readonly { why: string; given: Answer; want: string }[] = [
  {
    why: 'an undocumented status',
    given: { status: 204, body: '' },
    want: 'status_code_conformance',
  },
  { why: 'another media type', given: { type: 'text/html' }, want: 'content_type_conformance' },
  { why: 'a body that is no JSON', given: { body: '{' }, want: 'content_type_conformance' },
  { why: 'a body where none is', given: { status: 410 }, want: 'content_type_conformance' },
  { why: 'a missing header', given: { etag: '' }, want: 'response_headers_conformance' },
  {
    why: 'a wrong type',
    given: { body: '{"id":1}' },
    want: 'response_schema_conformance: /id must be',
  },
  {
    why: 'a missing property',
    given: { body: '{}' },
    want: 'response_schema_conformance: /id is missing',
  },
  {
    why: 'an undeclared one',
    given: { body: '{"id":"1","x":2}' },
    want: 'undeclared_property: /x',
  },
]

for (const { why, given, want } of breaches) {
  test(`the mock fails at once for ${why}`, async ({ shelf }) => {
    shelf.answer = given
    const { client } = shelf.clientFor({ mock: true })
    const sending = client.send('getBook', { path: { id: 'a b' } })
    await expect(sending).rejects.toThrow(want)
    await expect(sending).rejects.toThrow(
      /#\/paths\/~1books~1%7Bid%7D\/get|#\/properties|#\/required/,
    )
    await expect(sending).rejects.toThrow(/curl -sS -i -X GET 'http:.*\/books\/a%20b' -H "auth/)
    await expect(sending).rejects.not.toThrow(/s3cret/)
  })
}

test('a reply as documented is handed on', async ({ shelf }) => {
  const { client, exchanges } = shelf.clientFor({ mock: true })
  const reply = await client.send('getBook', { path: { id: '1' }, query: { q: 'a b+c&d' } })
  expect(reply).toMatchObject({ status: 200, body: { id: '1' } })
  expect(shelf.seen).toEqual([
    { url: '/shelf/books/1?q=a%20b%2Bc%26d', authorization: 'Bearer s3cret' },
  ])
  expect(exchanges).toMatchObject([{ api: 'shelf', operation: 'getBook', as: 'admin' }])
})

test('a real deployment may say more and break what is only inferred', async ({ shelf }) => {
  const { client, findings } = shelf.clientFor({ mock: false })
  shelf.answer = { body: '{"id":"1","x":2}' }
  await client.send('getBook', { path: { id: '1' } })
  shelf.answer = { status: 410, body: '{}' }
  await client.send('getBook', { path: { id: '1' } })
  expect(findings).toEqual([
    expect.stringContaining('undeclared_property'),
    expect.stringContaining('content_type_conformance'),
  ])
  shelf.answer = { body: '{}' }
  await expect(client.send('getBook', { path: { id: '1' } })).rejects.toThrow('/id is missing')
  shelf.answer = { etag: '' }
  await expect(client.send('getBook', { path: { id: '1' } })).rejects.toThrow('etag is missing')
})

test('a request that the document refuses must not succeed', async ({ shelf }) => {
  shelf.answer = { status: 201, type: '', body: '' }
  const { client } = shelf.clientFor({ mock: true })
  await client.send('addBook', { body: { title: 'Emma' } })
  const sending = client.send('addBook', { body: { name: 'Emma' } })
  await expect(sending).rejects.toThrow('negative_data_rejection')
})

test('nothing is written without permission, and nothing sent without the token', async ({
  shelf,
}) => {
  const { client } = shelf.clientFor({ mock: false, writes: false })
  await expect(client.send('addBook', { body: {} })).rejects.toThrow('not run: permission to write')
  const raw = client.raw({ method: 'DELETE', path: '/books' })
  await expect(raw).rejects.toThrow('not run: permission to write')
  await expect(client.send('getBook', { path: { id: '1' }, as: 'reader' })).rejects.toThrow(
    'not run: a token of the persona reader: give REHEARSAL_SHELF_READER_TOKEN',
  )
  expect(shelf.seen).toEqual([])
})

test('Prefer is never sent to a deployment', async ({ shelf }) => {
  const { client } = shelf.clientFor({ mock: false })
  const call = { path: { id: '1' }, headers: { Prefer: 'code=500' } }
  await expect(client.send('getBook', call)).rejects.toThrow('not run: a mock: Prefer')
  await expect(client.raw({ like: 'getBook', ...call, path: '/' })).rejects.toThrow('not run')
  expect(shelf.seen).toEqual([])
  await shelf.clientFor({ mock: true }).client.send('getBook', call)
  expect(shelf.seen).toHaveLength(1)
})

test('what the run may no longer send ends the test as not run', async ({ shelf, spec }) => {
  const transport = {
    send: () => Promise.reject(new Ended('more requests than --max-requests 1 allows')),
  }
  const { client } = watch(spec, { url: 'http://127.0.0.1:1' }, transport)
  await expect(client.send('getBook', { path: { id: '1' } })).rejects.toThrow(
    'not run: more requests than --max-requests 1 allows',
  )
  expect(shelf.seen).toEqual([])
})

test('a wrong request is held against the document only if it belongs to an operation', async ({
  shelf,
}) => {
  shelf.answer = { status: 418, type: 'text/plain', body: 'teapot' }
  const { client } = shelf.clientFor({ mock: true })
  expect((await client.raw({ path: '/tea', as: 'nobody' })).text).toBe('teapot')
  expect(shelf.seen[0]?.authorization).toBeUndefined()
  await expect(client.raw({ like: 'getBook', path: '/books/1' })).rejects.toThrow('418')
})

test('a target that does not answer is named, without the credential', async ({ shelf }) => {
  const { client } = shelf.clientFor({ mock: true, url: 'http://127.0.0.1:1' })
  const sending = client.send('getBook', { path: { id: 's3cret' } })
  await expect(sending).rejects.toThrow('shelf: no reply to GET http://127.0.0.1:1/books/$TOKEN: ')
})

function watch(
  spec: Spec,
  own: Pick<Target, 'url'> & Partial<Target>,
  transport = createTransport('shelf', redactor(['s3cret'])),
): Watched {
  const findings: string[] = []
  const exchanges: Exchange[] = []
  const client = createClient({
    target: {
      api: 'shelf',
      mock: true,
      given: !(own.mock ?? true),
      writes: true,
      tokens: { admin: 's3cret' },
      ...own,
    },
    spec,
    transport,
    redact: redactor(['s3cret']),
    notRun: (lacks) => {
      throw new Error(`not run: ${lacks}`)
    },
    lasting: () => undefined,
    finding: (text) => findings.push(text),
    exchanged: (exchange) => exchanges.push(exchange),
  })
  return { client, findings, exchanges }
}
