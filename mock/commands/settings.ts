import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { load, YAMLException } from 'js-yaml'
import type { Settings } from '../server.ts'
import { UsageError } from '../usage-error.ts'

/** What a person can set: by flag, by environment, or in `rehearsal.config.yaml`, in this order. */
export interface Flags {
  readonly port?: number
  readonly host?: string
  readonly auth?: 'lenient' | 'strict' | 'off'
  readonly db?: string
  readonly ephemeral?: boolean
  readonly seed?: string
  readonly users?: number
  readonly randomSeed?: number
  readonly cors?: 'on' | 'off'
  readonly delay?: readonly [number, number]
  readonly watch?: boolean
  readonly spec?: Readonly<Record<string, string>>
  readonly apis?: readonly string[]
  readonly json?: boolean
  readonly quiet?: boolean
}

export const configFile = 'rehearsal.config.yaml'
const defaultDb = '.rehearsal/state.json'

/** Adds the flags of `serve`; each has a twin in the environment. */
export function serveFlags(command: Command): Command {
  const flags = [
    flag('-p, --port <port>', 'port to listen on; 0 takes a free one (4010)', 'PORT').argParser(
      whole(0, 65535),
    ),
    flag('--host <host>', 'address to bind to (127.0.0.1)'),
    flag('--auth <mode>', 'how credentials are judged').choices(['lenient', 'strict', 'off']),
    ...stateFlags(),
    flag('--seed <world>', 'fixture, generated, or a file: the people to begin with (fixture)'),
    flag(
      '--users <count>',
      'how many people the generator adds; implies --seed generated',
    ).argParser(whole(0, 10_000_000)),
    flag('--random-seed <number>', 'the same number makes the same people (1)').argParser(
      whole(0, 2 ** 32 - 1),
    ),
    flag('--cors <on|off>', 'whether pages of other origins may call (on)').choices(['on', 'off']),
    flag('--delay <ms>', 'wait before each reply: 200, or 100-300').argParser(readDelay),
    flag('--watch', 'follow the specs and take over valid edits; the state stays'),
    specFlag(),
  ]
  for (const each of flags) command.addOption(each)
  return command
}

export function stateFlags(): Option[] {
  return [
    flag('--db <file>', `where the state is (${defaultDb})`),
    flag('--ephemeral', 'keep the state in memory only'),
  ]
}

export function specFlag(): Option {
  return flag('--spec <api=file>', 'another document in the place of ours; repeatable').argParser(
    readSpecs,
  )
}

/** The flags over the environment over the file. @throws UsageError for a bad file. */
export function withConfig(flags: Flags): Flags {
  return { ...readConfig(), ...flags }
}

export function settingsOf(flags: Flags, apis: readonly string[]): Settings {
  const { seed = flags.users === undefined ? undefined : 'generated', users, randomSeed } = flags
  if (users !== undefined && seed !== 'generated') {
    throw new UsageError(`--users goes with --seed generated, not with --seed ${seed}`)
  }
  return {
    apis: apis.length > 0 ? apis : (flags.apis ?? []),
    host: flags.host ?? '127.0.0.1',
    port: flags.port ?? 4010,
    auth: flags.auth ?? 'lenient',
    db: dbOf(flags),
    choice: {
      ...(seed === undefined ? {} : { seed }),
      ...(users === undefined ? {} : { users }),
      ...(randomSeed === undefined ? {} : { randomSeed }),
    },
    cors: flags.cors !== 'off',
    delay: flags.delay ?? [0, 0],
    specs: new Map(Object.entries(flags.spec ?? {})),
  }
}

export function dbOf({ db, ephemeral }: Flags): string | undefined {
  if (ephemeral && db !== undefined) throw new UsageError('choose either --db or --ephemeral')
  return ephemeral ? undefined : resolve(db ?? defaultDb)
}

function flag(names: string, description: string, env?: string): Option {
  const option = new Option(names, description)
  const twin = option.name().replaceAll('-', '_').toUpperCase()
  return option.env(env ?? `REHEARSAL_${twin}`)
}

function whole(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (/^\d+$/.test(text) && value >= least && value <= most) return value
    throw new InvalidArgumentError(`It takes a whole number from ${least} to ${most}.`)
  }
}

function readDelay(text: string): readonly [number, number] {
  const [, least, most = least] = /^(\d{1,6})(?:-(\d{1,6}))?$/.exec(text) ?? []
  if (least !== undefined && Number(least) <= Number(most)) return [Number(least), Number(most)]
  throw new InvalidArgumentError('It takes milliseconds (200) or a range of them (100-300).')
}

function readSpecs(text: string, before: Readonly<Record<string, string>> = {}) {
  const found: Record<string, string> = { ...before }
  for (const pair of text.split(',')) {
    const at = pair.indexOf('=')
    if (at < 1)
      throw new InvalidArgumentError('It takes the name of an API and a file: hub=hub.yaml.')
    found[pair.slice(0, at)] = resolve(pair.slice(at + 1))
  }
  return found
}

const readers: Readonly<Record<string, (value: string) => unknown>> = {
  port: whole(0, 65535),
  users: whole(0, 10_000_000),
  randomSeed: whole(0, 2 ** 32 - 1),
  delay: readDelay,
}
const plain = ['host', 'auth', 'db', 'ephemeral', 'seed', 'cors', 'watch', 'spec', 'apis']

function readConfig(): Flags {
  if (!existsSync(configFile)) return {}
  const entries = Object.entries((parseConfig() ?? {}) as Record<string, unknown>)
  return Object.fromEntries(entries.map(([name, value]) => [name, configured(name, value)]))
}

function parseConfig(): unknown {
  try {
    return load(readFileSync(configFile, 'utf8'))
  } catch (error) {
    if (error instanceof YAMLException) throw new UsageError(`${configFile}: ${error.message}`)
    throw error
  }
}

function configured(name: string, value: unknown): unknown {
  const read = readers[name]
  if (!read && !plain.includes(name)) {
    const known = [...Object.keys(readers), ...plain].sort().join(', ')
    throw new UsageError(`${configFile}: ${name} is not a setting; there are ${known}`)
  }
  try {
    return read ? read(String(value)) : value
  } catch (error) {
    throw new UsageError(`${configFile}: ${name}: ${(error as Error).message}`)
  }
}
