/** What `rehearsal test` can be told. The suite reads it from the flags' twins in the environment. */
import { Option } from 'commander'
import type { Tone } from './output.ts'
import { applicationHeaderFlag, flag, specFlag } from './settings.ts'

export interface TestFlags extends Tone {
  /** An API's base URL, or the root of a mock; `api=URL` names the API. */
  readonly target?: readonly string[]
  readonly allowWrites?: boolean
  /** The administrator's, for a real deployment. */
  readonly token?: string
  readonly ledger?: string
  readonly spec?: Readonly<Record<string, string>>
  readonly applicationTokenHeader?: string
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
    flag('--token <token>', "the administrator's at the target"),
    flag('--ledger <file>', 'when two targets last agreed; off keeps none (rehearsal.parity.json)'),
    specFlag(),
    applicationHeaderFlag(),
  ]
}

/** Flags that are worked out before the suite is told. */
const worked = ['target', 'allowWrites', 'spec']

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
