/** The proof by killing: whenever a run is killed, sweep finishes it, and nobody else is touched. */
import { expect } from '@playwright/test'
import { type Deployment, type Moment, scenarioFiles, test } from './killing.test.kit.ts'
import { logFiles, ownedFolder } from './log.ts'
import type { Swept } from './sweep.ts'

/** In the long form, for each API; nexus deletes nothing, so nothing is written there. */
const KILLS = 17

test('a run that is killed leaves nothing when it has been swept, and touches nobody else', {
  tag: '@short',
}, async ({ deployment }) => {
  test.setTimeout(120_000)
  await killOften(deployment, 'scim.v2', {
    kills: 2,
    seed: 1,
    files: ['scenarios/memberships.spec', 'scenarios/users.spec'],
  })
})

const APIS = ['formstack', 'gotomeeting', 'hub', 'laurel', 'scim.v1', 'scim.v2']

for (const api of APIS) {
  test(`${KILLS} runs on ${api} that are killed leave nothing when they have been swept, and touch nobody else`, {
    tag: '@long',
  }, async ({ deployment }) => {
    test.setTimeout(3_600_000)
    await killOften(deployment, api, { kills: KILLS, seed: 1, files: scenarioFiles(api) })
  })
}

test('a run to its end leaves nothing, and touches nobody else', { tag: '@long' }, async ({
  deployment,
}) => {
  test.setTimeout(120_000)
  await runOnce(deployment, ['hub'], ['apis/hub-invitations.spec', 'scenarios/memberships.spec'])
})

test('a run of everything to its end leaves nothing, and touches nobody else', {
  tag: '@long',
}, async ({ deployment }) => {
  test.setTimeout(3_600_000)
  await runOnce(deployment, APIS, [])
})

async function runOnce(
  deployment: Deployment,
  apis: readonly string[],
  files: readonly string[],
): Promise<void> {
  const state = async () => (await Promise.all(apis.map((api) => deployment.state(api)))).flat()
  const before = await state()
  const { code, output } = await deployment.run(apis, files)
  expect(code, output).toBe(0)
  expect(output).toMatch(/\d+ passed/)
  expect(logFiles(ownedFolder(deployment.folder))).toEqual([])
  expect(await state()).toEqual(before)
}

interface Killing {
  readonly kills: number
  readonly seed: number
  /** Of which each run takes a few. */
  readonly files: readonly string[]
}

async function killOften(
  deployment: Deployment,
  api: string,
  { kills, seed, files }: Killing,
): Promise<void> {
  const before = await deployment.state(api)
  const counts: Record<string, number> = {}
  let killed = 0
  for (let at = seed; killed < kills; at += 1) {
    const moment = momentOf(at, files)
    if ((await deployment.kill(api, moment)) === 'killed') killed += 1
    const { code, stdout, output } = await deployment.sweep()
    const what = `${api}, seed ${at}: ${JSON.stringify(moment)}\n${output}`
    expect(code, what).toBe(0)
    expect(logFiles(ownedFolder(deployment.folder)), what).toEqual([])
    expect(await deployment.state(api), what).toEqual(before)
    count(counts, stdout)
  }
  expect(before.join()).not.toContain('rehearsal-')
  process.stdout.write(`${api}: ${killed} kills, ${JSON.stringify(counts)}\n`)
}

function count(counts: Record<string, number>, stdout: string): void {
  const { runs } = JSON.parse(stdout) as { runs: { things: Pick<Swept, 'outcome' | 'lost'>[] }[] }
  for (const { outcome, lost } of runs.flatMap(({ things }) => things)) {
    const what = lost ? `${outcome} without a reply` : outcome
    counts[what] = (counts[what] ?? 0) + 1
  }
}

/** When and in the midst of what a run is killed. */
function momentOf(seed: number, files: readonly string[]): Moment {
  const random = generator(seed)
  const chosen = Array.from({ length: 4 }, () => files[Math.floor(random() * files.length)] ?? '')
  const lines = 2 + Math.floor(random() * 60)
  return { lines, ms: Math.floor(random() * 60), args: [...new Set(chosen), '--workers=2'] }
}

/** Numbers from 0 to 1, the same for the same seed: mulberry32. */
function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
