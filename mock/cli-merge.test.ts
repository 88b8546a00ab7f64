/** What `rehearsal merge` takes for the shards of one run. */
import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect } from '@playwright/test'
import { type Terminal, test } from './command.test.kit.ts'

type Files = Readonly<Record<string, string>>

function shard(current: number, of: Files = { version: '1' }): string {
  return JSON.stringify({ current, total: 2, of, at: '2026-11-27T10:00:00.000Z' })
}

function folderOf(current: number, files: Files = {}): Files {
  const all: Files = {
    'shard.json': shard(current),
    'coverage.json': '[{"api":"hub","items":[]}]',
    'verdict/transport.json': '[]',
    'blob/report.zip': `PK\u0001\u0002PK\u0005\u0006${'\u0000'.repeat(18)}`,
    ...files,
  }
  return Object.fromEntries(
    Object.entries(all)
      .filter(([, text]) => text !== 'none')
      .map(([name, text]) => [`part/${current}/${name}`, text]),
  )
}

async function write({ folder }: Terminal, files: Files): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), text)
  }
}

const again = 'is damaged, or of another version: run that shard again'

for (const { what, files, want } of [
  {
    what: 'a shard.json that is empty',
    files: { 'shard.json': '' },
    want: `part/2/shard.json ${again}`,
  },
  {
    what: 'a shard.json of before',
    files: { 'shard.json': '{"current":2,"total":2}' },
    want: again,
  },
  { what: 'no shard.json', files: { 'shard.json': 'none' }, want: 'part/2 is a whole run' },
  {
    what: 'a shard of another run',
    files: { 'shard.json': shard(2, { version: '2' }) },
    want: 'not of one run: version differs (1; 2)',
  },
  {
    what: 'a shard that is there twice',
    files: { 'shard.json': shard(1) },
    want: 'are both shard 1 of 2',
  },
  {
    what: 'a coverage.json that is an object',
    files: { 'coverage.json': '{}' },
    want: `part/2/coverage.json ${again}`,
  },
  {
    what: 'a coverage.json of another shape',
    files: { 'coverage.json': '[{"api":"hub","items":[null]}]' },
    want: again,
  },
  {
    what: 'a statement that is none',
    files: { 'verdict/transport.json': '[{"kind":"fine","text":"x"}]' },
    want: `part/2/verdict/transport.json ${again}`,
  },
  {
    what: 'an archive that is cut',
    files: { 'blob/report.zip': 'PK' },
    want: `part/2/blob/report.zip ${again}`,
  },
  {
    what: 'no archive',
    files: { 'blob/report.zip': 'none' },
    want: 'part/2 has no blob: run that shard again',
  },
]) {
  test(`merge refuses ${what} in a sentence with 2, and leaves what is there`, async ({
    terminal,
  }) => {
    const kept = { 'test-results/rehearsal/report.json': 'of before' }
    await write(terminal, { ...folderOf(1), ...folderOf(2, files), ...kept })
    const { code, stdout, stderr } = await terminal.run(['merge', 'part', '--json'])
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).not.toMatch(/\n +at /)
    const { error } = JSON.parse(stderr) as { error: string }
    expect(error).toContain(want)
    expect(existsSync(join(terminal.folder, 'test-results/rehearsal/report.json'))).toBe(true)
  })
}
