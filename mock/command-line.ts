import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Command, CommanderError, Option } from 'commander'
import { complain, type Output, say, terminal } from './commands/output.ts'
import { type ProxyFlags, proxyFlags } from './commands/proxy-flags.ts'
import {
  dbOf,
  type Flags,
  flag,
  serveFlags,
  settingsOf,
  specFlag,
  stateFlags,
  withConfig,
} from './commands/settings.ts'
import { type SweepFlags, sweepFlags } from './commands/sweep-flags.ts'
import type { TestFlags } from './commands/test-flags.ts'

const BAD_USAGE = 2

/** Errors whose message is for the person at the keyboard; any other is a fault of ours. */
const codes: ReadonlyMap<string, number> = new Map([
  ['UsageError', BAD_USAGE],
  ['SpecError', BAD_USAGE],
  ['FixtureError', BAD_USAGE],
  ['DeviationsError', BAD_USAGE],
  ['Locked', BAD_USAGE],
  ['DamagedState', BAD_USAGE],
  ['Inconclusive', 3],
])

interface Run {
  readonly args: readonly string[]
  readonly to: Output
  code: number
}

/** Does what the arguments say, in the working folder and environment. @returns the exit code. */
export async function run(args: readonly string[], to: Output = terminal): Promise<number> {
  const running: Run = { args, to, code: 0 }
  const program = rehearsal(to)
  try {
    for (const add of [
      addServe,
      addTest,
      addMerge,
      addSweep,
      addProxy,
      addRoutes,
      addReset,
      addValidate,
    ])
      await add(program, running)
    await program.parseAsync(args, { from: 'user' })
    return running.code
  } catch (error) {
    return codeOf(error, running)
  }
}

function rehearsal(to: Output): Command {
  const manifest = fileURLToPath(import.meta.resolve('rehearsal/package.json'))
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }
  return new Command('rehearsal')
    .description(
      'A stand-in for identity APIs, and the suite that it and the real deployment must pass.',
    )
    .version(version)
    .exitOverride()
    .configureOutput({ outputError: () => undefined, writeOut: to.out, writeErr: to.err })
    .configureHelp({ showGlobalOptions: true })
    .addHelpText(
      'after',
      '\nExit codes: 0 pass, 1 contract broken, 2 bad usage, 3 inconclusive, 4 two deployments differ, 130 interrupted.',
    )
}

function addServe(program: Command, running: Run): void {
  toned(serveFlags(program.command('serve [api...]')))
    .description('play APIs, all of them when none is named')
    .action(async (apis: string[], options: Flags, command: Command) => {
      const { serve } = await import('./commands/serve.ts')
      const flags = withConfig(options, command)
      const tone = { ...options, watch: flags.watch === true, to: running.to }
      running.code = await serve(settingsOf(flags, apis), tone)
    })
}

async function addTest(program: Command, running: Run): Promise<void> {
  const testing = toned(program.command('test [api...]'))
    .description(
      'run the suite against the mock, or against --target; what follows -- goes to Playwright',
    )
    .action(async (given: string[], options: TestFlags, command: Command) => {
      const { test } = await import('./commands/test.ts')
      const { withTestConfig } = await import('./commands/test-config.ts')
      const flags = withTestConfig(options, command)
      const rest = afterDashes(running.args)
      const names = given.slice(0, given.length - rest.length)
      running.code = await test(names, { ...flags, to: running.to }, rest)
    })
  await addLater(testing, running, ({ testFlags }) => testFlags())
}

async function addMerge(program: Command, running: Run): Promise<void> {
  const merging = toned(program.command('merge <folders...>'))
    .description('make one report of what the shards of a run left, as one run would have made it')
    .action(async (folders: string[], options: TestFlags) => {
      const { merge } = await import('./commands/merge.ts')
      running.code = await merge(folders, { ...options, to: running.to })
    })
  await addLater(merging, running, ({ reportFlags }) => reportFlags())
}

/** Adds flags that are part of the suite, and loads them only for the command that is called. */
async function addLater(
  command: Command,
  { args }: Run,
  flags: (all: typeof import('./commands/test-flags.ts')) => readonly Option[],
): Promise<void> {
  if (!args.includes(command.name())) return
  for (const option of flags(await import('./commands/test-flags.ts'))) command.addOption(option)
}

function addSweep(program: Command, running: Run): void {
  const sweeping = toned(program.command('sweep'))
    .description('remove what test runs that were killed have left at their targets')
    .action(async (options: SweepFlags) => {
      const { sweep } = await import('./commands/sweep.ts')
      running.code = await sweep({ ...options, to: running.to })
    })
  for (const option of sweepFlags()) sweeping.addOption(option)
}

function addProxy(program: Command, running: Run): void {
  const proxying = toned(program.command('proxy <api>'))
    .description('pass traffic on to a deployment as it is, and judge every message by the spec')
    .action(async (api: string, options: ProxyFlags) => {
      const { proxy } = await import('./commands/proxy.ts')
      running.code = await proxy(api, { ...options, to: running.to })
    })
  for (const option of proxyFlags()) proxying.addOption(option)
}

function addRoutes(program: Command, { to }: Run): void {
  toned(program.command('routes [api...]'))
    .description(
      'list every operation: where it is mounted, how we know of it, whether it is played',
    )
    .addOption(specFlag())
    .action(async (apis: string[], options: Flags, command: Command) => {
      const { readApis } = await import('./mounts.ts')
      const { routeRows, routeTable } = await import('./commands/routes.ts')
      const rows = routeRows(
        readApis(apis, new Map(Object.entries(withConfig(options, command).spec ?? {}))),
      )
      say(
        { ...options, to },
        () => routeTable(rows),
        () => rows,
      )
    })
}

function addReset(program: Command, { to }: Run): void {
  const resetting = toned(program.command('reset'))
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
        { ...options, to },
        () => done,
        () => ({ done }),
      )
    })
  for (const option of stateFlags()) resetting.addOption(option)
}

function addValidate(program: Command, running: Run): void {
  toned(program.command('validate <spec>'))
    .description('check an OpenAPI 3.1 document that is to be used with --spec')
    .action(async (file: string, options: Flags) => {
      const { validate } = await import('./commands/validate.ts')
      const { spec, faults } = await validate(file)
      const tone = { ...options, to: running.to }
      for (const fault of faults) complain(tone, `${file}: ${fault}`)
      if (faults.length > 0) running.code = BAD_USAGE
      else
        say(
          tone,
          () => `${file} is valid: ${spec.operations.length} operations`,
          () => ({ valid: true }),
        )
    })
}

function toned(command: Command): Command {
  return command
    .addOption(flag('--json', 'answer in JSON, for programs'))
    .addOption(flag('-q, --quiet', 'print errors only'))
}

/** Commander takes what follows `--` for arguments as well. */
function afterDashes(args: readonly string[]): readonly string[] {
  const at = args.indexOf('--')
  return at < 0 ? [] : args.slice(at + 1)
}

/** A flag of nobody's may be one of Playwright's in the wrong place. @returns a hint, or nothing */
function hintAt({ code, message }: CommanderError, [command]: readonly string[]): string {
  const isNobodys = code === 'commander.unknownOption' && !message.includes('Did you mean')
  if (command !== 'test' || !isNobodys) return ''
  return '; flags of Playwright go behind --: rehearsal test -- -g filter'
}

function codeOf(error: unknown, { args, to }: Run): number {
  const { REHEARSAL_JSON = '' } = process.env
  const tone = { to, json: args.includes('--json') || !/^(0|false|)$/i.test(REHEARSAL_JSON) }
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0
    const said = error.message.replace(/^error: /, '')
    if (error.code !== 'commander.help') complain(tone, `${said}${hintAt(error, args)}`)
    return BAD_USAGE
  }
  const code = codes.get((error as Error).name)
  complain(tone, code ? (error as Error).message : String((error as Error).stack ?? error))
  return code ?? 1
}
