/** What a run is of. */
import type { FullConfig } from '@playwright/test'

/** Flags of Playwright that leave tests out. */
const NARROWING =
  /^(-g|-gv|-x|-G|--(grep|grep-invert|shard|last-failed|only-changed|max-failures|test-list|test-list-invert))(=|$)/

/** Flags whose value may be the next argument. */
const WITH_VALUE =
  /^(-c|-j|-u|--(config|workers|reporter|retries|timeout|global-timeout|trace|output|project|repeat-each|name|tsconfig))$/

/**
 * Whether a run is of all tests of its projects. What is no flag and no flag's value names files. In doubt,
 * the run is taken for a part.
 */
export function isWhole({ argv, shard }: Pick<FullConfig, 'argv' | 'shard'>): boolean {
  const given = argv.slice(argv.indexOf('test') + 1)
  const files = given.filter(
    (each, at) => !each.startsWith('-') && !WITH_VALUE.test(given[at - 1] ?? ''),
  )
  return !shard && files.length === 0 && !given.some((each) => NARROWING.test(each))
}

/** Whether a project is part of a run. */
export function isOf(project: string, { argv }: Pick<FullConfig, 'argv'>): boolean {
  const asked = argv.flatMap((each, at) => {
    if (each === '--project') return [argv[at + 1] ?? '']
    return each.startsWith('--project=') ? [each.slice('--project='.length)] : []
  })
  return asked.length === 0 || asked.includes(project)
}
