/**
 * One project per API, named like it, and `unit` for the tests beside the code.
 * This file also runs compiled, from an installed package: there are no unit tests then.
 */
import { dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineConfig, type Project } from '@playwright/test'
import { drivers } from './drivers/all.ts'
import { compared, sides } from './parity/sides.ts'
import { outputDir } from './reports/output-dir.ts'
import { reportersOf } from './reports/reporters.ts'
import type { Options } from './worker.ts'

const here = dirname(fileURLToPath(import.meta.url))
const ending = extname(import.meta.url)

const folder = outputDir()

const unit: Project<Options> = {
  name: 'unit',
  testDir: '..',
  testMatch: /\.test\.ts$/,
  testIgnore: /[\\/](dist|node_modules|matrix)[\\/]/,
}

const contracts = Object.keys(drivers).map(
  (api): Project<Options> => ({
    name: api,
    testMatch: filesOf(api),
    use: { api },
  }),
)

/** By an expression: Playwright reads globs anew for each file of each project. */
function filesOf(api: string): RegExp {
  const name = api.replaceAll('.', '\\.')
  const files = `scenarios/[\\w-]+|apis/${name}(-[\\w-]+)?|checks/${name}`
  return new RegExp(`/(${files})\\.spec\\${ending}$`.replaceAll('/', '[\\\\/]'))
}

/** Each API that two deployments are compared in, once at either. */
const parity = compared().flatMap((api) =>
  contracts
    .filter(({ name }) => name === api)
    .flatMap((project) =>
      sides.map((side) => ({ ...project, name: `${api} ${side}`, use: { api, side } })),
    ),
)

/** What the scenarios of all APIs exercised, against what the README says. */
const matrix: Project<Options> = {
  name: 'matrix',
  testDir: 'matrix',
  testMatch: '*.test.ts',
  dependencies: contracts.map(({ name }) => name ?? ''),
}

export default defineConfig<Options>({
  testDir: here,
  outputDir: folder,
  fullyParallel: true,
  forbidOnly: true,
  workers: '100%',
  globalSetup: join(here, `set-up${ending}`),
  globalTeardown: join(here, 'deviations', `teardown${ending}`),
  reporter: reportersOf(process.env, { folder, code: here }),
  projects:
    parity.length > 0 ? parity : ending === '.ts' ? [unit, ...contracts, matrix] : contracts,
})
