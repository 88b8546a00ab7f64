/** Makes one report of what the shards of a run left, as one run would have made it. */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { type Coverage, together } from '../../contracts/reports/measure.ts'
import { BLOB, COVERAGE, SHARD } from '../../contracts/reports/places.ts'
import { contribute, type Verdict } from '../../contracts/verdict.ts'
import { UsageError } from '../usage-error.ts'
import { conclude, outputDir, playwright, reportVariables } from './suite-run.ts'
import { type TestFlags, twinsOf } from './test-flags.ts'

interface Shard {
  readonly current: number
  readonly total: number
}

/** What our reporter says anew of the whole. */
const anew = ['tests.json', 'coverage.json']

/**
 * @param folders each with what one shard left, or several, at any depth
 * @returns the exit code that one run would have had
 * @throws UsageError when a folder has nothing of a shard
 */
export async function merge(folders: readonly string[], flags: TestFlags): Promise<number> {
  const runs = folders.flatMap(runsIn)
  const out = outputDir()
  if (runs.includes(out)) throw new UsageError(`${out} takes the merged reports: move it first`)
  rmSync(out, { recursive: true, force: true })
  mkdirSync(out, { recursive: true })
  writeFileSync(join(out, COVERAGE), JSON.stringify(together(runs.flatMap(coveragesIn))))
  for (const [index, run] of runs.entries()) takeVerdicts(run, index)
  contribute(out, 'shards', missing(runs.map(shardOf)))
  const blobs = mkdtempSync(join(tmpdir(), 'rehearsal-merge-'))
  try {
    for (const [index, run] of runs.entries()) takeBlobs(run, { blobs, index })
    const env = {
      ...process.env,
      ...twinsOf(flags),
      ...reportVariables(flags),
      REHEARSAL_MERGING: '1',
    }
    return conclude(flags, await playwright(['merge-reports', blobs], { env, json: flags.json }))
  } finally {
    rmSync(blobs, { recursive: true, force: true })
  }
}

/** The folders at or below this one that a shard left. */
function runsIn(folder: string): string[] {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    throw new UsageError(`${folder}: there is no such folder`)
  }
  const blobs = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.zip') && basename(dirname(join(folder, file))) === BLOB)
    .map((file) => resolve(folder, dirname(dirname(file))))
  if (blobs.length > 0) return [...new Set(blobs)].sort()
  throw new UsageError(
    `${folder} has nothing of a shard: give what rehearsal test --shard leaves in test-results/rehearsal`,
  )
}

function coveragesIn(run: string): Coverage[] {
  const file = join(run, COVERAGE)
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Coverage[]) : []
}

function shardOf(run: string): Shard {
  const file = join(run, SHARD)
  if (!existsSync(file)) throw new UsageError(`${run} is a whole run, or one that did not end`)
  return JSON.parse(readFileSync(file, 'utf8')) as Shard
}

/** What nobody has run is not known to be well. */
function missing(shards: readonly Shard[]): Verdict[] {
  const total = Math.max(...shards.map((shard) => shard.total))
  const there = new Set(shards.map(({ current }) => current))
  const absent = Array.from({ length: total }, (_, at) => at + 1).filter((one) => !there.has(one))
  return absent.map((one) => ({
    kind: 'inconclusive',
    text: `shard ${one} of ${total} is missing`,
  }))
}

function takeVerdicts(run: string, index: number): void {
  const from = join(run, 'verdict')
  const to = join(outputDir(), 'verdict')
  if (!existsSync(from)) return
  mkdirSync(to, { recursive: true })
  for (const file of readdirSync(from).filter((each) => !anew.includes(each))) {
    copyFileSync(join(from, file), join(to, `shard-${index}-${file}`))
  }
}

function takeBlobs(run: string, { blobs, index }: { blobs: string; index: number }): void {
  const from = join(run, BLOB)
  for (const file of readdirSync(from).filter((each) => each.endsWith('.zip'))) {
    copyFileSync(join(from, file), join(blobs, `${index}-${file}`))
  }
}
