import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { strictnesses } from '../callers.ts'
import { durabilities } from '../store/durability.ts'
import { UsageError } from '../usage-error.ts'
import { headerName, readDelay, whole } from './values.ts'

export const configFile = 'rehearsal.config.yaml'

const readers: Readonly<Record<string, (value: unknown) => unknown>> = {
  port: (value) => whole(0, 65535)(scalar(value)),
  users: (value) => whole(0, 10_000_000)(scalar(value)),
  randomSeed: (value) => whole(0, 2 ** 32 - 1)(scalar(value)),
  delay: (value) => readDelay(scalar(value)),
  host: text,
  db: text,
  seed: text,
  auth: oneOf(...strictnesses),
  durability: oneOf(...durabilities),
  cors: (value) => oneOf('on', 'off')(typeof value === 'boolean' ? (value ? 'on' : 'off') : value),
  ephemeral: oneOf(true, false),
  watch: oneOf(true, false),
  profile: text,
  applicationTokenHeader: (value) => headerName(text(value)),
  schemas: (value) => [value].flat().map((file) => resolve(text(file))),
  apis: (value) => [value].flat().map(text),
  spec: (value) => {
    if (typeof value !== 'object' || value === null)
      throw new Error('It takes a file for each API.')
    return Object.fromEntries(
      Object.entries(value).map(([api, file]) => [api, resolve(text(file))]),
    )
  },
}

function scalar(value: unknown): string {
  return typeof value === 'number' ? String(value) : text(value)
}

function text(value: unknown): string {
  if (typeof value === 'string') return value
  throw new Error(`It takes a text, not ${JSON.stringify(value)}.`)
}

function oneOf(...choices: readonly unknown[]): (value: unknown) => unknown {
  return (value) => {
    if (choices.includes(value)) return value
    throw new Error(`It takes one of ${choices.join(', ')}, not ${JSON.stringify(value)}.`)
  }
}

/**
 * What the file in the working folder says, by setting; nothing when there is none.
 * @throws UsageError that names the file and the setting.
 */
export function readConfig(): Record<string, unknown> {
  const { test: _, ...settings } = wholeConfig()
  const entries = Object.entries(settings)
  return Object.fromEntries(entries.map(([name, value]) => [name, configured(name, value)]))
}

/** The section of `rehearsal test`, as it is. @throws UsageError when it is no section. */
export function readTestSection(): Record<string, unknown> {
  return settingsIn(wholeConfig().test ?? {}, 'test takes settings with values, as rate: 5')
}

function wholeConfig(): Record<string, unknown> {
  if (!existsSync(configFile)) return {}
  return settingsIn(parseConfig() ?? {}, 'it takes settings with values, as port: 4010')
}

function settingsIn(value: unknown, takes: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>
  }
  throw new UsageError(`${configFile}: ${takes}`)
}

function configured(name: string, value: unknown): unknown {
  const read = Object.hasOwn(readers, name) ? readers[name] : undefined
  if (!read) {
    const known = [...Object.keys(readers), 'test'].sort().join(', ')
    throw new UsageError(`${configFile}: ${name} is not a setting; there are ${known}`)
  }
  try {
    return read(value)
  } catch (error) {
    throw new UsageError(`${configFile}: ${name}: ${(error as Error).message}`)
  }
}

function parseConfig(): unknown {
  // An `import` would load it also where there is no such file.
  const yaml = createRequire(import.meta.url)('js-yaml') as typeof import('js-yaml')
  try {
    return yaml.load(readFileSync(configFile, 'utf8'))
  } catch (error) {
    if (error instanceof yaml.YAMLException) throw new UsageError(`${configFile}: ${error.message}`)
    throw error
  }
}
