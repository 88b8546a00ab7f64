/** Which people and groups a reply shows. */
import { Absent, type Driver, type Page, type Phrase } from '../drivers/driver.ts'
import type { Reply } from '../exchange.ts'
import type { Kind } from './guard.ts'

export interface Shown {
  readonly id: string
}

/** Those in a list, or the one that was read. */
export function shownIn(
  { verbs }: Driver,
  operation: string | undefined,
  reply: Reply,
): Record<Kind, Shown[]> {
  const { listUsers, getUser, listGroups, getGroup } = verbs
  const by = (phrase: Phrase<Page<Shown> | Shown>) =>
    phrase.operation === operation && phrase.status === reply.status ? shownBy(phrase, reply) : []
  return {
    missingUser: [
      ...(listUsers instanceof Absent ? [] : by(listUsers({}))),
      ...(getUser instanceof Absent ? [] : by(getUser(''))),
    ],
    missingGroup: [
      ...(listGroups instanceof Absent ? [] : by(listGroups({}))),
      ...(getGroup instanceof Absent ? [] : by(getGroup(''))),
    ],
  }
}

function shownBy(phrase: Phrase<Page<Shown> | Shown>, reply: Reply): readonly Shown[] {
  try {
    const read = phrase.read(reply)
    // Who is shown in part may be shown without an id.
    return ('items' in read ? read.items : [read]).filter(({ id }) => typeof id === 'string')
  } catch {
    // What a target's answer lacks is for the scenario to say.
    return []
  }
}
