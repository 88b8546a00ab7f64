/** Which people and groups a reply shows. */
import { Absent, type Driver, type Page, type Phrase } from '../drivers/driver.ts'
import type { Reply } from '../exchange.ts'
import type { Kind } from './guard.ts'

interface Shown {
  readonly id: string
}

/** The ids of those in a list, or of the one that was read. */
export function idsShown(
  { verbs }: Driver,
  operation: string | undefined,
  reply: Reply,
): Record<Kind, string[]> {
  const { listUsers, getUser, listGroups, getGroup } = verbs
  const idsBy = (phrase: Phrase<Page<Shown> | Shown>) =>
    phrase.operation === operation && phrase.status === reply.status ? idsIn(phrase, reply) : []
  return {
    missingUser: [
      ...(listUsers instanceof Absent ? [] : idsBy(listUsers({}))),
      ...(getUser instanceof Absent ? [] : idsBy(getUser(''))),
    ],
    missingGroup: [
      ...(listGroups instanceof Absent ? [] : idsBy(listGroups({}))),
      ...(getGroup instanceof Absent ? [] : idsBy(getGroup(''))),
    ],
  }
}

function idsIn(phrase: Phrase<Page<Shown> | Shown>, reply: Reply): string[] {
  try {
    const read = phrase.read(reply)
    return ('items' in read ? read.items : [read]).map(({ id }) => id)
  } catch {
    // What a target's answer lacks is for the scenario to say.
    return []
  }
}
