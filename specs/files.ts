/** Where the documents are, what stands in them, and what the build has made of ours. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Schema } from './operation.ts'
import type { Verdicts } from './schemas.ts'

/** A document that cannot be used; the message names the file, the place and what is wrong there. */
export class SpecError extends Error {
  override readonly name = 'SpecError'
}

const folder = join(dirname(fileURLToPath(import.meta.resolve('rehearsal/package.json'))), 'specs')
/** For packages that a start can do without: an `import` of this file would load them at once. */
const load = createRequire(import.meta.url)

/** The names of the documents that come with the product, in alphabetical order. */
export function apiNames(): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => basename(file, '.yaml'))
}

/** Where the document of an API is; `scim.v2` and the like are faces of one API. */
export function specFile(api: string): string {
  return join(folder, `${api}.yaml`)
}

/** @throws SpecError when the file is missing, is no YAML or JSON, or is no OpenAPI 3.1 document. */
export function readDocument(file: string): Schema {
  if (!existsSync(file)) throw new SpecError(`${file}: there is no such file`)
  if (statSync(file).isDirectory()) throw new SpecError(`${file}: it is a folder, not a document`)
  const baked = bakedFile(file)
  const document = isFresh(baked, file)
    ? (JSON.parse(readFileSync(baked, 'utf8')) as unknown)
    : readYaml(file)
  const version = isRecord(document) ? document.openapi : undefined
  if (isRecord(document) && typeof version === 'string' && version.startsWith('3.1')) {
    return document
  }
  throw new SpecError(`${file}: not an OpenAPI 3.1 document (openapi: ${String(version)})`)
}

function readYaml(file: string): unknown {
  const yaml = load('js-yaml') as typeof import('js-yaml')
  try {
    const text = readFileSync(file, 'utf8')
    return text.trim() === '' ? undefined : yaml.load(text)
  } catch (error) {
    if (!(error instanceof yaml.YAMLException)) throw error
    const { line, column } = error.mark ?? {}
    const where = line === undefined ? '' : ` at line ${line + 1}, column ${(column ?? 0) + 1}`
    throw new SpecError(`${file}: not readable as YAML or JSON${where}: ${error.reason}`)
  }
}

/** Where the build puts a document of ours as JSON, which is read a hundred times faster. */
export function bakedFile(file: string): string {
  return join(folder, '..', 'dist', 'specs', `${basename(file, '.yaml')}.json`)
}

/** Where the build puts a function for each schema of a document of ours that values are held against. */
export function verdictsFile(file: string): string {
  return bakedFile(file).replace(/json$/, 'verdicts.cjs')
}

/** What the build knows of the schemas of a document; undefined when it knows nothing of it. */
export function verdictsOf(file: string): (() => Verdicts) | undefined {
  const baked = verdictsFile(file)
  return isFresh(baked, file) ? () => load(baked) as Verdicts : undefined
}

/** Only for our own documents, and only while nobody has edited them since. */
function isFresh(baked: string, file: string): boolean {
  if (dirname(file) !== folder || !existsSync(baked)) return false
  return statSync(baked).mtimeMs >= statSync(file).mtimeMs
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
