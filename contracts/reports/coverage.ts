/** Which documented replies the scenarios have seen, and whether they looked at the state around them. */
import type { Spec } from '../../specs/read.ts'

/** One line of what the suite recorded, in the order in which a test sent it. */
export interface Exercise {
  readonly api: string
  readonly operation?: string
  readonly method: string
  readonly path: string
  readonly status: number
  readonly test: string
}

/** A reply that an operation may give. */
export interface Documented {
  readonly api: string
  readonly operation: string
  readonly method: string
  readonly status: number
}

/** Replies that no scenario can bring about, and why. */
export interface BeyondReach {
  readonly api: string
  /** Operations by their ids; all of them when absent. */
  readonly operations?: readonly string[]
  readonly status: number
  readonly reason: string
}

/** What is documented of successes and of errors that are the caller's. */
export function documented(specs: readonly Spec[]): Documented[] {
  return specs.flatMap(({ api, operations }) =>
    operations.flatMap(({ id, method, replies }) =>
      [...replies.keys()]
        .filter((status) => status < 500)
        .map((status) => ({ api, operation: id, method: method.toUpperCase(), status })),
    ),
  )
}

/** Documented replies that no test got. */
export function unseen(all: readonly Documented[], exercises: readonly Exercise[]): Documented[] {
  const seen = new Set(exercises.map(keyOf))
  return all.filter((one) => !seen.has(keyOf(one)))
}

/**
 * Refusals of writing operations around which no test read one thing, before and after, in vain:
 * an error that changed something is no error. And successes after which no test read anything.
 */
export function unwatched(
  all: readonly Documented[],
  exercises: readonly Exercise[],
): Documented[] {
  const watched = new Set<string>()
  for (const sent of byTest(exercises)) {
    for (const [place, one] of sent.entries()) {
      const before = readIn(sent.slice(0, place))
      const after = readIn(sent.slice(place + 1))
      const isWatched = one.status < 300 ? after.size > 0 : [...before].some((it) => after.has(it))
      if (isWatched) watched.add(keyOf(one))
    }
  }
  return all.filter((one) => one.method !== 'GET' && !watched.has(keyOf(one)))
}

/** What is missing and not said to be, and what is said to be missing and is not. */
export function gaps(
  all: readonly Documented[],
  missing: readonly Documented[],
  excused: readonly BeyondReach[],
): string[] {
  const isSaid = (one: Documented) => excused.some((said) => isAbout(said, one))
  const stale = all.filter((one) => isSaid(one) && !missing.includes(one))
  const idle = excused.filter((said) => !all.some((one) => isAbout(said, one)))
  return [
    ...missing.filter((one) => !isSaid(one)).map((one) => `${inWords(one)} is missing`),
    ...stale.map((one) => `${inWords(one)} is said to be out of reach, and is there`),
    ...idle.map(({ api, status }) => `${api} ${status} is said to be out of reach of nothing`),
  ]
}

function inWords({ api, operation, status }: Documented): string {
  return `${api} ${operation} ${status}`
}

/** Whether a statement is about a reply. */
export function isAbout(said: BeyondReach, { api, operation, status }: Documented): boolean {
  const { operations = [operation] } = said
  return said.api === api && said.status === status && operations.includes(operation)
}

function byTest(exercises: readonly Exercise[]): Iterable<readonly Exercise[]> {
  const tests = new Map<string, Exercise[]>()
  for (const one of exercises) {
    const key = `${one.api} ${one.test}`
    tests.set(key, tests.get(key) ?? [])
    tests.get(key)?.push(one)
  }
  return tests.values()
}

function readIn(exercises: readonly Exercise[]): Set<string> {
  const reads = exercises.filter(({ method, status }) => method === 'GET' && status === 200)
  return new Set(reads.map(({ path }) => path))
}

function keyOf({ api, operation, status }: Pick<Exercise, 'api' | 'operation' | 'status'>): string {
  return `${api} ${operation} ${status}`
}
