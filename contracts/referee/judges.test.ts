/** Both judges, each by its own validators, on the same messages. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, expect, shared } from '#test'
import { apiNames, readSpec, type Spec } from '../../specs/read.ts'
import { fill } from '../client.ts'
import { ajvJudge } from './ajv.ts'
import type { Observed } from './observed.ts'
import { prismJudge } from './prism.ts'
import { inField } from './ruling.ts'

const DOCUMENT = `
openapi: 3.1.0
info: { title: Shelf, version: 1.0.0 }
servers: [{ url: 'http://localhost/shelf' }]
security: [{ token: [] }, { name: [] }]
paths:
  /books:
    post:
      operationId: addBook
      parameters:
        - { name: copies, in: query, schema: { type: integer } }
        - { name: X-Shelf, in: header, required: true, schema: { type: string } }
      requestBody:
        required: true
        content: { application/json: { schema: { $ref: '#/components/schemas/Book' } } }
      responses:
        '201':
          description: Added
          headers: { Location: { required: true, schema: { type: string } } }
          content: { application/json: { schema: { $ref: '#/components/schemas/Book' } } }
        '404': { description: No such shelf }
        '501': { description: Not there }
  /books/{id}:
    get:
      operationId: getBook
      parameters: [{ name: id, in: path, required: true, schema: { type: string, pattern: '^[0-9]+$' } }]
      responses: { '200': { description: It, content: { application/json: { schema: { type: object } } } } }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
    name: { type: http, scheme: basic }
  schemas:
    Book:
      type: object
      required: [title]
      properties:
        title: { type: string }
        parts: { type: array, items: { $ref: '#/components/schemas/Book' } }
`

interface Given {
  method?: string
  path?: string
  query?: string
  asked?: Record<string, string>
  sent?: string
  status?: number
  answered?: Record<string, string>
  body?: string
}

function observed(given: Given): Observed {
  const json = { 'content-type': 'application/json' }
  const book = '{"title":"Emma","parts":[{"title":"One"}]}'
  return {
    method: given.method ?? 'POST',
    path: given.path ?? '/books',
    query: new URLSearchParams(given.query),
    asked: {
      headers: new Headers({ ...json, 'x-shelf': '1', authorization: 'Bearer t', ...given.asked }),
      body: given.sent ?? book,
    },
    status: given.status ?? 201,
    answered: {
      headers: new Headers({ ...json, location: '/books/1', ...given.answered }),
      body: given.body ?? book,
    },
  }
}

const document = shared(() => {
  const folder = mkdtempSync(join(tmpdir(), 'rehearsal-judges-'))
  try {
    writeFileSync(join(folder, 'shelf.yaml'), DOCUMENT)
    return readSpec('shelf', join(folder, 'shelf.yaml'))
  } finally {
    rmSync(folder, { recursive: true })
  }
})

const test = base.extend<{ spec: Spec }>({
  spec: ({}, use) => use(document()),
})

test.beforeEach(() => test.setTimeout(120_000))

const inDepth = '{"title":"Emma","parts":[{"parts":[]}]}'
const cases: { name: string; given: Given; request?: 1; reply?: 1 }[] = [
  { name: 'what is as documented', given: {} },
  { name: 'a documented 501', given: { status: 501, body: '' } },
  { name: 'a documented status without a body', given: { status: 404, body: '' } },
  { name: 'a success that is not documented', given: { status: 200 }, reply: 1 },
  {
    name: 'a reply of the wrong type',
    given: { answered: { 'content-type': 'text/html' } },
    reply: 1,
  },
  { name: 'a reply that breaks its schema in depth', given: { body: inDepth }, reply: 1 },
  { name: 'a reply that is no JSON', given: { body: '{"title":' }, reply: 1 },
  { name: 'a request that breaks its schema in depth', given: { sent: inDepth }, request: 1 },
  { name: 'a request that is no JSON', given: { sent: '{"title":' }, request: 1 },
  {
    name: 'a request of the wrong type',
    given: { asked: { 'content-type': 'text/plain' } },
    request: 1,
  },
  { name: 'a request without its body', given: { sent: '' }, request: 1 },
  { name: 'a request without its credential', given: { asked: { authorization: '' } }, request: 1 },
  { name: 'a name and a password', given: { asked: { authorization: 'Basic dDp0' } } },
  {
    name: 'a name without a password',
    given: { asked: { authorization: 'Basic bm8gY29sb24=' } },
    request: 1,
  },
  {
    name: 'a credential of another scheme',
    given: { asked: { authorization: 'Digest x' } },
    request: 1,
  },
  { name: 'a parameter of the wrong type', given: { query: 'copies=many' }, request: 1 },
  { name: 'a parameter that is given twice', given: { query: 'copies=1&copies=2' }, request: 1 },
  {
    name: 'a path parameter that breaks its pattern',
    given: { method: 'GET', path: '/books/one', sent: '', status: 200 },
    request: 1,
  },
]

test('both find the same messages valid, and refuse the same', async ({ spec }) => {
  const judges = { prism: await prismJudge(spec), ajv: ajvJudge(spec) }
  for (const { name, given, request = 0, reply = 0 } of cases) {
    for (const [judge, opinion] of Object.entries(judges)) {
      const said = await opinion(observed(given))
      const found = {
        request: Math.min(said.request.length, 1),
        reply: Math.min(said.reply.length, 1),
      }
      expect.soft({ judge, name, ...found }).toEqual({ judge, name, request, reply })
    }
  }
})

test('both know no operation for a path or a method that the document does not have', async ({
  spec,
}) => {
  for (const judge of [await prismJudge(spec), ajvJudge(spec)]) {
    for (const given of [{ path: '/desks' }, { method: 'DELETE' }, { method: 'HEAD' }]) {
      expect(await judge(observed(given))).toEqual({ operation: undefined, request: [], reply: [] })
    }
  }
})

test('Prism only warns of a failure that is not documented, and needs no field of a reply', async ({
  spec,
}) => {
  const prism = await prismJudge(spec)
  const undocumented = observed({ status: 418, body: '' })
  expect((await prism(undocumented)).reply).toEqual([])
  expect((await ajvJudge(spec)(undocumented)).reply).toHaveLength(1)
})

test('every document of ours is read by Prism, recursive or not', async () => {
  for (const api of apiNames()) {
    const ours = readSpec(api)
    await expect(prismJudge(ours), api).resolves.toBeInstanceOf(Function)
  }
})

test('Prism is blind to no body of ours: each that is wrong is refused @long', {
  tag: '@long',
}, async () => {
  test.setTimeout(120_000)
  const blind: string[] = []
  for (const api of apiNames()) {
    const ours = readSpec(api)
    const judge = await prismJudge(ours)
    for (const { id, method, path, body, replies } of ours.operations) {
      const names = Array.from(path.matchAll(/\{([^}]+)\}/g), ([, name = '']) => [name, '1'])
      const given = { method: method.toUpperCase(), path: fill(path, Object.fromEntries(names)) }
      const asked = { 'content-type': body?.mediaTypes[0] ?? 'application/json' }
      for (const [
        status,
        {
          mediaTypes: [type],
          check,
        },
      ] of replies) {
        const wrong = observed({
          ...given,
          asked,
          sent: body ? '42' : '',
          status,
          ...(type && { answered: { 'content-type': type } }),
          body: type ? '42' : '',
        })
        const said = await judge(wrong)
        if (said.operation !== id) blind.push(`${api} ${id}: ${said.operation}`)
        if (body && said.request.every(({ pointer }) => !pointer.startsWith('/body'))) {
          blind.push(`${api} ${id}: the request`)
        }
        if (check && said.reply.length === 0) blind.push(`${api} ${id}: the reply ${status}`)
      }
    }
  }
  expect(blind).toEqual([])
})

test('findings fit a field, and are told in ASCII', () => {
  const long = { pointer: '/ü'.repeat(300), keyword: 'type', specPath: '#', hint: 'é'.repeat(900) }
  const told = inField(Array.from({ length: 50 }, () => ({ ...long, in: 'reply', by: 'both' })))
  expect(told).toMatch(/^[\x20-\x7e]+$/)
  expect(told.length).toBeLessThan(6000)
  expect(JSON.parse(told)[0]).toMatchObject({ keyword: 'type', in: 'reply', by: 'both' })
})
