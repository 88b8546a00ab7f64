/** Where a run has made things, and what is to be seen to there. */
import type { Intent, Open, OwnershipLog } from './log.ts'
import { isAt } from './read-log.ts'

/** One API at one base URL. */
export interface Place extends Pick<Intent, 'api' | 'target' | 'mock'> {
  /** All that was about to be made there. */
  readonly intents: readonly Intent[]
  readonly open: readonly Open[]
  readonly refused: OwnershipLog['refused']
}

/**
 * @returns the places where something is open, or where nobody has looked for the run's names since
 *   it made something: a reply that tells a wrong id leaves behind what no log knows
 */
export function placesIn({ intents, open, refused, searched }: OwnershipLog): Place[] {
  const places = new Map<string, Place & { readonly intents: Intent[] }>()
  for (const intent of intents) {
    const { api, target, mock } = intent
    const key = `${api} ${target}`
    const place = places.get(key) ?? { api, target, mock, intents: [], open: [], refused }
    place.intents.push(intent)
    places.set(key, place)
  }
  return [...places.values()]
    .map((place) => ({ ...place, open: open.filter(({ intent }) => isAt(intent, place)) }))
    .filter((place) => place.open.length > 0 || !searched.some((one) => isAt(one, place)))
}
