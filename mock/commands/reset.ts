import { clearState } from '../store/clear.ts'
import { holderOf } from '../store/lock.ts'
import { UsageError } from '../usage-error.ts'

/** Begins the state anew: in the process that has it, or on disk. @returns what was done. */
export async function reset(db: string | undefined, token: string | undefined): Promise<string> {
  if (db === undefined) throw new UsageError('an ephemeral state ends with its process')
  const holder = holderOf(`${db}.lock`)
  if (!holder) return clearState(db)
  if (!holder.url) throw new UsageError(`process ${holder.pid} is just starting; try again`)
  const headers: Record<string, string> = token ? { Authorization: `Bearer ${token}` } : {}
  const reply = await fetch(`${holder.url}/__admin/reset`, { method: 'POST', headers })
  if (reply.ok) return `the mock at ${holder.url} began anew`
  throw new UsageError(`${holder.url} refused (${reply.status}): ${await reply.text()}`)
}
