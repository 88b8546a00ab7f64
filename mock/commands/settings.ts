import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { strictnesses } from '../callers.ts'
import type { Tuning } from '../dialects/dialect.ts'
import type { Settings } from '../server.ts'
import { type Durability, durabilities } from '../store/durability.ts'
import { UsageError } from '../usage-error.ts'
import { readConfig } from './config-file.ts'
import { headerName, readDelay, whole } from './values.ts'

/** What a person can set: by flag, by environment, or in `rehearsal.config.yaml`, in this order. */
export interface Flags {
  readonly port?: number
  readonly host?: string
  readonly auth?: 'lenient' | 'strict' | 'off'
  readonly db?: string
  readonly ephemeral?: boolean
  readonly durability?: Durability
  readonly foldAfter?: number
  readonly seed?: string
  readonly users?: number
  readonly randomSeed?: number
  readonly cors?: 'on' | 'off'
  readonly delay?: readonly [number, number]
  readonly watch?: boolean
  readonly spec?: Readonly<Record<string, string>>
  readonly profile?: string
  readonly schemas?: readonly string[]
  readonly applicationTokenHeader?: string
  readonly apis?: readonly string[]
  readonly json?: boolean
  readonly quiet?: boolean
}

const defaultDb = '.rehearsal/state.json'

/** Adds the flags of `serve`; each has a twin in the environment. */
export function serveFlags(command: Command): Command {
  const flags = [
    flag('-p, --port <port>', 'port to listen on; 0 takes a free one (4010)', 'PORT').argParser(
      whole(0, 65535),
    ),
    flag('--host <host>', 'address to bind to (127.0.0.1)'),
    flag('--auth <mode>', 'how credentials are judged').choices(strictnesses),
    ...stateFlags(),
    flag('--durability <kind>', 'what a reply to a write waits for (journal)').choices(
      durabilities,
    ),
    // For proofs: what is folded seldom cannot be met by a crash while it is.
    flag('--fold-after <bytes>', 'how long a journal may get before it is folded')
      .argParser(whole(1, Number.MAX_SAFE_INTEGER))
      .hideHelp(),
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
    ...tuningFlags(),
    applicationHeaderFlag(),
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

export function tuningFlags(): Option[] {
  return [
    flag('--profile <name>', 'whose SCIM client is served: strict, entra or okta (strict)'),
    flag('--schemas <file>', 'SCIM schema extensions, as JSON; repeatable').argParser(
      (text, before: readonly string[] = []) => [
        ...before,
        ...text.split(',').map((file) => resolve(file)),
      ],
    ),
  ]
}

export function applicationHeaderFlag(): Option {
  return flag(
    '--application-token-header <name>',
    'where an application shows its own token (nexus: ApplicationToken)',
  ).argParser(headerName)
}

export function specFlag(): Option {
  return flag('--spec <api=file>', 'another document in the place of ours; repeatable').argParser(
    readSpecs,
  )
}

/**
 * The flags over the environment over the file. What says where the state is beats what says the
 * opposite further down.
 * @throws UsageError for a bad file.
 */
export function withConfig(flags: Flags, command: Command): Flags {
  const layers: Partial<Record<string, unknown>>[] = [readConfig(), {}, {}]
  for (const [name, value] of Object.entries(flags)) {
    const layer = layers[command.getOptionValueSource(name) === 'env' ? 1 : 2]
    if (layer && value !== undefined) layer[name] = value
  }
  return layers.reduce((below, above) => {
    const { db: _, ephemeral: __, ...rest } = below
    const says = above.db !== undefined || above.ephemeral === true
    return { ...(says ? rest : below), ...above }
  }) as Flags
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
    durability: flags.durability,
    foldAfter: flags.foldAfter,
    choice: {
      ...(seed === undefined ? {} : { seed }),
      ...(users === undefined ? {} : { users }),
      ...(randomSeed === undefined ? {} : { randomSeed }),
    },
    cors: flags.cors !== 'off',
    delay: flags.delay ?? [0, 0],
    specs: new Map(Object.entries(flags.spec ?? {})),
    tuning: tuningOf(flags),
  }
}

/** @throws UsageError when a file with schemas cannot be read. */
export function tuningOf({ profile, schemas = [], applicationTokenHeader }: Flags): Tuning {
  return {
    ...(profile !== undefined && { profile }),
    ...(applicationTokenHeader !== undefined && { applicationTokenHeader }),
    schemas: schemas.flatMap(readSchemas),
  }
}

/** A file has one schema, or a list of them. */
function readSchemas(file: string): readonly unknown[] {
  try {
    return [JSON.parse(readFileSync(file, 'utf8')) as unknown].flat()
  } catch (error) {
    throw new UsageError(`${file}: no schemas can be read: ${(error as Error).message}`)
  }
}

export function dbOf({ db, ephemeral }: Flags): string | undefined {
  if (ephemeral && db !== undefined) throw new UsageError('choose either --db or --ephemeral')
  if (ephemeral) return undefined
  const file = resolve(db ?? defaultDb)
  const folder = dirname(file)
  if (isFolder(file)) throw new UsageError(`--db takes a file, and ${file} is a folder`)
  if (existsSync(folder) && !isFolder(folder)) {
    throw new UsageError(`--db takes a file in a folder, and ${folder} is none`)
  }
  return file
}

function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory()
}

export function flag(names: string, description: string, env?: string): Option {
  const option = new Option(names, description)
  const twin = env ?? twinOf(option)
  // Commander takes a switch for on as soon as its variable is there, whatever it says.
  const off = option.isBoolean() && !isOn(twin, process.env[twin] ?? '')
  return off ? option : option.env(twin)
}

/** @throws UsageError for what is neither yes nor no: it might have been meant as either */
function isOn(variable: string, value: string): boolean {
  if (/^(1|true|yes|on)$/i.test(value)) return true
  if (/^(0|false|no|off|)$/i.test(value)) return false
  throw new UsageError(`${variable} takes 1 or 0, not ${JSON.stringify(value)}`)
}

/** The variable that says the same as a flag, unless it has one of its own. */
export function twinOf(option: Option): string {
  return `REHEARSAL_${option.name().replaceAll('-', '_').toUpperCase()}`
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
