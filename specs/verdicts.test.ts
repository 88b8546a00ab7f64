import { expect, test } from '#test'
import { verdictsOf } from './files.ts'
import { mutants } from './mutants.ts'
import { pointer, resolve, split } from './pointers.ts'
import { apiNames, type Operation, readSpec, type Schema } from './read.ts'
import { registered } from './schemas.ts'

for (const api of apiNames()) {
  test(`the build says of the schemas of ${api} what Ajv says`, () => {
    const { file, document, operations } = readSpec(api)
    const verdicts = verdictsOf(file)?.() ?? {}
    const ajv = registered(api, document, {})
    const examples = new Map(operations.flatMap((each) => examplesOf(document, each)))
    const differing = [...examples].flatMap(([schema, example]) => {
      const rightly = ajv.compile({ $ref: `${api}${schema}` })
      const wrong = mutants(document, split(schema), example).map(({ value }) => value)
      return [example, ...wrong]
        .filter((value) => verdicts[schema]?.(value) !== rightly(value))
        .map((value) => `${schema}: ${JSON.stringify(value)}`)
    })
    expect({ differing, some: examples.size > 5 }).toEqual({ differing: [], some: true })
  })
}

/** An example for each schema that the operation's body and replies are held against. */
function examplesOf(document: Schema, { path, method, replies }: Operation) {
  const body = ['paths', path, method, 'requestBody']
  const places = [body, ...Array.from(replies.values(), (reply) => split(reply.pointer))]
  return places.flatMap((place) => {
    const { value, at } = resolve(document, [...place, 'content'])
    const [type, content] = Object.entries((value ?? {}) as Record<string, Content>)[0] ?? []
    if (type === undefined) return []
    const [name = ''] = Object.keys(content?.examples ?? {})
    const named = resolve(document, [...at, type, 'examples', name, 'value']).value
    return [
      [pointer(resolve(document, [...at, type, 'schema']).at), content?.example ?? named] as const,
    ]
  })
}

interface Content {
  readonly example?: unknown
  readonly examples?: Readonly<Record<string, unknown>>
}
