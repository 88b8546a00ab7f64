/** Runs after the scenarios of every API, and reads what they recorded. */
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from '#test'
import { readSpec } from '../../specs/read.ts'
import { drivers } from '../drivers/all.ts'
import { beyondReach, nothingToRead } from '../reports/beyond-reach.ts'
import { documented, type Exercise, gaps, isAbout, unseen, unwatched } from '../reports/coverage.ts'
import { matrix, type Route } from './matrix.ts'

const root = dirname(fileURLToPath(import.meta.resolve('rehearsal/package.json')))
const readme = join(root, 'README.md')
const START = '<!-- matrix: npm run matrix writes it -->\n\n'
const END = '\n<!-- end of the matrix -->'

test('the table of what is played is current', () => {
  const text = readFileSync(readme, 'utf8')
  const from = text.indexOf(START) + START.length
  const to = text.indexOf(END)
  expect(from, `README.md has ${START}`).toBeGreaterThanOrEqual(START.length)
  const want = matrix(specs(), { routes: routes(), exercises: exercises() })
  if (test.info().config.updateSnapshots === 'all') {
    writeFileSync(readme, text.slice(0, from) + want + text.slice(to))
  } else {
    expect(text.slice(from, to), 'run npm run matrix').toBe(want)
  }
})

test('every operation that is played is exercised, and every one that is not says 501', () => {
  const seen = exercises()
  const idle = routes().filter(({ api, operation, played }) => {
    const own = seen.filter((each) => each.api === api && each.operation === operation)
    return !own.some(({ status }) => (played ? status < 300 : status === 501))
  })
  const successes = documented(specs()).filter(({ status }) => status < 300)
  const reachable = ({ api, operation }: Route) =>
    successes
      .filter((one) => one.api === api && one.operation === operation)
      .some((one) => !beyondReach.some((said) => isAbout(said, one)))
  expect(idle.filter((each) => !each.played || reachable(each))).toEqual([])
})

test('every documented success and every error that a caller can cause is seen', () => {
  const all = documented(specs())
  expect(gaps(all, unseen(all, exercises()), beyondReach)).toEqual([])
})

test('the state is read around every refusal of what writes, and after every success', () => {
  const all = documented(specs()).filter((one) => !beyondReach.some((said) => isAbout(said, one)))
  expect(gaps(all, unwatched(all, exercises()), nothingToRead)).toEqual([])
})

function specs() {
  return Object.keys(drivers).map((api) => readSpec(api))
}

function routes(): Route[] {
  const command = [join(root, 'dist', 'mock', 'cli.js'), 'routes', '--json']
  return JSON.parse(execFileSync(process.execPath, command, { encoding: 'utf8' })) as Route[]
}

function exercises(): Exercise[] {
  const folder = join(test.info().project.outputDir, 'exchanges')
  return readdirSync(folder)
    .flatMap((file) => readFileSync(join(folder, file), 'utf8').trim().split('\n'))
    .map((line) => JSON.parse(line) as Exercise)
}
