import { isRecord, readDocument, SpecError, specFile, verdictsOf } from './files.ts'
import type {
  Behaviour,
  Body,
  Evidence,
  Header,
  Method,
  Operation,
  Parameter,
  Reply,
  Requirement,
  Schema,
  Spec,
} from './operation.ts'
import { pointer, resolve } from './pointers.ts'
import { type Check, compiler } from './schemas.ts'

export { apiNames, SpecError, specFile } from './files.ts'
export type * from './operation.ts'
export type { Violation } from './schemas.ts'

const METHODS: readonly Method[] = ['get', 'put', 'post', 'delete', 'patch', 'head', 'options']

/**
 * Compiles every schema at once; otherwise each is compiled when it is first needed.
 * @throws SpecError that names the first operation with a schema that cannot be used.
 */
export function checkSchemas({ file, operations }: Spec): void {
  for (const { id, parameters, body, replies, ranges } of operations) {
    for (const part of [...parameters, body, ...replies.values(), ...ranges.values()]) {
      try {
        part?.check?.(undefined)
      } catch (error) {
        throw new SpecError(`${file}: ${id}: ${(error as Error).message}`)
      }
    }
  }
}

/**
 * Reads one OpenAPI 3.1 document. Validators are compiled when first used.
 * @throws SpecError when the file is missing, is no YAML or JSON, or is no OpenAPI 3.1 document with operations.
 */
export function readSpec(api: string, file = specFile(api)): Spec {
  const document = readDocument(file)
  const verdicts = verdictsOf(file)
  const found = operationsIn({ document, file, compile: compiler(api, document, verdicts) })
  // The build has read ours, and what is wrong in another one has to be said now.
  const operations = verdicts ? found : inFull(found)
  return {
    api,
    file,
    title: String(record(document.info).title ?? api),
    basePath: basePath(document),
    operations,
    securitySchemes: record(record(document.components).securitySchemes) as Spec['securitySchemes'],
    behaviours: (document['x-behaviours'] ?? []) as Behaviour[],
    document,
  }
}

/** A document that is being read. */
export interface Source {
  readonly document: Schema
  readonly file: string
  /** Makes the check of the schema at a pointer. */
  readonly compile: (pointer: string) => Check
}

/**
 * The operations of a document; what they take and answer is read when it is first looked at, for a
 * start needs none of it.
 * @throws SpecError when there are none, or one that has no id of its own.
 */
export function operationsIn(source: Source): Operation[] {
  const { document, file } = source
  const operations = Object.entries(record(document.paths)).flatMap(([path, item]) =>
    METHODS.filter((method) => method in record(item)).map((method) =>
      readOperation(source, method, path),
    ),
  )
  if (operations.length === 0) throw new SpecError(`${file}: the document has no operations`)
  refuseTwins(file, operations)
  return operations
}

/** The same operations with everything read: a copy asks for it. */
export function inFull(operations: readonly Operation[]): Operation[] {
  return operations.map((operation) => ({ ...operation }))
}

function readOperation(source: Source, method: Method, path: string): Operation {
  const at = ['paths', path, method]
  const raw = record(resolve(source.document, at).value)
  if (typeof raw.operationId !== 'string') {
    throw new SpecError(`${source.file}: ${method.toUpperCase()} ${path} has no operationId`)
  }
  let messages: Messages | undefined
  const read = () => {
    messages ??= readMessages(source, method, path)
    return messages
  }
  return {
    id: raw.operationId,
    method,
    path,
    summary: String(raw.summary ?? ''),
    evidence: (raw['x-evidence'] ?? 'inferred') as Evidence,
    pointer: pointer(at),
    security: (raw.security ?? source.document.security ?? []) as Requirement[],
    behaviours: (raw['x-behaviours'] ?? []) as Behaviour[],
    get parameters() {
      return read().parameters
    },
    get body() {
      return read().body
    },
    get replies() {
      return read().replies
    },
    get ranges() {
      return read().ranges
    },
  }
}

/** What an operation takes and answers. */
type Messages = Pick<Operation, 'parameters' | 'body' | 'replies' | 'ranges'>

function readMessages(source: Source, method: Method, path: string): Messages {
  const at = ['paths', path, method]
  const raw = record(resolve(source.document, at).value)
  return {
    parameters: readParameters(source, path, method),
    body: raw.requestBody ? readBody(source, [...at, 'requestBody']) : undefined,
    ...readReplies(source, [...at, 'responses']),
  }
}

/** Parameters of the path item hold for each of its operations, which may override them. */
function readParameters(source: Source, path: string, method: Method): Parameter[] {
  const found = new Map<string, Parameter>()
  for (const owner of [
    ['paths', path],
    ['paths', path, method],
  ]) {
    const list = resolve(source.document, [...owner, 'parameters']).value ?? []
    for (const index of (list as unknown[]).keys()) {
      const { value, at } = resolve(source.document, [...owner, 'parameters', String(index)])
      const raw = record(value)
      const schema = resolve(source.document, [...at, 'schema'])
      found.set(`${raw.in} ${raw.name}`, {
        name: String(raw.name),
        in: raw.in as Parameter['in'],
        required: raw.required === true,
        schema: record(schema.value),
        check: source.compile(pointer(schema.at)),
      })
    }
  }
  return [...found.values()]
}

function readBody(source: Source, place: readonly string[]): Body {
  const { value, at } = resolve(source.document, place)
  const mediaTypes = Object.keys(record(record(value).content))
  const schema = resolve(source.document, [...at, 'content', mediaTypes[0] ?? '', 'schema'])
  return {
    required: record(value).required === true,
    mediaTypes: mediaTypes.map((type) => type.toLowerCase()),
    check: source.compile(pointer(schema.at)),
    schema: record(schema.value),
    frame: record(schema.value)['x-frame'] === true,
  }
}

function readReplies(
  source: Source,
  place: readonly string[],
): Pick<Operation, 'replies' | 'ranges'> {
  const statuses = Object.keys(record(resolve(source.document, place).value))
  const found = statuses.map((status) => [status, readReply(source, [...place, status])] as const)
  const single = ([status]: (typeof found)[0]) => /^\d+$/.test(status)
  return {
    replies: new Map(found.filter(single).map(([status, reply]) => [Number(status), reply])),
    ranges: new Map(found.filter((each) => !single(each))),
  }
}

function readReply(source: Source, place: readonly string[]): Reply {
  const { value, at } = resolve(source.document, place)
  const raw = record(value)
  const [mediaType] = Object.keys(record(raw.content))
  const schema = mediaType && resolve(source.document, [...at, 'content', mediaType, 'schema'])
  return {
    evidence: raw['x-evidence'] as Evidence | undefined,
    mediaTypes: Object.keys(record(raw.content)).map((type) => type.toLowerCase()),
    check: schema ? source.compile(pointer(schema.at)) : undefined,
    schema: schema ? record(schema.value) : undefined,
    headers: readHeaders(source, [...at, 'headers']),
    pointer: pointer(at),
  }
}

function readHeaders(source: Source, place: readonly string[]): Map<string, Header> {
  const names = Object.keys(record(resolve(source.document, place).value))
  return new Map(
    names.map((name) => {
      const header = record(resolve(source.document, [...place, name]).value)
      const evidence = header['x-evidence'] as Evidence | undefined
      return [name.toLowerCase(), { required: header.required === true, evidence }]
    }),
  )
}

function refuseTwins(file: string, operations: readonly Operation[]): void {
  const seen = new Set<string>()
  for (const { id } of operations) {
    if (seen.has(id)) throw new SpecError(`${file}: two operations are called ${id}`)
    seen.add(id)
  }
}

/** Variables of the server stand for their defaults. */
function basePath(document: Schema): string {
  const [server] = (document.servers ?? []) as { url?: string; variables?: unknown }[]
  const variables = record(server?.variables)
  const url = (server?.url ?? '/').replace(/\{([^}]+)\}/g, (_, name: string) =>
    String(record(variables[name]).default ?? name),
  )
  const path = new URL(url, 'http://localhost').pathname
  return decodeURI(path).replace(/\/+$/, '')
}

function record(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {}
}
