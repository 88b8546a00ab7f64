/** For tests: a small API that keeps its document, and can be told to break it in one way. */

import { writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { test as base } from '#test'
import { readSpec, type Spec } from '../../specs/read.ts'
import { createClient } from '../client.ts'
import type { Driver } from '../drivers/driver.ts'
import { absent } from '../drivers/driver.ts'
import { redactor } from '../exchange.ts'
import { createTransport } from '../transport.ts'
import type { Subject } from './subject.ts'

const DOCUMENT = `
openapi: 3.1.0
info: { title: Shelf, version: 1.0.0 }
servers: [{ url: 'http://localhost/' }]
security: [{ key: [] }]
paths:
  /books:
    get:
      operationId: listBooks
      x-evidence: stated
      parameters: [{ name: limit, in: query, schema: { type: integer, minimum: 0 } }, { name: text, in: query, schema: { type: string } }]
      responses: { '200': { $ref: '#/components/responses/Any' }, '400': { $ref: '#/components/responses/No' }, '401': { $ref: '#/components/responses/No' } }
    post:
      operationId: addBook
      x-evidence: stated
      requestBody: { $ref: '#/components/requestBodies/Book' }
      responses: { '201': { $ref: '#/components/responses/Any' }, '400': { $ref: '#/components/responses/No' }, '401': { $ref: '#/components/responses/No' } }
  /books/{id}:
    parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
    get:
      operationId: getBook
      x-evidence: stated
      responses: { '200': { $ref: '#/components/responses/Any' }, '401': { $ref: '#/components/responses/No' }, '404': { $ref: '#/components/responses/No' } }
    put:
      operationId: replaceBook
      x-evidence: stated
      requestBody: { $ref: '#/components/requestBodies/Book' }
      responses: { '200': { $ref: '#/components/responses/Any' }, '400': { $ref: '#/components/responses/No' }, '401': { $ref: '#/components/responses/No' }, '404': { $ref: '#/components/responses/No' } }
    delete:
      operationId: deleteBook
      x-evidence: stated
      responses: { '204': { description: Gone }, '401': { $ref: '#/components/responses/No' }, '404': { $ref: '#/components/responses/No' } }
components:
  securitySchemes: { key: { type: http, scheme: bearer } }
  requestBodies:
    Book:
      required: true
      content:
        application/json:
          schema:
            type: object
            additionalProperties: false
            required: [title]
            properties:
              title: { type: string, minLength: 1 }
              pages: { type: integer, minimum: 1, maximum: 5000 }
              genre: { enum: [novel, poem] }
              authors: { type: array, items: { type: object, required: [name], properties: { name: { type: string } } } }
  responses:
    Any: { description: Yes, content: { application/json: { schema: {} } } }
    No: { description: No, content: { application/json: { schema: { type: object } } } }
`

interface Book {
  readonly title: string
}

/** What a broken shelf does instead. */
export interface Rules {
  /** Whom it lets in. */
  knows(authorization: string | undefined): boolean
  /** Which bodies it takes. */
  takes(body: unknown): boolean
  takesLimit(limit: string): boolean
  /** How it says no. */
  readonly refusal: unknown
  /** Whether it writes down a body before it looks at it. */
  readonly hasty: boolean
  /** What it makes of a title. @throws Error, and answers 500 */
  title(sent: string): string
  readonly keepsDeleted: boolean
  readonly keepsNew: boolean
  readonly inventsMissing: boolean
}

/** A shelf, and what a check needs to try one of its operations. */
export type Shelf = (operation: string, broken?: Partial<Rules>, real?: boolean) => Promise<Tried>

export interface Tried extends Subject {
  readonly findings: readonly string[]
  readonly steps: readonly string[]
}

export const test = base.extend<{ shelf: Shelf }>({
  shelf: async ({}, use, info) => {
    const closing: (() => void)[] = []
    const file = join(info.outputPath(), '..', `shelf-${info.testId}.yaml`)
    writeFileSync(file, DOCUMENT)
    const spec = readSpec('shelf', file)
    await use(async (operation, broken = {}, real = false) => {
      const { url, close } = await serve({ ...sound(spec), ...broken })
      closing.push(close)
      return subjectOf(spec, { operation, url, mock: !real })
    })
    for (const close of closing) close()
  },
})

const good = { title: 'test-1 Emma', pages: 474, genre: 'novel', authors: [{ name: 'Jane' }] }

function sound(spec: Spec): Rules {
  const body = spec.operations.find(({ id }) => id === 'addBook')?.body
  return {
    knows: (authorization) => authorization === 'Bearer s3cret',
    takes: (sent) => body?.check(sent).length === 0,
    takesLimit: (limit) => /^\d+$/.test(limit),
    refusal: { message: 'no' },
    hasty: false,
    title: (sent) => sent,
    keepsDeleted: false,
    keepsNew: true,
    inventsMissing: false,
  }
}

async function serve(rules: Rules): Promise<{ url: string; close(): void }> {
  const books = new Map<string, Book>()
  const server = createServer(async (request, response) => {
    const [status, body] = answer(rules, books, request, await textOf(request))
    response.setHeader('content-type', 'application/json')
    response.writeHead(status).end(status === 204 ? '' : JSON.stringify(body))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const close = () => {
    server.closeAllConnections()
    server.close()
  }
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close }
}

type Answer = readonly [status: number, body?: unknown]

function answer(
  rules: Rules,
  books: Map<string, Book>,
  { method, url = '', headers }: IncomingMessage,
  text: string,
): Answer {
  if (!rules.knows(headers.authorization)) return [401, rules.refusal]
  const { pathname, searchParams } = new URL(url, 'http://shelf')
  const id = decodeURIComponent(pathname.split('/')[2] ?? '')
  if (id && !books.has(id)) return rules.inventsMissing ? [200, {}] : [404, rules.refusal]
  if (method === 'DELETE') {
    if (!rules.keepsDeleted) books.delete(id)
    return [204]
  }
  if (method !== 'GET') return write(rules, books, id, JSON.parse(text))
  if (id) return [200, books.get(id)]
  const limit = searchParams.get('limit')
  return limit === null || rules.takesLimit(limit) ? [200, [...books]] : [400, rules.refusal]
}

function write(rules: Rules, books: Map<string, Book>, id: string, body: Book): Answer {
  if (rules.hasty && id) books.set(id, body)
  if (!rules.takes(body)) return [400, rules.refusal]
  try {
    const key = id || String(books.size + 1)
    const book = { ...body, id: key, title: rules.title(body.title) }
    if (id || rules.keepsNew) books.set(key, book)
    return [id ? 200 : 201, book]
  } catch {
    return [500, rules.refusal]
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const part of request) text += part
  return text
}

interface Place {
  readonly operation: string
  readonly url: string
  readonly mock: boolean
}

function subjectOf(spec: Spec, { operation, url, mock }: Place): Tried {
  const findings: string[] = []
  const steps: string[] = []
  const target = {
    api: 'shelf',
    url,
    mock,
    given: false,
    writes: true,
    tokens: { admin: 's3cret' },
  }
  const redact = redactor(['s3cret'])
  const finding = (text: string) => findings.push(text)
  const client = createClient({
    target,
    spec,
    redact,
    transport: createTransport('shelf', redact),
    lasting: () => undefined,
    notRun: (lacks) => {
      throw new Error(`not run: ${lacks}`)
    },
    finding,
    exchanged: () => undefined,
  })
  const sample = async (id: string) => {
    if (id === 'listBooks') return { query: { limit: 5 } }
    if (id === 'addBook') return { body: good }
    const { body } = await client.send('addBook', { body: good })
    const path = { id: (body as { id: string }).id }
    return id === 'replaceBook' ? { path, body: { ...good, pages: 12 } } : { path }
  }
  const [found] = spec.operations.filter((one) => one.id === operation)
  if (!found) throw new Error(`there is no ${operation}`)
  return {
    client,
    driver,
    operation: found,
    spec,
    target,
    seed: 1,
    prefix: 'test-1',
    redact,
    sample,
    has: () => true,
    finding,
    step: async (name, act) => {
      steps.push(name)
      await act()
    },
    findings,
    steps,
  }
}

const nobody = absent('books have no users', { noProperty: 'userName' })
const refuses = (status: number) => ({ status })

/** As much of a driver as the checks look at. */
const driver = {
  api: 'shelf',
  verbs: { getUser: nobody, getGroup: nobody, listUsers: nobody, listGroups: nobody },
  refusals: {
    noCredential: refuses(401),
    expiredCredential: refuses(401),
    revokedCredential: refuses(401),
    missingUser: refuses(404),
    missingGroup: refuses(404),
    foreignUser: nobody,
    foreignGroup: nobody,
  },
  undo: {},
  missingId: 'nothing',
  message: ({ body }) => (body as { message?: string } | undefined)?.message,
} as Partial<Driver> as Driver
