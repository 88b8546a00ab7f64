/** Which part of which run a shard is, and whether some of them are the parts of one. */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chosenBy } from '../deviations/selection.ts'
import { type Environment, named } from '../target.ts'
import type { Verdict } from '../verdict.ts'

export interface Shard {
  readonly current: number
  readonly total: number
  /** What all shards of a run have alike, by what a person calls it. */
  readonly of: Readonly<Record<string, string>>
  /** When it ended. */
  readonly at: string
}

/** Who left a shard. */
export interface Left {
  readonly file: string
  readonly shard: Shard
}

interface Run {
  /** What follows `playwright test`. */
  readonly args: readonly string[]
  readonly environment: Environment
  /** In ms since 1970. */
  readonly at: number
}

/** The most parts of a run. */
export const MOST_SHARDS = 10_000

const DAY_MS = 86_400_000

/** The variables in which services tell which run of a pipeline it is; its jobs have it alike. */
const pipelines = [
  'GITHUB_RUN_ID',
  'CI_PIPELINE_ID',
  'CIRCLE_WORKFLOW_ID',
  'BUILDKITE_BUILD_ID',
  'BUILD_BUILDID',
  'BUILD_TAG',
]

/** Jobs of a pipeline give their runs names of their own, so it goes by what they were asked for. */
export function shardOf(
  { current, total }: Pick<Shard, 'current' | 'total'>,
  { args, environment, at }: Run,
): Shard {
  const chosen = chosenBy(args)
  const rest = chosen.filter((each, index) => !isShard(each) && chosen[index - 1] !== '--shard')
  const pipeline = pipelines.map((name) => environment[name]).find(Boolean)
  const of = {
    'the version': version(),
    'the APIs': projectsIn(args).sort().join(', '),
    'what is chosen': rest.join(' '),
    'the targets': targetsIn(environment),
    '--allow-writes': environment.REHEARSAL_ALLOW_WRITES === '1' ? 'yes' : 'no',
    '--check-seed': environment.REHEARSAL_CHECK_SEED ?? '',
    'the documents': documentsIn(environment),
    'the run of the pipeline': pipeline ?? '',
  }
  return { current, total, of, at: new Date(at).toISOString() }
}

/** @returns the shard that a file tells of, or what is wrong with it */
export function readShard(file: string): Shard | string {
  const shard = parsed(file)
  return isShardLike(shard) ? shard : damaged(file)
}

/** What to say of a file that a shard left and that cannot be used. */
export function damaged(file: string): string {
  return `${file} is damaged, or of another version: run that shard again`
}

/** The JSON in a file; undefined when it is none. */
export function parsed(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

/** @returns why they are not the parts of one run, with the files that differ; undefined when they are */
export function refusalOf([first, ...others]: readonly Left[]): string | undefined {
  if (!first) return undefined
  const seen = new Map([[first.shard.current, first.file]])
  for (const { file, shard } of others) {
    const difference = differenceOf(first.shard, shard)
    const both = `${first.file} and ${file}`
    if (difference) return `${both} are not of one run: ${difference}`
    const twin = seen.get(shard.current)
    if (twin) {
      return `${twin} and ${file} are both shard ${shard.current} of ${shard.total}: give each once`
    }
    seen.set(shard.current, file)
  }
  return undefined
}

/** What nobody has run is not known to be well. */
export function missingOf(shards: readonly Left[]): Verdict[] {
  const total = shards[0]?.shard.total ?? 0
  const there = new Set(shards.map(({ shard }) => shard.current))
  const absent = Array.from({ length: total }, (_, at) => at + 1).filter((one) => !there.has(one))
  return absent.map((one) => ({
    kind: 'inconclusive',
    text: `shard ${one} of ${total} is missing`,
  }))
}

function differenceOf(one: Shard, other: Shard): string | undefined {
  if (one.total !== other.total) {
    return `how many shards there are differs (${one.total}, ${other.total})`
  }
  const names = new Set([...Object.keys(one.of), ...Object.keys(other.of)])
  for (const name of names) {
    const [own, theirs] = [one.of[name] ?? '', other.of[name] ?? '']
    if (own !== theirs) return `${name} differs (${own || 'none'}; ${theirs || 'none'})`
  }
  const apart = Math.abs(Date.parse(one.at) - Date.parse(other.at))
  return apart > DAY_MS ? `more than a day is between them (${one.at}, ${other.at})` : undefined
}

function isShard(arg: string): boolean {
  return arg === '--shard' || arg.startsWith('--shard=')
}

function projectsIn(args: readonly string[]): string[] {
  return args.flatMap((arg, at) => {
    if (arg === '--project') return args[at + 1] ?? []
    return arg.startsWith('--project=') ? arg.slice('--project='.length) : []
  })
}

/** A mock of each job's own is elsewhere each time. */
function targetsIn(environment: Environment): string {
  if (environment.REHEARSAL_MOCK === '1') return 'a mock'
  const targets = Object.entries(named(environment, 'REHEARSAL_TARGETS'))
  return targets
    .map(([api, url]) => `${api}=${url.replace(/\/\/[^/@]*@/, '//')}`)
    .sort()
    .join(', ')
}

/** Documents of somebody's own, by what is in them. */
function documentsIn(environment: Environment): string {
  return Object.entries(named(environment, 'REHEARSAL_SPECS'))
    .map(([api, file]) => `${api}=${existsSync(file) ? hashOf(file) : file}`)
    .sort()
    .join(', ')
}

function hashOf(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 12)
}

function version(): string {
  const manifest = fileURLToPath(import.meta.resolve('rehearsal/package.json'))
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version
}

function isShardLike(value: unknown): value is Shard {
  if (typeof value !== 'object' || value === null) return false
  const { current, total, of, at } = value as Partial<Record<keyof Shard, unknown>>
  const within = (one: unknown, most: number) =>
    Number.isInteger(one) && Number(one) >= 1 && Number(one) <= most
  return (
    within(total, MOST_SHARDS) &&
    within(current, Number(total)) &&
    typeof of === 'object' &&
    of !== null &&
    Object.values(of).every((one) => typeof one === 'string') &&
    typeof at === 'string' &&
    !Number.isNaN(Date.parse(at))
  )
}
