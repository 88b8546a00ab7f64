import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '#test'
import { type Left, missingOf, readShard, refusalOf, type Shard, shardOf } from './shards.ts'

const args = ['-c', 'x.js', '--project=hub', '--project', 'scim.v2', '--workers=1']
const environment = { REHEARSAL_MOCK: '1', GITHUB_RUN_ID: '17', REHEARSAL_RUN: 'abc' }
const now = Date.parse('2026-11-27T10:00:00Z')

interface Ran {
  readonly current?: number
  readonly total?: number
  readonly args?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  readonly at?: number
}

function ran({ current = 1, total = 3, ...given }: Ran = {}): Shard {
  const run = { args, environment, at: now, ...given }
  return shardOf({ current, total }, run)
}

function left(...shards: readonly Shard[]): Left[] {
  return shards.map((shard, at) => ({ file: `part/${at + 1}/shard.json`, shard }))
}

test('shards of a workflow are of one run, each with a run name, a port and an order of its own', () => {
  const target = (port: number) => JSON.stringify({ hub: `http://127.0.0.1:${port}/hub` })
  const on = (port: number, run: string) => ({
    ...environment,
    REHEARSAL_RUN: run,
    REHEARSAL_TARGETS: target(port),
  })
  const shards = left(
    ran({ environment: on(1, 'a') }),
    ran({ current: 3, environment: on(2, 'b'), args: ['--project=scim.v2', '--project=hub'] }),
    ran({ current: 2, environment: on(3, 'c'), args: [...args, '--shard', '2/3', '--output=x'] }),
  )
  expect(refusalOf(shards)).toBeUndefined()
  expect(missingOf(shards)).toEqual([])
})

for (const { what, other, want } of [
  { what: 'another selection', other: { args: [...args, '--grep', 'x'] }, want: 'what is chosen' },
  { what: 'other APIs', other: { args: ['--project=hub'] }, want: 'the APIs' },
  {
    what: 'another target',
    other: { environment: { ...environment, REHEARSAL_MOCK: '', REHEARSAL_TARGETS: '{"a":"u"}' } },
    want: 'the targets',
  },
  {
    what: 'other permissions',
    other: { environment: { ...environment, REHEARSAL_ALLOW_WRITES: '1' } },
    want: '--allow-writes',
  },
  {
    what: 'another run of the workflow',
    other: { environment: { ...environment, GITHUB_RUN_ID: '18' } },
    want: 'the run of the pipeline',
  },
  {
    what: 'another seed',
    other: { environment: { ...environment, REHEARSAL_CHECK_SEED: '5' } },
    want: '--check-seed',
  },
  { what: 'more parts', other: { total: 4 }, want: 'how many shards there are' },
  { what: 'another day', other: { at: now + 25 * 3_600_000 }, want: 'a day' },
] as const) {
  test(`a shard of ${what} is not merged, and both files are named`, () => {
    const refusal = refusalOf(left(ran(), ran({ current: 2, ...other })))
    expect(refusal).toContain('part/1/shard.json')
    expect(refusal).toContain('part/2/shard.json')
    expect(refusal).toContain(want)
  })
}

test('a shard that is there twice is not merged', () => {
  expect(refusalOf(left(ran(), ran({ current: 2 }), ran()))).toBe(
    'part/1/shard.json and part/3/shard.json are both shard 1 of 3: give each once',
  )
})

test('a shard that is missing is told by its number', () => {
  expect(missingOf(left(ran({ current: 2 })))).toEqual([
    { kind: 'inconclusive', text: 'shard 1 of 3 is missing' },
    { kind: 'inconclusive', text: 'shard 3 of 3 is missing' },
  ])
})

test('what is no shard is said to be none', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rehearsal-shard-'))
  const file = join(folder, 'shard.json')
  try {
    const sound = ran()
    for (const text of [
      '',
      '{',
      '[]',
      'null',
      '"x"',
      '{"current":1,"total":3}',
      JSON.stringify({ ...sound, current: 4 }),
      JSON.stringify({ ...sound, total: 1e12 }),
      JSON.stringify({ ...sound, of: { a: 1 } }),
      JSON.stringify({ ...sound, at: 'once' }),
    ]) {
      writeFileSync(file, text)
      expect(readShard(file), text).toBe(
        `${file} is damaged, or of another version: run that shard again`,
      )
    }
    writeFileSync(file, JSON.stringify(sound))
    expect(readShard(file)).toEqual(sound)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('what it is of has no credential', () => {
  const shard = ran({
    environment: {
      REHEARSAL_TARGETS: '{"hub":"http://ann:s3cret@a.example/hub"}',
      REHEARSAL_MOCK: '',
    },
  })
  expect(shard.of['the targets']).toBe('hub=http://a.example/hub')
})
