import { Validator } from '@seriousme/openapi-schema-validator'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { expect, test } from '#test'
import { emptied, type Mutant, mutants, untyped } from './mutants.ts'
import { pointer, resolve } from './pointers.ts'
import { apiNames, type Operation, readSpec, type Spec } from './read.ts'

const MARKS = ['x-evidence', 'x-source', 'x-reason', 'x-frame']

type Fields = Record<string, unknown>
type Path = readonly string[]
type Faults = (schema: Path, value: unknown) => readonly string[]

for (const api of apiNames()) {
  const spec = readSpec(api) // refuses operations without an id of their own
  const faults = strictly(api, spec.document)
  test.describe(`specs/${api}.yaml`, () => {
    testDocument(spec, faults)
    testPromises(spec)
    testEvidence(spec)
    for (const operation of spec.operations) testOperation(spec.document, operation, faults)
  })
}

function testDocument({ document, file, operations }: Spec, faults: Faults): void {
  test('is valid OpenAPI 3.1', async () => {
    const openapi = new Validator()
    const { errors } = await openapi.validate(structuredClone(document))
    expect({ version: openapi.version, errors }).toEqual({ version: '3.1', errors: undefined })
  })

  test('is read by Prism, which sees every operation', async () => {
    // Its two seconds would be lost in every process that lists the tests.
    const { getHttpOperationsFromSpec } = await import('@stoplight/prism-cli/dist/operations.js')
    const seen = await getHttpOperationsFromSpec(file)
    expect(seen.map(({ iid }) => iid).sort()).toEqual(operations.map(({ id }) => id).sort())
  })

  test('has schemas that Ajv compiles in strict mode', () => {
    const schemas = children(document, ['components', 'schemas'])
    const broken = schemas.flatMap(({ at }) => faults(at, undefined).filter(isNoVerdict))
    expect(broken).toEqual([])
  })
}

function testPromises({ behaviours, operations }: Spec): void {
  const promises = [...behaviours, ...operations.flatMap((operation) => operation.behaviours)]

  test('gives each promise an id of its own', () => {
    const ids = promises.map(({ id }) => id)
    expect(ids.filter((id) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id))).toEqual([])
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([])
  })

  test('words each promise as one sentence', () => {
    const sentences = promises.map(({ promise }) => promise)
    expect(sentences.filter((sentence) => !/^\S.*\.$/.test(sentence))).toEqual([])
  })
}

function testEvidence({ document, operations }: Spec): void {
  test('says of every operation, reply and promise how it is known', () => {
    const owners = operations.flatMap(({ path, method }) => [
      ...children(document, ['paths', path]).filter(({ key }) => key === method),
      ...children(document, ['paths', path, method, 'responses']),
    ])
    const bare = owners.filter(({ says }) => !('x-evidence' in says))
    expect(bare.map(({ at }) => pointer(at))).toEqual([])
  })

  test('names a source that it lists, or a reason, wherever it says how something is known', () => {
    const sources = children(document, ['info', 'x-sources'])
    expect(sources.filter(({ says }) => !says.title || !says.note)).toEqual([])
    const keys = new Set(sources.map(({ key }) => key))
    expect(marks(document).flatMap((mark) => flaws(mark, keys))).toEqual([])
  })
}

function testOperation(document: Fields, operation: Operation, faults: Faults): void {
  test(`${operation.id} has examples throughout, and schemas that tell them from every mutant`, () => {
    const values = valuesOf(document, operation)
    const replies = values.filter(({ isReply }) => isReply)
    const requests = values.filter(({ label }) => label.startsWith('request '))
    const bare = values.filter(({ examples }) => examples.length === 0)
    const accepted = (schema: Path, all: Mutant[]) =>
      all.filter(({ value }) => faults(schema, value).length === 0).map(({ change }) => change)
    expect({
      'has no example': labels(bare),
      'has an example against its schema': each(values, ({ schema }, it) => faults(schema, it)),
      'accepts a mutant of its example': [
        ...each(values, ({ schema }, it) => accepted(schema, mutants(document, schema, it))),
        ...each(replies, ({ schema }, it) => accepted(schema, emptied(it))),
      ],
      'is a reply with a hollow schema': labels(hollow(document, replies)),
      'has no type': each(replies, ({ schema }, it) => untyped(document, schema, it)),
      'is a request with a hollow schema': labels(hollow(document, requests)),
    }).toEqual({
      'has no example': [],
      'has an example against its schema': [],
      'accepts a mutant of its example': [],
      'is a reply with a hollow schema': [],
      'has no type': [],
      'is a request with a hollow schema': labels(frames(document, requests)),
    })
  })
}

function labels(values: readonly Value[]): string[] {
  return values.map(({ label }) => label)
}

/** Requests that are marked as frames may be hollow, and no others. */
function frames(document: Fields, requests: readonly Value[]): Value[] {
  return requests.filter(
    ({ schema }) => fields(resolve(document, schema).value)['x-frame'] === true,
  )
}

/** Those whose schema says nothing of what stands inside the examples. */
function hollow(document: Fields, values: readonly Value[]): Value[] {
  return values.filter(({ schema, examples }) =>
    examples.every((example) => mutants(document, schema, example).length === 0),
  )
}

/** What is found in each example, said with where it stands. */
function each(
  values: readonly Value[],
  find: (value: Value, example: unknown) => readonly string[],
): string[] {
  return values.flatMap((value) =>
    value.examples.flatMap((example) => find(value, example).map((found) => value.label + found)),
  )
}

interface Value {
  readonly label: string
  readonly isReply: boolean
  readonly schema: Path
  readonly examples: readonly unknown[]
}

/** Every value that an operation takes or answers, with its examples. */
function valuesOf(document: Fields, { path, method }: Operation): Value[] {
  const operation = ['paths', path, method]
  const under = (place: Path, label: string, isReply = false) =>
    children(document, place).map(({ key, at, says }) => ({
      label: `${label} ${says.name ?? key} `,
      isReply,
      schema: resolve(document, [...at, 'schema']).at,
      examples: [
        ...('example' in says ? [says.example] : []),
        ...children(document, [...at, 'examples']).map((example) => example.says.value),
      ],
    }))
  return [
    ...under(['paths', path, 'parameters'], 'parameter'),
    ...under([...operation, 'parameters'], 'parameter'),
    ...under([...operation, 'requestBody', 'content'], 'request'),
    ...children(document, [...operation, 'responses']).flatMap(({ key, at }) => [
      ...under([...at, 'headers'], key),
      ...under([...at, 'content'], key, true),
    ]),
  ]
}

interface Child {
  readonly key: string
  readonly at: Path
  readonly says: Fields
}

/** What stands under a place, with every `$ref` followed; nothing if the place is empty. */
function children(document: Fields, place: Path): Child[] {
  const { value, at } = resolve(document, place)
  return Object.keys(fields(value)).map((key) => {
    const child = resolve(document, [...at, key])
    return { key, at: child.at, says: fields(child.value) }
  })
}

const isNoVerdict = (fault: string) => fault.startsWith('Error: ')

/** Says how a value breaks the schema at a place, or why Ajv cannot tell, in strict mode. */
function strictly(api: string, document: Fields): Faults {
  let ajv: Ajv2020 | undefined
  const checks = new Map<string, ValidateFunction>()
  return (schema, value) => {
    const $ref = api + pointer(schema)
    try {
      ajv ??= strictAjv(api, document)
      const check = checks.get($ref) ?? ajv.compile({ $ref })
      checks.set($ref, check)
      return check(value) ? [] : [ajv.errorsText(check.errors)]
    } catch (error) {
      return [String(error)]
    }
  }
}

function strictAjv(api: string, document: Fields): Ajv2020 {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true })
  formats.default(ajv)
  ajv.addVocabulary([...Object.keys(document), ...MARKS])
  ajv.addSchema(document, api)
  return ajv
}

interface Mark {
  readonly at: string
  readonly evidence: unknown
  readonly source: unknown
  readonly reason: unknown
}

/** Every place of the document that says, or has to say, how something is known. */
function marks(value: unknown, at: Path = []): Mark[] {
  const says = fields(value)
  const prefix = 'promise' in says ? '' : 'x-'
  const mark = (name: string) => says[prefix + name]
  const own = { evidence: mark('evidence'), source: mark('source'), reason: mark('reason') }
  return [
    ...('promise' in says || 'x-evidence' in says ? [{ at: pointer(at), ...own }] : []),
    ...Object.entries(says).flatMap(([key, inner]) => marks(inner, [...at, key])),
  ]
}

function flaws({ at, evidence, source = '', reason = '' }: Mark, sources: Set<string>): string[] {
  const [key = '', line = ''] = String(source).split(':')
  const found: string[] = []
  if (key && !sources.has(key)) found.push(`${at} cites ${key}, which info.x-sources does not list`)
  if (evidence === 'stated') {
    if (key !== 'S' || !/^\d+$/.test(line)) found.push(`${at} is stated without a line of S`)
  } else if (evidence === 'public') {
    if (!key || key === 'S') found.push(`${at} is public without a public source`)
  } else if (evidence === 'inferred') {
    if (!/^\S.*$/.test(String(reason))) found.push(`${at} is inferred without a reason of one line`)
  } else found.push(`${at} has the evidence ${evidence}`)
  return found
}

function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {}
}
