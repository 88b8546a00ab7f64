/**
 * Playwright's `test` without what it sets up for a browser at each test, which was most of the time
 * of a small one. `_baseTest` is what Playwright's own extends; it is exported and not documented,
 * so the version is pinned to the patch.
 */
import { isDeepStrictEqual } from 'node:util'
import { expect, type TestInfo } from '@playwright/test'

export {
  _baseTest as test,
  expect,
  type PlaywrightWorkerOptions,
  type TestInfo,
} from '@playwright/test'

/**
 * A value for all tests of a worker, made when the first asks; it goes with the worker's process.
 * A fixture of a worker's scope would give each file that has one workers of its own, which start
 * and load everything anew.
 */
export function shared<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

/**
 * Fixtures that are no steps of a test. Each would be two messages to the parent at every test that
 * has it, on its way in and out, and each is looked through for secrets.
 */
export function unlisted<Fixtures extends object>(fixtures: Fixtures): Fixtures {
  const plain = Object.entries(fixtures).map(([name, fixture]) => [
    name,
    [fixture, { box: 'self' }],
  ])
  return Object.fromEntries(plain) as Fixtures
}

/**
 * `toEqual` for the hundreds of cases of a property. Each `expect` is a step, which is told to the
 * parent with its stack and its values: that takes longer than what most cases try.
 */
export function expectEqual(found: unknown, wanted: unknown): void {
  if (!isDeepStrictEqual(found, wanted)) expect(found).toEqual(wanted)
}

/** `toBe`, likewise. */
export function expectSame(found: unknown, wanted: unknown): void {
  if (!Object.is(found, wanted)) expect(found).toBe(wanted)
}

/** Ends a test as not run. */
export function notRun(info: TestInfo, reason: string): never {
  info.skip(true, reason)
  throw new Error(reason)
}
