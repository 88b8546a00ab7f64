/** Looks for whatever has a name of the run and is not in its log, for an answer may tell a wrong id. */
import type { Asking } from '../target.ts'
import { findBegun, findNamed, kindOf, oneOfEach } from './finding.ts'
import type { Place } from './places.ts'
import { leftFor, type Removal, type RemovingOne, removeThing } from './removal.ts'

type Searching = Omit<RemovingOne, 'as'>

/** Removes what is surely the run's. @returns what has become of each, and where nobody could look */
export async function* strays(place: Place, searching: Searching): AsyncGenerator<Removal> {
  for (const as of keepersAt(place)) {
    // Groups before their members.
    for (const operation of oneOfEach(searching.driver.undo)) {
      yield* straysIn(place, operation, { ...searching, as })
    }
  }
}

/**
 * Another organization sees only its own; whoever else made something is of the administrator's. One
 * that was refused whatever it began may not look either.
 */
function keepersAt({ intents, refused }: Place): Asking[] {
  const makers = intents.filter(({ as, intent }) => as !== 'other-tenant' || !refused.has(intent))
  return [...new Set(makers.map(({ as }) => (as === 'other-tenant' ? as : 'admin')))]
}

/** @param operation one that makes what is in the list */
async function* straysIn(
  place: Place,
  operation: string,
  removing: RemovingOne,
): AsyncGenerator<Removal> {
  const { prefix } = removing
  const names = namesAt(place, operation, removing)
  // Nothing was put there.
  if (names.length === 0) return
  const isWhole = yield* begun(operation, removing)
  yield* named(
    operation,
    isWhole ? names.filter((one) => !one.startsWith(prefix)) : names,
    removing,
  )
}

/** @returns whether the list could be asked how names begin */
async function* begun(operation: string, removing: RemovingOne): AsyncGenerator<Removal, boolean> {
  const seen = new Set<string>()
  for (;;) {
    const found = await findBegun(operation, removing.prefix, removing).catch(() => undefined)
    if (!found) return false
    const fresh = found.filter(({ id }) => !seen.has(id))
    if (fresh.length === 0) return true
    for (const thing of fresh) {
      seen.add(thing.id)
      yield removeThing(thing, removing)
    }
  }
}

async function* named(
  operation: string,
  names: readonly string[],
  removing: RemovingOne,
): AsyncGenerator<Removal> {
  try {
    for (const name of names) {
      for (const thing of await findNamed(operation, name, removing)) {
        yield removeThing(thing, removing)
      }
    }
  } catch (error) {
    yield leftFor(error)
  }
}

/** The names that were given to what the list holds; a job may have made anything. */
function namesAt({ intents }: Place, operation: string, { driver }: RemovingOne): string[] {
  const kind = kindOf(driver, operation)
  const names = intents
    .filter((intent) => [kind, undefined].includes(kindOf(driver, intent.operation)))
    .flatMap((intent) => intent.names.map((name) => name.toLowerCase()))
  return [...new Set(names)]
}
