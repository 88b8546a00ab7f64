/** Looks through the deviations file before anything is asked of a target. */
import { existsSync, readFileSync } from 'node:fs'
import { checkEntries, rawEntries, readEntries } from '../../contracts/deviations/read.ts'
import { settingsOf } from '../../contracts/deviations/settings.ts'
import { apiNames, readSpec } from '../../specs/read.ts'
import { UsageError } from '../usage-error.ts'
import { type TestFlags, twinsOf } from './test-flags.ts'

/** @throws DeviationsError or UsageError when the run could not use the file, or not add to it */
export function refuseBadDeviations(flags: TestFlags): void {
  const settings = settingsOf({ ...process.env, ...twinsOf(flags) })
  const { file, write } = settings
  const known = apiNames()
  if (write !== undefined && known.some((name) => name.split('.')[0] === write)) {
    throw new UsageError(
      `--write-deviations takes a file, and ${write} is an API: name the APIs before the flags`,
    )
  }
  checkEntries(file, readEntries(settings), (api) =>
    known.includes(api) ? readSpec(api, flags.spec?.[api]) : undefined,
  )
  if (write !== undefined && existsSync(write)) rawEntries(write, readFileSync(write, 'utf8'))
}
