/** Whom a sample is about: somebody of its own, or who is there already where nothing may be written. */
import type { Group, Member, User } from '../drivers/driver.ts'
import type { Sampling } from './sample.ts'

export async function someUser({ lacks, make, say, target, verbs }: Sampling): Promise<User> {
  if (target.writes) return make.user()
  const { items } = await say(verbs.listUsers({ count: 1 }))
  return items[0] ?? lacks('a user who is there already, or permission to write: --allow-writes')
}

/** A group, new ones with these members. */
export async function someGroup(given: Sampling, members: readonly Member[] = []): Promise<Group> {
  const { lacks, make, say, target, verbs } = given
  if (target.writes) return make.group(members)
  const { items } = await say(verbs.listGroups({ count: 1 }))
  return items[0] ?? lacks('a group that is there already, or permission to write: --allow-writes')
}
