/** What `rehearsal test` can be told. The suite reads it from the flags' twins in the environment. */
import { InvalidArgumentError, Option } from 'commander'
import { type ReportName, reportNames } from '../../contracts/reports/reporters.ts'
import type { Tone } from './output.ts'
import { applicationHeaderFlag, flag, specFlag } from './settings.ts'
import { whole } from './values.ts'

export interface TestFlags extends Tone {
  /** An API's base URL, or the root of a mock; `api=URL` names the API. */
  readonly target?: readonly string[]
  readonly allowWrites?: boolean
  /** The administrator's, for a real deployment. */
  readonly token?: string
  readonly spec?: Readonly<Record<string, string>>
  readonly applicationTokenHeader?: string
  readonly report?: readonly ReportName[]
  /** In percent. */
  readonly minCoverage?: number
  /** As `2/3`. */
  readonly shard?: string
}

export function testFlags(): Option[] {
  return [
    new Option('--target <url>', "an API's base URL, or the root of a mock; api=URL, repeatable")
      .env('REHEARSAL_TARGET')
      .argParser((url, before: readonly string[] = []) => [...before, url]),
    flag('--allow-writes', 'create, change and delete at the target'),
    flag('--token <token>', "the administrator's at the target"),
    specFlag(),
    applicationHeaderFlag(),
    ...reportFlags(),
    flag(
      '--shard <part/of>',
      'run a part of the suite, as 1/3; rehearsal merge joins the reports',
    ).argParser(shard),
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

function reports(text: string, before: readonly ReportName[] = []): ReportName[] {
  const names = text.split(',').map((name) => {
    const known = reportNames.find((one) => one === name.trim())
    if (!known) throw new InvalidArgumentError(`It takes ${reportNames.join(', ')}.`)
    return known
  })
  return [...new Set([...before, ...names])]
}

function shard(text: string): string {
  const [, part, of] = /^(\d+)\/(\d+)$/.exec(text) ?? []
  if (Number(part) >= 1 && Number(part) <= Number(of)) return text
  throw new InvalidArgumentError('It takes a part and how many there are, as 1/3.')
}

/** Flags that are worked out before the suite is told. */
const worked = ['target', 'allowWrites', 'spec', 'report', 'shard']

/** The twins of the flags that are given, for the suite's processes. */
export function twinsOf(flags: TestFlags): NodeJS.ProcessEnv {
  const twins: NodeJS.ProcessEnv = {}
  for (const option of testFlags()) {
    const name = option.attributeName()
    const value = (flags as Readonly<Record<string, unknown>>)[name]
    if (option.envVar && value !== undefined && !worked.includes(name)) {
      twins[option.envVar] = inWords(value)
    }
  }
  return twins
}

function inWords(value: unknown): string {
  if (typeof value === 'boolean') return value ? '1' : ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
