/** One run: the same people and the same load for every server, one after the other in each round. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Figure, type Measure, measures, median, type Place } from './figures.ts'
import { type Amount, type Cannon, type Cost, cannon, load, pace, type Requests } from './load.ts'
import type { Running } from './processes.ts'
import { type Load, loads } from './requests.ts'
import type { Server } from './servers.ts'
import { makeWorld, type World } from './world.ts'

export interface Plan {
  readonly sizes: readonly number[]
  readonly rounds: number
  /** For each measure of each server in each round. */
  readonly seconds: number
  readonly servers: readonly Server[]
  readonly measures: readonly Measure[]
  /** Told what is done now. */
  progress(line: string): void
}

export interface Found {
  readonly figures: readonly Figure[]
  /** What was not measured though it could have been, and why. */
  readonly missing: readonly string[]
}

interface Stage {
  readonly world: World
  readonly plan: Plan
  readonly figures: Figure[]
  readonly missing: string[]
}

/** How many connections a measure has; a sandbox is opened by one caller, who waits for it. */
const CONNECTIONS = 16
/** A request that takes this many times a round is measured once. */
const SLOW = 3

/** A folder of its own for all files of a run; whoever makes it takes it away. */
export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'rehearsal-bench-run-'))
}

export async function run(plan: Plan, folder: string): Promise<Found> {
  const figures: Figure[] = []
  const missing: string[] = []
  for (const [place, size] of plan.sizes.entries()) {
    const making = `${size.toLocaleString('en')} users`
    plan.progress(`making ${making}`)
    const make = () => makeWorld(size, join(folder, String(size)))
    const world = await attempt('rehearsal', missing, make, making)
    if (!world) continue
    const stage = { world, plan, figures, missing }
    if (place === 0 && plan.measures.includes('cold')) await measureColdStarts(stage)
    await measureSize(stage, place === 0)
    rmSync(world.folder, { recursive: true, force: true })
  }
  return { figures, missing }
}

async function measureColdStarts({ world, plan, figures, missing }: Stage): Promise<void> {
  const costs = new Map<Server, Cost[]>()
  for (let round = 1; round <= plan.rounds; round++) {
    for (const server of plan.servers) {
      plan.progress(`cold start, round ${round}: ${server.title}`)
      const running = await attempt(server.title, missing, () =>
        (server.startCold ?? server.start)(world),
      )
      if (!running) continue
      costs.set(server, [...(costs.get(server) ?? []), running.start])
      await running.kill()
    }
  }
  for (const [server, each] of costs) {
    figures.push(figure({ server: server.name, measure: 'cold', size: world.size }, each))
  }
}

async function measureSize(stage: Stage, isFirst: boolean): Promise<void> {
  const { world, plan, missing } = stage
  const running = new Map<Server, Running>()
  for (const server of plan.servers) {
    if (world.size > server.most || !(server.keepsPeople || isFirst)) continue
    plan.progress(`starting ${server.title}`)
    const started = await attempt(server.title, missing, () => server.start(world))
    if (!started) continue
    running.set(server, started)
    await measureStart(stage, server, started)
  }
  for (const measure of loads.filter((each) => plan.measures.includes(each))) {
    await measureLoad(stage, measure, running)
  }
  await Promise.all([...running.values()].map((each) => each.kill()))
}

async function measureStart({ world, plan, figures }: Stage, server: Server, running: Running) {
  const { peak } = await running.usage()
  const { resident } = await running.usage(true)
  const found = { open: running.start, resident: memory(resident), peak: memory(peak) }
  for (const measure of ['open', 'resident', 'peak'] as const) {
    if (!plan.measures.includes(measure) || !server.keepsPeople) continue
    const place = { server: server.name, measure, size: world.size }
    figures.push(figure(place, [found[measure]]))
  }
}

/** A server that is warm for a measure, and what it cost so far. */
interface Entrant {
  readonly server: Server
  readonly shot: Amount & { readonly server: Running; readonly requests: Requests }
  readonly costs: Cost[]
  /** One request took longer than it is worth to wait for again. */
  readonly isDone: boolean
}

async function measureLoad(
  stage: Stage,
  measure: Load,
  running: ReadonlyMap<Server, Running>,
): Promise<void> {
  const { world, plan, figures, missing } = stage
  const shoot = await cannon()
  const what = `${measures[measure]}, ${world.size.toLocaleString('en')} users`
  const entrants: Entrant[] = []
  for (const [server, own] of running) {
    const requests = server.language[measure]?.(world)
    if (!requests || wasTooSlow(stage, server, measure)) continue
    plan.progress(`${what}: warming up ${server.title}`)
    const work = async () => {
      // Or it pays for what the measure before has left.
      await own.usage(true)
      return warm(shoot, stage, { server, own, requests, measure })
    }
    const entrant = await attempt(server.title, missing, work, what)
    if (entrant) entrants.push(entrant)
  }
  for (let round = 1; round <= plan.rounds; round++) {
    for (const { server, shot, costs } of entrants.filter(({ isDone }) => !isDone)) {
      plan.progress(`${what}, round ${round}: ${server.title}`)
      const cost = await attempt(server.title, missing, () => load(shoot, shot), what)
      if (cost) costs.push(cost)
    }
  }
  for (const { server, costs, isDone } of entrants.filter((each) => each.costs.length > 0)) {
    const found = figure({ server: server.name, measure, size: world.size }, costs)
    figures.push(isDone ? { tooSlow: true, ...found } : found)
  }
}

/** With fewer people; sizes go up. */
function wasTooSlow({ figures }: Stage, { name }: Server, measure: Load): boolean {
  return figures.some((each) => each.server === name && each.measure === measure && each.tooSlow)
}

async function warm(
  shoot: Cannon,
  { world, plan }: Stage,
  {
    server,
    own,
    requests,
    measure,
  }: { server: Server; own: Running; requests: Requests; measure: Load },
): Promise<Entrant> {
  const shot = { server: own, requests, connections: measure === 'sandbox' ? 1 : CONNECTIONS }
  const limit = { seconds: plan.seconds, most: mostOf(measure, world.size) }
  const { cost, amount } = await pace(shoot, shot, limit)
  const isDone = cost.micros > plan.seconds * SLOW * 1e6
  return { server, shot: { ...shot, amount }, costs: isDone ? [cost] : [], isDone }
}

/** Created people stay, and must not make another size of it. */
function mostOf(measure: Load, size: number): number {
  return measure === 'create' ? Math.max(2000, size / 10) : Number.POSITIVE_INFINITY
}

/** What fails is left out and told; the others go on. */
async function attempt<T>(
  title: string,
  missing: string[],
  work: () => Promise<T>,
  what = 'start',
): Promise<T | undefined> {
  try {
    return await work()
  } catch (error) {
    const told = `${title}: ${what}: ${reasonOf(error).slice(0, 500)}`
    if (!missing.includes(told)) missing.push(told)
    return undefined
  }
}

/** What fetch says of its failures stands in their cause. */
function reasonOf(error: unknown): string {
  const { message, cause } = error as Error
  return cause === undefined ? message : `${message} (${(cause as Error).message})`
}

function memory(bytes: number) {
  return { micros: bytes }
}

function figure(place: Place, costs: readonly { micros: number; cpuMicros?: number }[]): Figure {
  const work = costs.flatMap(({ cpuMicros }) => (cpuMicros === undefined ? [] : [cpuMicros]))
  const rounds = costs.map(({ micros }) => micros)
  return {
    ...place,
    value: median(rounds),
    ...(work.length > 0 && { cpuMicros: median(work) }),
    rounds,
  }
}
