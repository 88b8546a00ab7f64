/** The clients of Laurel that scenarios ask a token for. */
import type { Target } from '../target.ts'

export interface Credentials {
  readonly client_id: string
  readonly client_secret: string
}

/** What every request of a token says besides. */
export const credentialsGrant = {
  audience: 'https://timeautomation.com',
  grant_type: 'client_credentials',
}

/** A client that may read and write; the mock's has its secret in the document. */
export function syncOf(target: Target, lacks: (what: string) => never): Credentials {
  return credentials(target, { name: 'ellery-marsh-sync', variable: 'CLIENT' }, lacks)
}

/** A client that may only read. */
export function reportsOf(target: Target, lacks: (what: string) => never): Credentials {
  return credentials(target, { name: 'ellery-marsh-reports', variable: 'READING_CLIENT' }, lacks)
}

function credentials(
  { mock }: Target,
  { name, variable }: { name: string; variable: string },
  lacks: (what: string) => never,
): Credentials {
  const [id, secret] = ['ID', 'SECRET'].map((part) => `REHEARSAL_LAUREL_${variable}_${part}`)
  const client_id = process.env[id ?? ''] ?? (mock ? name : undefined)
  const client_secret = process.env[secret ?? ''] ?? (mock ? `${name}-secret` : undefined)
  if (client_id && client_secret) return { client_id, client_secret }
  return lacks(`a client: give ${id} and ${secret}`)
}
