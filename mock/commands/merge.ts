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
import { outputDir } from '../../contracts/reports/output-dir.ts'
import { BLOB, COVERAGE, SHARD } from '../../contracts/reports/places.ts'
import {
  damaged,
  type Left,
  missingOf,
  parsed,
  readShard,
  refusalOf,
} from '../../contracts/reports/shards.ts'
import { contribute, isVerdicts } from '../../contracts/verdict.ts'
import { UsageError } from '../usage-error.ts'
import { conclude, hasBegun, playwright, reportVariables } from './suite-run.ts'
import { type TestFlags, twinsOf } from './test-flags.ts'

/** What our reporter says anew of the whole. */
const anew = ['tests.json', 'coverage.json']

/**
 * @param folders each with what one shard left, or several, at any depth
 * @returns the exit code that one run would have had
 * @throws UsageError when a folder has nothing of a shard, a file is damaged, or they are of several runs
 */
export async function merge(folders: readonly string[], flags: TestFlags): Promise<number> {
  const runs = [...new Set(folders.flatMap(runsIn))]
  const out = outputDir()
  if (runs.includes(out)) throw new UsageError(`${out} takes the merged reports: move it first`)
  const shards = runs.map(shardIn)
  const refusal = refusalOf(shards)
  if (refusal) throw new UsageError(refusal)
  const chosen = shards[0]?.shard.of['what is chosen']
  if (chosen && flags.minCoverage) {
    throw new UsageError(
      `--min-coverage is of the whole suite, and the shards chose some of it (${chosen}): leave it out`,
    )
  }
  const coverages = runs.flatMap(coveragesIn)
  for (const run of runs) refuseDamaged(run)
  rmSync(out, { recursive: true, force: true })
  mkdirSync(out, { recursive: true })
  writeFileSync(join(out, COVERAGE), JSON.stringify(together(coverages)))
  for (const [index, run] of runs.entries()) takeVerdicts(run, index)
  contribute(out, 'shards', missingOf(shards))
  return joined(runs, flags)
}

async function joined(runs: readonly string[], flags: TestFlags): Promise<number> {
  const blobs = mkdtempSync(join(tmpdir(), 'rehearsal-merge-'))
  try {
    for (const [index, run] of runs.entries()) takeBlobs(run, { blobs, index })
    const env = {
      ...process.env,
      ...twinsOf(flags),
      ...reportVariables(flags),
      REHEARSAL_MERGING: '1',
    }
    const code = await playwright(['merge-reports', blobs], { env, json: flags.json })
    if (code === 130 || hasBegun(outputDir())) {
      return conclude(flags, { code, folder: outputDir() })
    }
    throw new UsageError(`what is in ${runs.join(', ')} cannot be put together: see above`)
  } finally {
    rmSync(blobs, { recursive: true, force: true })
  }
}

/** The folders at or below this one that a shard left. */
function runsIn(folder: string): string[] {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    throw new UsageError(`${folder}: there is no such folder`)
  }
  const left = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => join(folder, file))
    .filter((file) => isBlob(file) || basename(file) === SHARD)
    .map((file) => resolve(isBlob(file) ? dirname(dirname(file)) : dirname(file)))
  if (left.length > 0) return [...new Set(left)].sort()
  throw new UsageError(
    `${folder} has nothing of a shard: give what rehearsal test --shard leaves in test-results/rehearsal`,
  )
}

function isBlob(file: string): boolean {
  return file.endsWith('.zip') && basename(dirname(file)) === BLOB
}

function shardIn(run: string): Left {
  const file = join(run, SHARD)
  if (!existsSync(file)) throw new UsageError(`${run} is a whole run, or one that did not end`)
  const shard = readShard(file)
  if (typeof shard === 'string') throw new UsageError(shard)
  return { file, shard }
}

function coveragesIn(run: string): Coverage[] {
  const file = join(run, COVERAGE)
  if (!existsSync(file)) return []
  const found = parsed(file)
  if (isCoverages(found)) return found
  throw new UsageError(damaged(file))
}

function isCoverages(value: unknown): value is Coverage[] {
  return (
    Array.isArray(value) &&
    value.every((one: Partial<Coverage> | null) => one?.api && Array.isArray(one.items)) &&
    value.flatMap(({ items }: Coverage) => items).every((item) => typeof item?.kind === 'string')
  )
}

/** Looks through what is taken as it is. */
function refuseDamaged(run: string): void {
  for (const file of verdictsOf(run)) {
    if (!isVerdicts(parsed(file))) throw new UsageError(damaged(file))
  }
  const blobs = blobsOf(run)
  if (blobs.length === 0) throw new UsageError(`${run} has no ${BLOB}: run that shard again`)
  for (const file of blobs) {
    if (!isArchive(readFileSync(file))) throw new UsageError(damaged(file))
  }
}

/** One that is cut has lost its end, which says where its directory is (APPNOTE.TXT section 4.3.16). */
function isArchive(bytes: Buffer): boolean {
  const end = bytes.lastIndexOf('PK\u0005\u0006')
  if (end < 0 || bytes.length < end + 22) return false
  const directory = bytes.readUInt32LE(end + 16)
  return bytes.subarray(directory, directory + 4).toString('latin1') === 'PK\u0001\u0002'
}

function verdictsOf(run: string): string[] {
  const folder = join(run, 'verdict')
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json') && !anew.includes(file))
    .map((file) => join(folder, file))
}

function blobsOf(run: string): string[] {
  const folder = join(run, BLOB)
  if (!existsSync(folder)) return []
  const files = readdirSync(folder).filter((file) => file.endsWith('.zip'))
  return files.map((file) => join(folder, file))
}

function takeVerdicts(run: string, index: number): void {
  const to = join(outputDir(), 'verdict')
  mkdirSync(to, { recursive: true })
  for (const file of verdictsOf(run)) {
    copyFileSync(file, join(to, `shard-${index}-${basename(file)}`))
  }
}

function takeBlobs(run: string, { blobs, index }: { blobs: string; index: number }): void {
  for (const file of blobsOf(run)) copyFileSync(file, join(blobs, `${index}-${basename(file)}`))
}
