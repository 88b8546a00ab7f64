import { expect, test } from '@playwright/test'
import { Validator } from '@seriousme/openapi-schema-validator'
import { getHttpOperationsFromSpec } from '@stoplight/prism-cli/dist/operations.js'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { mutants, untyped } from './mutants.ts'
import { pointer, resolve } from './pointers.ts'
import { apiNames, type Operation, readSpec, specFile } from './read.ts'

type Fields = Record<string, unknown>

for (const api of apiNames()) {
  const { document, operations, behaviours } = readSpec(api)
  const promises = [...behaviours, ...operations.flatMap((operation) => operation.behaviours)]
  const sources = Object.keys(fields(fields(document.info)['x-sources']))
  const compile = strictly(api, document)

  test.describe(`specs/${api}.yaml`, () => {
    test('is a valid OpenAPI 3.1 document', async () => {
      const validator = new Validator()
      const { errors } = await validator.validate(structuredClone(document))
      expect(errors ?? []).toEqual([])
      expect(validator.version).toBe('3.1')
    })

    test('is read by Prism, which finds every operation', async () => {
      const found = await getHttpOperationsFromSpec(specFile(api))
      expect(found.map(({ iid }) => iid).sort()).toEqual(operations.map(({ id }) => id).sort())
    })

    test('has schemas that Ajv compiles in strict mode', () => {
      for (const name of Object.keys(fields(fields(document.components).schemas))) {
        compile(['components', 'schemas', name])
      }
    })

    test('says of every operation, reply and promise how it is known', () => {
      const operationsAndReplies = operations.flatMap(({ id, pointer, replies }) => [
        [id, document, pointer] as const,
        ...[...replies.values()].map((reply) => [`${id} ${reply.status}`, document, reply.pointer] as const),
      ])
      expect(operationsAndReplies.flatMap(([label, root, at]) => markFaults(label, at, root, sources))).toEqual([])
    })
  })
}
