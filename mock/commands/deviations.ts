/** Looks through the deviations file before anything is asked of a target. */
import { existsSync } from 'node:fs'
import { checkEntries, rawEntries, readEntries, textIn } from '../../contracts/deviations/read.ts'
import { settingsOf } from '../../contracts/deviations/settings.ts'
import { realmOf } from '../../fixtures/worlds.ts'
import { apiNames, readSpec } from '../../specs/read.ts'
import { UsageError } from '../usage-error.ts'
import { type TestFlags, twinsOf } from './test-flags.ts'

/** @throws DeviationsError or UsageError when the run could not use the file, or not add to it */
export function refuseBadDeviations(flags: TestFlags): void {
  const fresh = { REHEARSAL_FRESH_MOCK: flags.target ? '' : '1' }
  const settings = settingsOf({ ...process.env, ...twinsOf(flags), ...fresh })
  const { file, write } = settings
  if (write !== undefined && apiNames().some((name) => [name, realmOf(name)].includes(write))) {
    throw new UsageError(
      `--write-deviations takes a file, and ${write} is an API: name the APIs before the flags`,
    )
  }
  checkEntries(file, readEntries(settings), (api) => readSpec(api, flags.spec?.[api]))
  if (write !== undefined && existsSync(write)) rawEntries(write, textIn(write))
}
