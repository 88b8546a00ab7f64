/** For tests: a small API that keeps its document, and can be told to break it in one way. */
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Spec } from '../../specs/read.ts'

export const DOCUMENT = `
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
      security: [{ key: [write] }]
      requestBody: { $ref: '#/components/requestBodies/Book' }
      responses: { '201': { $ref: '#/components/responses/Any' }, '400': { $ref: '#/components/responses/No' }, '401': { $ref: '#/components/responses/No' }, '403': { $ref: '#/components/responses/No' } }
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
  /** Who may add a book. */
  mayWrite(authorization: string | undefined): boolean
  /** The methods of a path, as it tells whoever comes with another; all, if it tells nobody. */
  methods(path: string): string | undefined
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

/** One that breaks nothing. */
export function sound(spec: Spec): Rules {
  const body = spec.operations.find(({ id }) => id === 'addBook')?.body
  return {
    knows: (authorization) => /^Bearer (s3cret|r3ader|m3mber)$/.test(authorization ?? ''),
    mayWrite: (authorization) => authorization === 'Bearer s3cret',
    methods: (path) => (path === '/books' ? 'GET, POST' : 'GET, PUT, DELETE'),
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

export async function serve(rules: Rules): Promise<{ url: string; close(): void }> {
  const books = new Map<string, Book>()
  const server = createServer(async (request, response) => {
    const [status, body] = answer(rules, books, request, await textOf(request))
    response.setHeader('content-type', 'application/json')
    if (status === 405) response.setHeader('allow', rules.methods(pathOf(request)) ?? '')
    response.writeHead(status).end(status === 204 ? '' : JSON.stringify(body))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const close = () => {
    server.closeAllConnections()
    server.close()
  }
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close }
}

function pathOf({ url = '' }: IncomingMessage): string {
  return new URL(url, 'http://shelf').pathname
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
  if (rules.methods(pathname)?.includes(method ?? '') === false) return [405, rules.refusal]
  if (method === 'POST' && !rules.mayWrite(headers.authorization)) return [403, rules.refusal]
  const id = decodeURIComponent(pathname.split('/')[2] ?? '')
  if (id && !books.has(id)) return rules.inventsMissing ? [200, {}] : [404, rules.refusal]
  if (method === 'DELETE') {
    if (!rules.keepsDeleted) books.delete(id)
    return [204]
  }
  if (method !== 'GET') return write(rules, books, id, JSON.parse(text || '{}'))
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
