#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Command, CommanderError, Option } from 'commander'
import { complain, say, type Tone } from './commands/output.ts'
import {
  applicationHeaderFlag,
  dbOf,
  type Flags,
  flag,
  serveFlags,
  settingsOf,
  specFlag,
  stateFlags,
  withConfig,
} from './commands/settings.ts'
import type { TestFlags } from './commands/test.ts'

const BAD_USAGE = 2

/** Errors whose message is for the person at the keyboard; any other is a fault of ours. */
const codes: ReadonlyMap<string, number> = new Map([
  ['UsageError', BAD_USAGE],
  ['SpecError', BAD_USAGE],
  ['FixtureError', BAD_USAGE],
  ['Locked', BAD_USAGE],
  ['DamagedState', BAD_USAGE],
  ['Inconclusive', 3],
])

const manifest = fileURLToPath(import.meta.resolve('rehearsal/package.json'))
const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }

const program = new Command('rehearsal')
  .description(
    'A stand-in for identity APIs, and the suite that it and the real deployment must pass.',
  )
  .version(version)
  .exitOverride()
  .configureOutput({ outputError: () => undefined })
  .configureHelp({ showGlobalOptions: true })
  .addHelpText(
    'after',
    '\nExit codes: 0 pass, 1 contract broken, 2 bad usage, 3 inconclusive, 130 interrupted.',
  )

tones(serveFlags(program.command('serve [api...]')))
  .description('play APIs, all of them when none is named')
  .action(async (apis: string[], options: Flags, command: Command) => {
    const { serve } = await import('./commands/serve.ts')
    const flags = withConfig(options, command)
    const tone = { ...options, watch: flags.watch === true }
    process.exitCode = await serve(settingsOf(flags, apis), tone)
  })

tones(program.command('test [api...]'))
  .description(
    'run the suite against the mock, or against --target; what follows -- goes to Playwright',
  )
  .addOption(
    new Option('--target <url>', "an API's base URL, or the root of a mock; api=URL, repeatable")
      .env('REHEARSAL_TARGET')
      .argParser((url, before: readonly string[] = []) => [...before, url]),
  )
  .addOption(flag('--allow-writes', 'create, change and delete at the target'))
  .addOption(
    new Option('--token <token>', "the administrator's at the target").env('REHEARSAL_TOKEN'),
  )
  .addOption(specFlag())
  .addOption(applicationHeaderFlag())
  .action(async (given: string[], options: TestFlags) => {
    const { test } = await import('./commands/test.ts')
    const rest = afterDashes()
    const names = given.slice(0, given.length - rest.length)
    process.exitCode = await test(names, options, rest)
  })

tones(program.command('routes [api...]'))
  .description('list every operation: where it is mounted, how we know of it, whether it is played')
  .addOption(specFlag())
  .action(async (apis: string[], options: Flags, command: Command) => {
    const { readApis } = await import('./mounts.ts')
    const { routeRows, routeTable } = await import('./commands/routes.ts')
    const rows = routeRows(
      readApis(apis, new Map(Object.entries(withConfig(options, command).spec ?? {}))),
    )
    say(
      options,
      () => routeTable(rows),
      () => rows,
    )
  })

const resetting = tones(program.command('reset'))
  .description('begin the state anew, in the running mock or on disk')
  .addOption(
    new Option('--token <token>', 'the admin token of a mock bound off loopback').env(
      'REHEARSAL_ADMIN_TOKEN',
    ),
  )
  .action(async (options: Flags & { token?: string }, command: Command) => {
    const { reset } = await import('./commands/reset.ts')
    const done = await reset(dbOf(withConfig(options, command)), options.token)
    say(
      options,
      () => done,
      () => ({ done }),
    )
  })
for (const option of stateFlags()) resetting.addOption(option)

tones(program.command('validate <spec>'))
  .description('check an OpenAPI 3.1 document that is to be used with --spec')
  .action(async (file: string, options: Tone) => {
    const { validate } = await import('./commands/validate.ts')
    const { spec, faults } = await validate(file)
    for (const fault of faults) complain(options, `${file}: ${fault}`)
    if (faults.length > 0) process.exitCode = BAD_USAGE
    else
      say(
        options,
        () => `${file} is valid: ${spec.operations.length} operations`,
        () => ({ valid: true }),
      )
  })

function tones(command: Command): Command {
  return command
    .addOption(flag('--json', 'answer in JSON, for programs'))
    .addOption(flag('-q, --quiet', 'print errors only'))
}

/** Commander takes what follows `--` for arguments as well. */
function afterDashes(): string[] {
  const at = process.argv.indexOf('--')
  return at < 0 ? [] : process.argv.slice(at + 1)
}

try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = exitCodeOf(error)
}

function exitCodeOf(error: unknown): number {
  const { REHEARSAL_JSON = '' } = process.env
  const tone = { json: process.argv.includes('--json') || !/^(0|false|)$/i.test(REHEARSAL_JSON) }
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0
    if (error.code !== 'commander.help') complain(tone, error.message.replace(/^error: /, ''))
    return BAD_USAGE
  }
  const code = codes.get((error as Error).name)
  complain(tone, code ? (error as Error).message : String((error as Error).stack ?? error))
  return code ?? 1
}
