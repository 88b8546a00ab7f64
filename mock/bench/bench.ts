/** `npm run bench`: what ours costs, beside its peers and the floor. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Command, InvalidArgumentError, Option } from 'commander'
import pc from 'picocolors'
import { chart } from './chart.ts'
import { type Measure, measures } from './figures.ts'
import { endAll } from './processes.ts'
import { between } from './readme.ts'
import { type Found, newFolder, type Plan, run } from './run.ts'
import { serverNames, servers } from './servers.ts'
import { table, targetTable } from './table.ts'
import { targets } from './targets.ts'

interface Options {
  readonly sizes: readonly number[]
  readonly rounds: number
  readonly seconds: number
  readonly only: readonly string[]
  readonly measures: readonly string[]
  readonly quick?: true
  readonly write?: true
  readonly out: string
}

const root = dirname(fileURLToPath(import.meta.resolve('rehearsal/package.json')))
const measureNames = Object.keys(measures)

const command = new Command('bench')
  .description('measures what a request costs, beside the peers and bare node:http, in one run')
  .option('--sizes <list>', 'how many users', numbers, [1000, 10_000, 100_000, 1_000_000])
  .option('--rounds <count>', 'how often each is measured; medians are shown', positive, 3)
  .option('--seconds <count>', 'how long each is measured in a round', positive, 1)
  .addOption(list('--only <servers>', serverNames))
  .addOption(list('--measures <list>', measureNames))
  .option('--quick', '1,000 and 10,000 users, one round of one second, unless said otherwise')
  .option('--write', 'puts the result into README.md and mock/bench')
  .option('--out <folder>', 'where results.json and chart.svg go', 'test-results/bench')
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))

command.parse()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void interrupted())
const folder = newFolder()
try {
  await bench(planned(command.opts<Options>()), command.opts<Options>())
} finally {
  await clear()
}

async function bench(plan: Plan, { write, out }: Options): Promise<void> {
  const from = performance.now()
  const found = await run(plan, folder)
  console.error(pc.dim(`measured in ${minutes(performance.now() - from)}`))
  const text = report(found, plan)
  console.log(text)
  const place = write ? join(root, 'mock', 'bench') : resolve(out)
  mkdirSync(place, { recursive: true })
  const goals = targets(found.figures)
  const result = { ...machine(), ...shownOf(plan), targets: goals, ...found }
  writeFileSync(join(place, 'results.json'), `${JSON.stringify(result, null, 2)}\n`)
  writeFileSync(join(place, 'chart.svg'), chart(found.figures, plan.servers))
  console.error(pc.dim(`results.json and chart.svg are in ${relative('', place) || '.'}`))
  if (!write) return
  const readme = join(root, 'README.md')
  const picture = '![What a request costs, by the number of users](mock/bench/chart.svg)'
  writeFileSync(readme, between(readFileSync(readme, 'utf8'), `${text}\n\n${picture}`))
}

function report({ figures, missing }: Found, plan: Plan): string {
  const { date, processor, cores, memory, node } = machine()
  const where = `${date}, ${cores} cores of ${processor}, ${memory}, Node ${node}, ${plan.rounds} rounds of ${plan.seconds} s.`
  const parts = [where, table(figures, plan.servers), targetTable(targets(figures))]
  const absent = missing.map((each) => `- not measured: ${each.split('\n')[0]}`).join('\n')
  return [...parts, ...(absent ? [absent] : [])].join('\n\n')
}

function planned(options: Options): Plan {
  const given = (name: string) => command.getOptionValueSource(name) === 'cli'
  const quick = (name: string, value: number) => options.quick && !given(name) && value
  return {
    sizes: options.quick && !given('sizes') ? [1000, 10_000] : options.sizes,
    rounds: quick('rounds', 1) || options.rounds,
    seconds: quick('seconds', 1) || options.seconds,
    servers: servers.filter(({ name }) => options.only.includes(name)),
    measures: options.measures as readonly Measure[],
    progress: (line) => console.error(pc.dim(line)),
  }
}

function minutes(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000)
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}

function shownOf({ sizes, rounds, seconds, servers }: Plan) {
  return { sizes, rounds, seconds, servers: servers.map(({ name, title }) => ({ name, title })) }
}

function machine() {
  const date = new Date().toISOString().slice(0, 10)
  const [first, ...others] = cpus()
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`
  const processor = first?.model.trim() ?? 'an unknown processor'
  return { date, processor, cores: others.length + 1, memory, node: process.versions.node }
}

async function clear(): Promise<void> {
  await endAll()
  rmSync(folder, { recursive: true, force: true })
}

async function interrupted(): Promise<void> {
  await clear()
  process.exit(130)
}

function list(flags: string, known: readonly string[]): Option {
  return new Option(flags, `some of: ${known.join(', ')}`)
    .default(known, 'all')
    .argParser((text) => {
      const named = text.split(',')
      const strange = named.find((each) => !known.includes(each))
      if (strange)
        throw new InvalidArgumentError(`There is no ${strange}; there are ${known.join(', ')}.`)
      return named
    })
}

function numbers(text: string): number[] {
  const sizes = text.split(',').map((each) => {
    const size = positive(each)
    if (size < 1000 || !Number.isInteger(size))
      throw new InvalidArgumentError('1,000 is the least.')
    return size
  })
  return sizes.sort((one, other) => one - other)
}

function positive(text: string): number {
  const number = Number(text)
  if (number > 0) return number
  throw new InvalidArgumentError(`${text} is no number above 0.`)
}
