/** What `rehearsal test` reads in the section `test` of the file, by the same names as the flags. */
import type { Command, Option } from 'commander'
import { UsageError } from '../usage-error.ts'
import { configFile, readTestSection } from './config-file.ts'
import { twinOf } from './settings.ts'
import { type TestFlags, testFlags } from './test-flags.ts'

/**
 * The flags over the environment over the file.
 * @throws UsageError that names the file and the setting
 */
export function withTestConfig(flags: TestFlags, command: Command): TestFlags {
  const options = new Map(testFlags().map((option) => [option.attributeName(), option]))
  const settings = Object.entries(readTestSection()).map(([name, value]) => {
    refuseCredential(name)
    const option = options.get(name)
    if (!option) throw unknownSetting(name, [...options.keys()])
    return { name, option, value: settingOf(option, value) }
  })
  const unsaid = settings.filter(
    ({ name, option }) =>
      command.getOptionValueSource(name) === undefined && process.env[twinOf(option)] === undefined,
  )
  const found = Object.fromEntries(unsaid.map(({ name, value }) => [name, value]))
  return { ...flags, ...found, ...nearerToken(command) }
}

/** A command that is given as a flag is over a token of the environment. */
function nearerToken(command: Command): Pick<TestFlags, 'token'> {
  const asFlag = (name: string) => command.getOptionValueSource(name) === 'cli'
  return asFlag('tokenCommand') && !asFlag('token') ? { token: '' } : {}
}

function refuseCredential(name: string): void {
  if (!/(token|secret|password)s?$/i.test(name)) return
  throw new UsageError(
    `${configFile}: test.${name}: a credential is not read from a file, which others may read too; set REHEARSAL_TOKEN in the environment, or tokenCommand here`,
  )
}

function unknownSetting(name: string, known: readonly string[]): UsageError {
  const list = known.filter((each) => each !== 'token').sort()
  return new UsageError(
    `${configFile}: test.${name} is not a setting; there are ${list.join(', ')}`,
  )
}

/** A list is a flag given repeatedly; names with values are one of `name=value` each. */
function settingOf(option: Option, value: unknown): unknown {
  const what = `${configFile}: test.${option.attributeName()}`
  if (option.isBoolean()) {
    if (typeof value === 'boolean') return value
    throw new UsageError(`${what}: It takes true or false, not ${JSON.stringify(value)}.`)
  }
  try {
    return textsOf(value).reduce<unknown>(
      (before, text) => (option.parseArg ? option.parseArg(text, before) : text),
      undefined,
    )
  } catch (error) {
    throw new UsageError(`${what}: ${(error as Error).message}`)
  }
}

function textsOf(value: unknown): string[] {
  if (typeof value === 'string' || typeof value === 'number') return [String(value)]
  if (Array.isArray(value)) return value.flatMap(textsOf)
  if (typeof value !== 'object' || value === null) {
    throw new Error(`It takes a text, not ${JSON.stringify(value)}.`)
  }
  return Object.entries(value).map(([name, one]) => `${name}=${textsOf(one).join(',')}`)
}
