/** What follows `--`: most goes to Playwright as it is, and some is ours to carry out. */
import { existsSync, statSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { chosenBy } from '../../contracts/deviations/selection.ts'
import { outputDir } from '../../contracts/reports/output-dir.ts'
import { missingReporters, playwrightReporters } from '../../contracts/reports/reporters.ts'
import { UsageError } from '../usage-error.ts'
import { reportVariables } from './suite-run.ts'
import { shard as readShard, type TestFlags } from './test-flags.ts'

export interface ForPlaywright {
  readonly args: readonly string[]
  readonly variables: NodeJS.ProcessEnv
  /** Where the run leaves what it finds. */
  readonly folder: string
}

/** They print what is no report, or ask a person. */
const talkative = ['--list', '--help', '-h', '--version', '-V', '--ui', '--debug']

/** A timer of more milliseconds than 31 bits hold goes off at once; a test may wait for hours. */
const MOST_MS = 86_400_000

/** @throws UsageError with what cannot be carried out */
export function forPlaywright(flags: TestFlags, rest: readonly string[]): ForPlaywright {
  refuseWhatIsOurs(flags, rest)
  // Its own reporters go through our configuration, or they would take the place of all others.
  const { value: reporters, others: unreported } = taken(rest, '--reporter')
  refuseMissingReporters(reporters ?? '')
  const { value: output, others } = taken(unreported, '--output')
  const folder = folderOf(output)
  const sharded = shardOf(flags, others) !== undefined
  return {
    folder,
    args: [...(flags.shard ? [`--shard=${flags.shard}`] : []), ...others],
    variables: {
      REHEARSAL_OUTPUT: folder,
      ...(!others.includes('--list') &&
        reportVariables(flags, { sharded, ...(reporters !== undefined && { reporters }) })),
    },
  }
}

/** Which part of the suite is run, whoever is told; undefined when all of it is. */
export function shardOf({ shard }: TestFlags, rest: readonly string[]): string | undefined {
  return shard ?? taken(rest, '--shard').value
}

/** The value of a flag as `--flag=value` or `--flag value`, and what is left without it. */
export function taken(args: readonly string[], flag: string) {
  const at = args.findIndex((each) => each === flag || each.startsWith(`${flag}=`))
  if (at < 0) return { value: undefined, others: args }
  const joined = args[at]?.slice(flag.length + 1)
  const after = at + (joined ? 1 : 2)
  return { value: joined || args[at + 1], others: [...args.slice(0, at), ...args.slice(after)] }
}

function refuseWhatIsOurs({ json, minCoverage }: TestFlags, rest: readonly string[]): void {
  const other = rest.find((each) => /^(-c|--config)/.test(each))
  if (other) throw new UsageError(`${other}: the suite has a configuration of its own`)
  const talks = rest.find((each) => talkative.includes(each))
  if (json && talks) {
    throw new UsageError(
      `--json tells what a run came to, and ${talks} runs nothing: leave out one`,
    )
  }
  const { value: part, others } = taken(rest, '--shard')
  const [choice] = chosenBy(others)
  if (choice !== undefined && minCoverage) {
    throw new UsageError(
      `--min-coverage is of the whole suite, and ${choice} chooses some of it: leave out one, or give --min-coverage 0`,
    )
  }
  if (part !== undefined) refuseOddShard(part)
  for (const flag of ['--timeout', '--global-timeout']) {
    const { value: ms } = taken(rest, flag)
    if (Number(ms) > MOST_MS) {
      throw new UsageError(`${flag} takes milliseconds up to ${MOST_MS}, not ${ms}`)
    }
  }
}

function refuseMissingReporters(list: string): void {
  const [missing] = missingReporters(list)
  if (missing === undefined) return
  throw new UsageError(
    `--reporter ${missing}: there is no such file or package, and Playwright has ${playwrightReporters.join(', ')}`,
  )
}

function refuseOddShard(part: string): void {
  try {
    readShard(part)
  } catch (error) {
    throw new UsageError(`--shard ${part}: ${(error as Error).message}`)
  }
}

/** Playwright empties it. */
function folderOf(output: string | undefined): string {
  if (output === undefined) return outputDir()
  const folder = resolve(output)
  const below = relative(folder, process.cwd())
  if (below === '' || !/^\.\.|^\//.test(below)) {
    throw new UsageError(`--output ${output}: the folder is emptied, and you are in it`)
  }
  if (existsSync(folder) && !statSync(folder).isDirectory()) {
    throw new UsageError(`--output ${output}: it takes a folder, and that is a file`)
  }
  return folder
}
