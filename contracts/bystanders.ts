/** Whom a refused request must leave alone. */
import { Absent, type Driver, type Phrase, type Verbs } from './drivers/driver.ts'
import type { Make } from './make.ts'

/** A user and, where the API has groups, a group of hers. */
export interface Bystanders {
  /** Without groups, that of the group is nobody's. */
  readonly ids: { readonly user: string; readonly group: string }
  /** What reads them. */
  readonly reads: readonly Phrase<unknown>[]
}

export async function makeBystanders(
  driver: Driver,
  verbs: Verbs,
  make: Make,
): Promise<Bystanders> {
  const user = await make.user()
  if (driver.verbs.createGroup instanceof Absent) {
    return { ids: { user: user.id, group: driver.missingId }, reads: [verbs.getUser(user.id)] }
  }
  const group = await make.group([{ kind: 'user', id: user.id }])
  const reads = [verbs.getUser(user.id), verbs.getGroup(group.id)]
  return { ids: { user: user.id, group: group.id }, reads }
}
