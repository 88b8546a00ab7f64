/** For tests: the document of an API with two operations, which hold one of everything. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readSpec, type Spec } from '../../specs/read.ts'

const DOCUMENT = `
openapi: 3.1.0
info: { title: Tiny, version: 1.0.0 }
paths:
  /books/{id}:
    parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
    get:
      operationId: getBook
      x-evidence: public
      x-source: P1
      x-behaviours:
        - { id: books-last, promise: A book stays., evidence: stated, source: V7 }
      parameters: [{ name: fields, in: query, schema: {} }, { name: If-None-Match, in: header, schema: {} }]
      responses:
        '200':
          description: The book, as it is.
          content: { application/json: { schema: { $ref: '#/components/schemas/Book' } } }
        '404': { description: There is none }
        '500': { description: A fault }
    put:
      operationId: putBook
      x-evidence: public
      requestBody:
        content: { application/json: { schema: { $ref: '#/components/schemas/Book' } } }
      responses:
        '204': { description: Put }
        '409': { description: Taken }
        4XX: { description: Refused }
        default: { description: Anything }
components:
  schemas:
    Book:
      allOf:
        - { type: object, properties: { id: { readOnly: true }, key: { writeOnly: true } } }
      properties:
        title: {}
        authors: { type: array, items: { $ref: '#/components/schemas/Author' } }
    Author:
      properties:
        a/b: {}
        wrote: { type: array, items: { $ref: '#/components/schemas/Book' } }
`

export function tinyDocument(): Spec {
  const folder = mkdtempSync(join(tmpdir(), 'rehearsal-tiny-'))
  writeFileSync(join(folder, 'tiny.yaml'), DOCUMENT)
  try {
    return readSpec('tiny', join(folder, 'tiny.yaml'))
  } finally {
    rmSync(folder, { recursive: true })
  }
}
