import { Validator } from '@seriousme/openapi-schema-validator'
import { checkSchemas, readSpec, type Spec } from '../../specs/read.ts'

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

function schemaFaults(spec: Spec): string[] {
  try {
    checkSchemas(spec)
    return []
  } catch (error) {
    return [(error as Error).message.replace(`${spec.file}: `, '')]
  }
}
