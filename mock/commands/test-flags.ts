/** What `rehearsal test` can be told. The suite reads it from the flags' twins in the environment. */
import { InvalidArgumentError, Option } from 'commander'
import { DEFAULT_FILE } from '../../contracts/deviations/settings.ts'
import { type ReportName, reportNames } from '../../contracts/reports/reporters.ts'
import { MOST_SHARDS } from '../../contracts/reports/shards.ts'
import { durationOf } from '../../contracts/transport/duration.ts'
import { countOf, rateOf, usualWait } from '../../contracts/transport/limits.ts'
import type { Tone } from './output.ts'
import { applicationHeaderFlag, flag, specFlag, twinOf } from './settings.ts'
import { whole } from './values.ts'

export interface TestFlags extends Tone {
  /** An API's base URL, or the root of a mock; `api=URL` names the API. */
  readonly target?: readonly string[]
  readonly allowWrites?: boolean
  /** Nobody keeps what is at the target. */
  readonly throwAway?: boolean
  /** The administrator's, for a real deployment. */
  readonly token?: string
  readonly ledger?: string
  readonly tokenCommand?: string
  readonly allowHost?: readonly string[]
  readonly maxRequests?: string
  readonly maxCreated?: string
  readonly rate?: string
  readonly maxWait?: string
  readonly settle?: string
  readonly spec?: Readonly<Record<string, string>>
  readonly applicationTokenHeader?: string
  /** The file of known deviations. */
  readonly deviations?: string
  /** The file to add proposed entries to; `true` for the file of known deviations. */
  readonly writeDeviations?: string | true
  /** What the checks that are derived from a document draw by. */
  readonly checkSeed?: string
  readonly report?: readonly ReportName[]
  /** In percent. */
  readonly minCoverage?: number
  /** As `2/3`. */
  readonly shard?: string
  readonly referee?: boolean
  /** Of differences between Prism and Ajv. */
  readonly explained?: string
}

export function testFlags(): Option[] {
  return [
    new Option(
      '--target <url>',
      "an API's base URL, or the root of a mock; api=URL, repeatable; two for one API are compared, and mock is one",
    )
      .env('REHEARSAL_TARGET')
      .argParser((url, before: readonly string[] = []) => [...before, url]),
    flag('--allow-writes', 'create, change and delete at the target'),
    flag('--throw-away', 'nobody keeps what is at the target: anything may be altered there'),
    flag('--token <token>', "the administrator's at the target"),
    flag('--ledger <file>', 'when two targets last agreed; off keeps none (rehearsal.parity.json)'),
    flag('--token-command <command>', 'prints that token, and another when it has expired'),
    ...limitFlags(),
    specFlag(),
    applicationHeaderFlag(),
    flag('--deviations <file>', `what the target is known to do otherwise (${DEFAULT_FILE})`),
    flag('--write-deviations [file]', 'propose entries for what failed, and add them to the file'),
    flag(
      '--check-seed <integer>',
      'what derived checks choose at random is chosen by it (1)',
    ).argParser(checkSeed),
    ...reportFlags(),
    flag(
      '--shard <part/of>',
      'run a part of the suite, as 1/3; rehearsal merge joins the reports',
    ).argParser(shard),
    flag('--referee', 'let Prism judge every message too, and fail where it differs unexplained'),
    flag(
      '--explained <file>',
      'explanations of differences, beside those that come with --referee',
    ),
  ]
}

/** Those of whatever ends in reports. */
export function reportFlags(): Option[] {
  return [
    flag(`--report <names>`, `${reportNames.join(', ')}; repeatable (list)`).argParser(reports),
    flag('--min-coverage <percent>', 'fail when less of the documents is exercised').argParser(
      whole(0, 100),
    ),
  ]
}

/** What keeps a deployment from harm. */
function limitFlags(): Option[] {
  return [
    flag('--allow-host <host>', 'a host that may be asked; repeatable').argParser(
      (text, before: readonly string[] = []) => [...before, ...text.split(',')],
    ),
    flag('--max-requests <count>', 'how many requests the run may send').argParser(
      checked(countOf),
    ),
    flag('--max-created <count>', 'how many things the run may make').argParser(checked(countOf)),
    flag('--rate <number>', 'how many requests a second, over all workers').argParser(
      checked(rateOf),
    ),
    flag(
      '--max-wait <duration>',
      `how long to wait in all for a target that answers 429 (${usualWait})`,
    ).argParser(checked(durationOf)),
    flag(
      '--settle <duration>',
      'how long the target takes until a write is seen everywhere (0s)',
    ).argParser(checked(durationOf)),
  ]
}

/** The text as it is, for the suite reads it again. @throws InvalidArgumentError with what it takes */
function checked(reader: (text: string) => unknown): (text: string) => string {
  return (text) => {
    try {
      reader(text)
      return text
    } catch (error) {
      throw new InvalidArgumentError((error as Error).message)
    }
  }
}

function reports(text: string, before: readonly ReportName[] = []): ReportName[] {
  const names = text.split(',').map((name) => {
    const known = reportNames.find((one) => one === name.trim())
    if (!known) throw new InvalidArgumentError(`It takes ${reportNames.join(', ')}.`)
    return known
  })
  return [...new Set([...before, ...names])]
}

function checkSeed(text: string): string {
  if (/^-?\d{1,9}$/.test(text)) return text
  throw new InvalidArgumentError('It takes an integer of nine digits at most.')
}

/** @throws InvalidArgumentError with what it takes */
export function shard(text: string): string {
  const [, part, of] = /^(\d+)\/(\d+)$/.exec(text) ?? []
  const isPart = Number(part) >= 1 && Number(part) <= Number(of)
  if (isPart && Number(of) <= MOST_SHARDS) return text
  throw new InvalidArgumentError(
    `It takes a part and how many there are, as 1/3, up to ${MOST_SHARDS}.`,
  )
}

/** Flags that are worked out before the suite is told. */
const worked = ['target', 'allowWrites', 'spec', 'report', 'shard']

/** The twins of the flags that are given, for the suite's processes. */
export function twinsOf(flags: TestFlags): NodeJS.ProcessEnv {
  const twins: NodeJS.ProcessEnv = {}
  for (const option of testFlags()) {
    const name = option.attributeName()
    const value = (flags as Readonly<Record<string, unknown>>)[name]
    if (value !== undefined && !worked.includes(name)) {
      // A switch that its variable leaves off has no variable to Commander.
      twins[option.envVar ?? twinOf(option)] = inWords(value)
    }
  }
  return twins
}

function inWords(value: unknown): string {
  if (typeof value === 'boolean') return value ? '1' : ''
  if (Array.isArray(value)) return value.join(',')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
