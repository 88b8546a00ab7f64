/** Failures that are known of a target, so that a run fails for nothing but what differs from them. */
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import type { TestInfo } from '@playwright/test'

/** A scenario as `<file> › <title>`, the file without its ending. */
export type Title = string

export function titleOf([file = '', ...names]: readonly string[]): Title {
  return [basename(file).replace(/\.spec\.[jt]s$/, ''), ...names].join(' › ')
}

/**
 * Expects the scenario to fail if REHEARSAL_KNOWN names it: a file of JSON, from titles to what is
 * known. It fails then by passing. Playwright also keeps the worker of a failure that it expects.
 */
export function expectKnown(
  info: Pick<TestInfo, 'titlePath' | 'fail'>,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): void {
  const file = environment.REHEARSAL_KNOWN
  if (!file) return
  const known = JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<Title, string>>
  const why = known[titleOf(info.titlePath)]
  if (why !== undefined) info.fail(true, why)
}
