/** `kill -9` at random moments, while several clients write and the journal is folded again and again. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { expect, test } from '#test'
import { brokenPromises, type Change, twoPeople, writeUntilDead } from './crashes.ts'
import { startServe } from './serving.ts'

const root = dirname(fileURLToPath(import.meta.resolve('rehearsal/package.json')))
const command = [process.execPath, join(root, 'dist', 'mock', 'cli.js')]
const writers = ['a', 'b', 'c', 'd']

/** What a crash left on the disk. */
interface Crash {
  /** A snapshot was being written, or the journal before it was not gone yet. */
  readonly whileFolding: boolean
  /** The last line of a journal had no end. */
  readonly torn: boolean
}

test('what was acknowledged outlives three crashes, and nothing is half done', async () => {
  test.setTimeout(60_000)
  const { broken, changes } = await crashed({ crashes: 3, seed: 1, foldAfter: 8000 })
  expect(broken).toEqual([])
  expect(changes.filter(({ acknowledged }) => acknowledged).length).toBeGreaterThan(30)
})

test('what was acknowledged outlives two hundred crashes, and nothing is half done', {
  tag: '@long',
}, async () => {
  test.setTimeout(3_600_000)
  const { broken, changes, left } = await crashed({ crashes: 200, seed: 2, foldAfter: 16_000 })
  const count = (is: (one: Crash) => boolean) => left.filter(is).length
  const folding = count(({ whileFolding }) => whileFolding)
  const acknowledged = changes.filter((each) => each.acknowledged).length
  console.log(
    `200 crashes, ${folding} while folding, ${count(({ torn }) => torn)} with a torn line: ` +
      `${changes.length} changes, ${acknowledged} acknowledged, ${broken.length} promises broken`,
  )
  expect(broken).toEqual([])
  expect(folding).toBeGreaterThan(0)
})

async function crashed({
  crashes,
  seed,
  foldAfter,
}: {
  crashes: number
  seed: number
  foldAfter: number
}) {
  const folder = mkdtempSync(join(tmpdir(), 'rehearsal-crashes-'))
  const db = join(folder, 'state.json')
  const flags = ['scim', '--db', db, '--durability', 'journal', '--fold-after', String(foldAfter)]
  const changes: Change[] = []
  const left: Crash[] = []
  const broken: string[] = []
  let checked = 0
  try {
    for (const moment of fc.sample(fc.nat(300), { numRuns: crashes, seed })) {
      const serving = await startServe(command, folder, flags)
      broken.push(...(await brokenPromises(serving.url, changes.slice(checked))))
      checked = changes.length
      await writeFor(serving.url, { changes, moment, kill: () => serving.end('SIGKILL') })
      left.push(crashIn(folder))
    }
    const last = await startServe(command, folder, flags)
    broken.push(...(await brokenPromises(last.url, changes)))
    await last.end()
    return { changes, left, broken }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Several clients write; so many milliseconds after the first change was acknowledged, it ends. */
async function writeFor(
  url: string,
  { changes, moment, kill }: { changes: Change[]; moment: number; kill: () => Promise<void> },
): Promise<void> {
  const people = await twoPeople(url)
  const round = changes.length
  const note = (change: Change) => {
    changes.push(change)
    return change
  }
  const writing = writers.map((who) => writeUntilDead({ url, people, note }, `${who}${round}`))
  const over = Promise.all(writing)
  over.catch(() => undefined)
  while (!changes.slice(round).some(({ acknowledged }) => acknowledged)) await wait(2)
  await wait(moment)
  await kill()
  await over
}

function crashIn(folder: string): Crash {
  const files = readdirSync(folder)
  const journals = files.filter((file) => /\.journal-\d+$/.test(file))
  const text = (file: string) => readFileSync(join(folder, file), 'utf8')
  return {
    whileFolding: files.includes('state.json.new') || journals.length > 1,
    torn: journals.some((file) => !/(^|\n)$/.test(text(file))),
  }
}
