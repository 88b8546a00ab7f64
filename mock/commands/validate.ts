import { Validator } from '@seriousme/openapi-schema-validator'
import { readSpec, type Spec } from '../../specs/read.ts'

/** What keeps a document from being used here; an empty list means nothing does. */
export async function validate(file: string): Promise<{ spec: Spec; faults: string[] }> {
  const spec = readSpec('validate', file)
  return { spec, faults: [...(await standardFaults(spec)), ...schemaFaults(spec)] }
}

/** Against the official schema of OpenAPI 3.1. */
async function standardFaults({ document }: Spec): Promise<string[]> {
  const result = await new Validator().validate(structuredClone(document))
  if (result.valid) return []
  const errors = Array.isArray(result.errors) ? result.errors : [{ message: String(result.errors) }]
  return errors.map((error) => {
    const { instancePath = '', message = '' } = error as { instancePath?: string; message?: string }
    return `${instancePath || 'the document'} ${message}`
  })
}

/** Schemas are compiled when they are first used; here all of them are. */
function schemaFaults({ operations }: Spec): string[] {
  const faults = new Set<string>()
  for (const { id, parameters, body, replies } of operations) {
    const checks = [...parameters, body, ...replies.values()].map((part) => part?.check)
    for (const check of checks) {
      try {
        check?.(undefined)
      } catch (error) {
        faults.add(`${id}: ${(error as Error).message}`)
      }
    }
  }
  return [...faults]
}
