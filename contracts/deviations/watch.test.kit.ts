/** For tests: a scenario at a small server that misbehaves, with what the deviations file says of it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, shared } from '#test'
import { readSpec, type Spec } from '../../specs/read.ts'
import type { Client } from '../call.ts'
import { createClient } from '../client.ts'
import { type Exchange, redactor } from '../exchange.ts'
import { createTransport } from '../transport.ts'
import type { Entry } from './entry.ts'
import { Watching } from './watch.ts'

const DOCUMENT = `
openapi: 3.1.0
info: { title: Shelf, version: 1.0.0 }
security: [{ key: [] }]
paths:
  /books:
    get:
      operationId: getBooks
      x-evidence: stated
      responses:
        '200':
          description: The books
          content:
            application/json:
              schema: { type: array, items: { type: object, required: [id], properties: { id: { type: string } } } }
          headers: { etag: { required: true, schema: { type: string } } }
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

export interface Running {
  readonly client: Client
  readonly watching: Watching
  readonly exchanges: Exchange[]
  /** Ends the scenario with these errors as the suite does; what it throws is the verdict. */
  end(...errors: string[]): void
  readonly info: { expectedStatus: string; status: string; annotations: { description?: string }[] }
}

/** Whether the failure of the scenario is a finding. */
interface How {
  readonly finding: boolean
}

export interface Shelf {
  answer: { status?: number; body?: string; etag?: string }
  readonly folder: string
  begin(entries: readonly Partial<Entry>[], write?: string, how?: How): Running
}

const today = '2026-11-27'

const document = shared(() => {
  const folder = mkdtempSync(join(tmpdir(), 'rehearsal-shelf-'))
  try {
    writeFileSync(join(folder, 'shelf.yaml'), DOCUMENT)
    return readSpec('shelf', join(folder, 'shelf.yaml'))
  } finally {
    rmSync(folder, { recursive: true })
  }
})

export const test = base.extend<{ shelf: Shelf; spec: Spec }>({
  spec: ({}, use) => use(document()),
  shelf: async ({ spec }, use) => {
    const server = createServer((_, response) => {
      const { status = 200, body = '[{"id":"1"}]', etag = '1' } = shelf.answer
      if (etag) response.setHeader('etag', etag)
      response.writeHead(status, { 'content-type': 'application/json' }).end(body)
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const folder = mkdtempSync(join(tmpdir(), 'rehearsal-notes-'))
    const shelf: Shelf = {
      answer: {},
      folder,
      begin: (entries, write, how) => begin({ spec, url, folder, ...how }, entries, write),
    }
    await use(shelf)
    server.closeAllConnections()
    server.close()
    rmSync(folder, { recursive: true })
  },
})

function begin(
  {
    spec,
    url,
    folder,
    finding = false,
  }: { spec: Spec; url: string; folder: string } & Partial<How>,
  given: readonly Partial<Entry>[],
  write?: string,
): Running {
  const entries = given.map((own, index) => ({ ...entry, index, ...own }))
  const settings = { file: 'known.yaml', reads: 'always', today, ...(write && { write }) } as const
  const info = {
    titlePath: ['apis/shelf.spec.ts', 'books', 'are listed'],
    annotations: [{ type: 'promise', description: 'books-are-listed: Books are listed. (stated)' }],
    errors: [] as { message: string }[],
    status: 'passed',
    expectedStatus: 'passed',
    fail: (_: boolean, description: string) => {
      info.expectedStatus = 'failed'
      info.annotations.push({ type: 'fail', description })
    },
  }
  const redact = redactor(['s3cret'])
  const watching = new Watching({ api: 'shelf', entries, settings }, info as never, redact)
  const exchanges: Exchange[] = []
  const client = createClient({
    target: {
      api: 'shelf',
      url,
      mock: false,
      given: true,
      writes: true,
      tokens: { admin: 's3cret' },
    },
    spec,
    transport: createTransport('shelf', redact),
    redact,
    notRun: (lacks) => {
      throw new Error(lacks)
    },
    lasting: () => undefined,
    finding: () => undefined,
    exchanged: (exchange) => exchanges.push(exchange),
    covered: (exchange, breach) => watching.covered(exchange, breach),
  })
  const end = (...errors: string[]) => {
    info.errors = errors.map((message) => ({ message }))
    if (errors.length > 0) info.status = 'failed'
    const last = exchanges.at(-1)
    try {
      const complaint = watching.complaint(last, finding)
      if (complaint) throw complaint
      watching.excuse(last)
    } finally {
      watching.keep(folder, 0, { exchanges, redact })
    }
  }
  return { client, watching, exchanges, end, info }
}

const entry: Entry = {
  index: 0,
  api: 'shelf',
  operation: 'getBooks',
  check: 'response_schema_conformance',
  owner: 'Ada',
  reason: 'old books have no id',
  expires: '2026-11-27',
}
