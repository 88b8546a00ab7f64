import { readFileSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import { Validator } from '@seriousme/openapi-schema-validator'
import { getHttpOperationsFromSpec } from '@stoplight/prism-cli/dist/operations.js'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { parse } from 'yaml'
import { mutants, untyped } from './mutants.ts'
import { pointer, resolve } from './pointers.ts'
import { apiNames, specFile } from './read.ts'

type Fields = Record<string, unknown>
type Path = readonly string[]

for (const api of apiNames()) {
  const document: Fields = parse(readFileSync(specFile(api), 'utf8'))
  const operations = operationsOf(document)
  const promises = [[], ...operations.map(({ at }) => at)].flatMap((at) =>
    children(document, [...at, 'x-behaviours']),
  )
  const validate = validator(api, document)

  test.describe(`specs/${api}.yaml`, () => {
    test('is valid OpenAPI 3.1', async () => {
      const openapi = new Validator()
      const { errors } = await openapi.validate(structuredClone(document))
      expect({ version: openapi.version, errors }).toEqual({ version: '3.1', errors: undefined })
    })

    test('is read by Prism, which sees every operation', async () => {
      const seen = await getHttpOperationsFromSpec(specFile(api))
      expect(seen.map(({ iid }) => iid).sort()).toEqual(operations.map(({ id }) => id).sort())
    })

    test('gives each operation an id of its own', () => {
      expect(operations.filter(({ id }) => !/^[a-z]\w+$/.test(id))).toEqual([])
      expect(repeated(operations.map(({ id }) => id))).toEqual([])
    })

    test('gives each promise an id of its own and one sentence', () => {
      const ids = promises.map(({ says }) => String(says.id))
      expect(ids.filter((id) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id))).toEqual([])
      expect(repeated(ids)).toEqual([])
      const sentences = promises.map(({ says }) => String(says.promise))
      expect(sentences.filter((sentence) => !/^\S.*\.$/.test(sentence))).toEqual([])
    })

    test('says of every operation, reply and promise how it is known', () => {
      const owners = operations.flatMap(({ at }) => [
        { at, says: fields(resolve(document, at).value) },
        ...children(document, [...at, 'responses']),
      ])
      const bare = owners.filter(({ says }) => !('x-evidence' in says)).map(({ at }) => pointer(at))
      expect(bare).toEqual([])
      expect(promises.filter(({ says }) => !('evidence' in says))).toEqual([])
    })

    test('gives a source it lists, or a reason, wherever it says how something is known', () => {
      const sources = children(document, ['info', 'x-sources'])
      expect(sources.filter(({ says }) => !says.title || !says.note)).toEqual([])
      const keys = new Set(sources.map(({ key }) => key))
      const faults = marks(document).flatMap(({ at, mark }) =>
        faultsOf(mark, keys).map((fault) => `${at} ${fault}`),
      )
      expect(faults).toEqual([])
    })

    test('has schemas that Ajv compiles in strict mode', () => {
      const faults = children(document, ['components', 'schemas']).flatMap(({ at }) =>
        attempt(() => validate(at, undefined)),
      )
      expect(faults).toEqual([])
    })

    for (const operation of operations) {
      const values = valuesOf(document, operation)

      test(`${operation.id} shows an example of whatever it takes and answers`, () => {
        const bare = values.filter(({ examples }) => examples.length === 0)
        expect(bare.map(({ label }) => label)).toEqual([])
      })

      test(`${operation.id} has examples that keep their schemas`, () => {
        const faults = values.flatMap(({ label, schema, examples }) =>
          examples.flatMap(({ name, value }) =>
            validate(schema, value).map((fault) => `${label}, ${name}: ${fault}`),
          ),
        )
        expect(faults).toEqual([])
      })

      test(`${operation.id} has schemas that refuse every mutant of their examples`, () => {
        const accepted = values.flatMap(({ label, schema, examples }) =>
          examples.flatMap(({ name, value }) =>
            mutants(document, schema, value)
              .filter((mutant) => validate(schema, mutant.value).length === 0)
              .map(({ change }) => `${label}, ${name}: ${change}`),
          ),
        )
        expect(accepted).toEqual([])
      })

      test(`${operation.id} types all that its replies show`, () => {
        const replies = values.filter(({ kind }) => kind === 'reply')
        const hollow = replies.filter(({ schema, examples }) =>
          examples.every(({ value }) => mutants(document, schema, value).length === 0),
        )
        expect(hollow.map(({ label }) => label)).toEqual([])
        const places = replies.flatMap(({ label, schema, examples }) =>
          examples.flatMap(({ value }) => untyped(document, schema, value).map((at) => label + at)),
        )
        expect(places).toEqual([])
      })
    }
  })
}

interface Operation {
  readonly id: string
  readonly path: string
  readonly at: Path
}

function operationsOf(document: Fields): Operation[] {
  return children(document, ['paths']).flatMap(({ key: path, at }) =>
    children(document, at)
      .filter(({ key }) => ['get', 'put', 'post', 'delete', 'patch', 'head'].includes(key))
      .map(({ at, says }) => ({ id: String(says.operationId), path, at })),
  )
}

interface Value {
  readonly label: string
  readonly kind: 'parameter' | 'request' | 'reply' | 'header'
  readonly schema: Path
  readonly examples: readonly { readonly name: string; readonly value: unknown }[]
}

/** Every value that an operation takes or answers, with its examples. */
function valuesOf(document: Fields, { path, at }: Operation): Value[] {
  const under = (kind: Value['kind'], label: string, ...place: string[]) =>
    children(document, place).map((owner) => ({
      label: `${label} ${owner.says.name ?? owner.key}`,
      kind,
      schema: resolve(document, [...owner.at, 'schema']).at,
      examples: examplesOf(document, owner),
    }))
  return [
    ...under('parameter', 'parameter', 'paths', path, 'parameters'),
    ...under('parameter', 'parameter', ...at, 'parameters'),
    ...under('request', 'request', ...at, 'requestBody', 'content'),
    ...children(document, [...at, 'responses']).flatMap((reply) => [
      ...under('reply', reply.key, ...reply.at, 'content'),
      ...under('header', reply.key, ...reply.at, 'headers'),
    ]),
  ]
}

function examplesOf(document: Fields, { at, says }: Child): Value['examples'] {
  const named = children(document, [...at, 'examples'])
  return [
    ...('example' in says ? [{ name: 'example', value: says.example }] : []),
    ...named.map(({ key, says }) => ({ name: key, value: says.value })),
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
  return Object.keys(value ?? {}).map((key) => {
    const child = resolve(document, [...at, key])
    return { key, at: child.at, says: fields(child.value) }
  })
}

/** Says how a value breaks the schema at a place. The document is registered once, as it is. */
function validator(api: string, document: Fields): (schema: Path, value: unknown) => string[] {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true })
  formats.default(ajv)
  ajv.addVocabulary(['x-evidence', 'x-source', 'x-reason'])
  ajv.addSchema(document, api)
  return (schema, value) => {
    const check = ajv.compile({ $ref: api + pointer(schema) })
    return check(value) ? [] : [ajv.errorsText(check.errors)]
  }
}

interface Mark {
  readonly evidence?: unknown
  readonly source?: unknown
  readonly reason?: unknown
}

/** Everything in the document that says how it is known, and where. */
function marks(value: unknown, at: Path = []): { at: string; mark: Mark }[] {
  const says = fields(value)
  const found: Mark[] = []
  if ('x-evidence' in says) {
    const { 'x-evidence': evidence, 'x-source': source, 'x-reason': reason } = says
    found.push({ evidence, source, reason })
  }
  if ('promise' in says) found.push(says)
  return [
    ...found.map((mark) => ({ at: pointer(at), mark })),
    ...Object.entries(Object(value)).flatMap(([key, inner]) =>
      typeof inner === 'object' ? marks(inner, [...at, key]) : [],
    ),
  ]
}

function faultsOf({ evidence, source, reason }: Mark, sources: ReadonlySet<string>): string[] {
  const found: string[] = []
  if (source !== undefined && !sources.has(String(source).replace(/:.*/, ''))) {
    found.push(`cites ${source}, which info.x-sources does not list`)
  }
  if (evidence === 'stated') {
    if (!/^S:\d+$/.test(String(source))) found.push('is stated without a line of S')
  } else if (evidence === 'public') {
    if (!/^(?!S\b)\w+/.test(String(source ?? ''))) found.push('is public without a public source')
  } else if (evidence === 'inferred') {
    if (!/^\S.*$/.test(String(reason ?? ''))) found.push('is inferred without a reason on one line')
  } else found.push(`has the evidence ${evidence}`)
  return found
}

function repeated(names: readonly string[]): string[] {
  return names.filter((name, index) => names.indexOf(name) !== index)
}

function attempt(action: () => unknown): string[] {
  try {
    action()
    return []
  } catch (error) {
    return [String(error)]
  }
}

function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {}
}
