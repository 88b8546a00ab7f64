/** A step of the build: makes of our documents what a start would lose time over. */
import { readFileSync, writeFileSync } from 'node:fs'
import standalone from 'ajv/dist/standalone/index.js'
import { load } from 'js-yaml'
import { apiNames, bakedFile, specFile, verdictsFile } from './files.ts'
import type { Schema } from './operation.ts'
import { inFull, operationsIn } from './read.ts'
import { registered } from './schemas.ts'

for (const api of apiNames()) {
  const file = specFile(api)
  const document = load(readFileSync(file, 'utf8')) as Schema
  writeFileSync(bakedFile(file), JSON.stringify(document))
  writeFileSync(verdictsFile(file), verdictsCode(api, document, pointersIn(file, document)))
}

/** The places of the schemas that values are held against. */
function pointersIn(file: string, document: Schema): Set<string> {
  const pointers = new Set<string>()
  const compile = (pointer: string) => {
    pointers.add(pointer)
    return () => []
  }
  inFull(operationsIn({ document, file, compile }))
  return pointers
}

/** A module with a function for each schema. It says yes or no, and Ajv is asked for the reason. */
function verdictsCode(api: string, document: Schema, pointers: Iterable<string>): string {
  const code = { source: true, lines: true }
  const ajv = registered(api, document, { code, messages: false, inlineRefs: false })
  const names: Record<string, string> = {}
  for (const pointer of pointers) {
    names[pointer] = `${api}${pointer}`
    ajv.compile({ $ref: `${api}${pointer}` })
  }
  return standalone.default(ajv, names)
}
