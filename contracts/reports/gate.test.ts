/** How a run ends for a program: its exit code, and what it prints. */
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect } from '#test'
import { misbehaving, type Place, type Spoil, test } from './spoilt.test.kit.ts'
import type { Report } from './summary.ts'

const tag = '@long'
const asked = ['test', 'hub', '--allow-writes', '--target']
const chosen = ['--', '--workers=1', '--grep', 'a group within|is answered by id|a login']

function reportIn(place: Place, where: string): Report {
  const file = join(place.folder, where, 'test-results', 'rehearsal', 'report.json')
  return JSON.parse(readFileSync(file, 'utf8')) as Report
}

/** Without the time and ids of a run, which are in its requests. */
function inShort(report: Report) {
  const { failures, ...rest } = report
  return {
    ...rest,
    failures: failures.map(({ api, test, operation }) => ({ api, test, operation })),
  }
}

test('a run in three shards, merged, is the run in one', { tag }, async ({ place }) => {
  test.setTimeout(300_000)
  const url = await place.deploy(misbehaving('issued-token'))
  const whole = await place.run('whole', [...asked, url, '--report', 'json', ...chosen])
  expect(whole.code).toBe(1)
  for (const shard of ['1/3', '2/3', '3/3']) {
    await place.run(`part/${shard[0]}`, [...asked, url, '--shard', shard, ...chosen])
  }
  const merged = await place.run('merged', ['merge', '../part', '--report', 'json,html'])
  expect(merged.code, merged.stderr).toBe(1)
  expect(merged.stdout.trim().split('\n').at(-1)).toBe(whole.stdout.trim().split('\n').at(-1))
  const want = inShort(reportIn(place, 'whole'))
  expect(want.statements.map(({ text }) => text)).toEqual([
    expect.stringMatching(/scenarios failed, first hub/),
  ])
  expect(inShort(reportIn(place, 'merged'))).toEqual(want)

  const least = await place.run('merged', ['merge', '../part', '--min-coverage', '50'])
  expect([least.code, least.stderr]).toEqual([2, expect.stringContaining('chose some of it')])

  const partly = await place.run('partly', ['merge', '../part/1', '../part/3', '--quiet'])
  expect(partly.stdout).toMatch(/shard 2 of 3 is missing|scenarios? failed/)
  const { statements } = await json(place, ['merge', '../part/1', '../part/3', '--json'])
  expect(statements).toContainEqual({ kind: 'inconclusive', text: 'shard 2 of 3 is missing' })
})

test('a target that goes away in the middle is inconclusive', { tag }, async ({ place }) => {
  test.setTimeout(120_000)
  let asked = 0
  const dying: Spoil = () => {
    asked += 1
    return asked > 12 ? { status: 0, body: '' } : undefined
  }
  const url = await place.deploy(dying)
  const args = ['test', 'hub', '--target', url, '--allow-writes']
  const { code, stdout } = await place.run('json', [...args, '--json', ...chosen])
  expect(code, stdout).toBe(3)
  const report = JSON.parse(stdout) as Report
  expect(report).toMatchObject({ verdict: 'inconclusive', exitCode: 3 })
  expect(report.failures.every(({ inconclusive }) => inconclusive)).toBe(true)
})

test('a run up to its first failure has no failure but that', { tag }, async ({ place }) => {
  test.setTimeout(120_000)
  const url = await place.deploy(misbehaving('issued-token'))
  const args = [...asked, url, '--report', 'json', ...chosen, '-x']
  const { code, stdout } = await place.run('first', args)
  const { failed, statements } = reportIn(place, 'first')
  expect([code, failed]).toEqual([1, 1])
  expect(statements).toEqual([
    { kind: 'broken', text: expect.stringMatching(/^a scenario failed, first hub/) },
  ])
  expect(stdout).toMatch(/\n\d+ passed, 1 failed, \d+ skipped\n$/)
})

test('a quiet run prints the failures, what it comes to, and the count', { tag }, async ({
  place,
}) => {
  test.setTimeout(120_000)
  const url = await place.deploy(misbehaving('issued-token'))
  const { stdout } = await place.run('quiet', [...asked, url, '--quiet', ...chosen], {
    NO_COLOR: '1',
  })
  const lines = stdout.split('\n').filter((line) => line !== '' && !line.startsWith('  '))
  const failed = lines.filter(
    (line) => line.startsWith('[hub] apis/') || line.startsWith('[hub] scenarios/'),
  )
  expect(failed.length).toBeGreaterThan(0)
  expect(lines.slice(failed.length)).toEqual([
    expect.stringMatching(/^broken: /),
    expect.stringMatching(/^\d+ passed, \d+ failed/),
  ])
})

test('a run that selects no test is bad usage', { tag }, async ({ place }) => {
  const { code, stdout } = await place.run('none', ['test', 'hub', '--', '--grep', 'no such thing'])
  expect(stdout.trim().split('\n').slice(-2)).toEqual([
    expect.stringMatching(/^usage: no test is selected/),
    '0 passed, 0 failed',
  ])
  expect(code).toBe(2)
})

test('what Playwright does not understand is bad usage, and JSON for a program', { tag }, async ({
  place,
}) => {
  const { code, stdout } = await place.run('odd', ['test', 'hub', '--json', '--', '--nonsense'])
  expect([code, JSON.parse(stdout)]).toEqual([
    2,
    {
      verdict: 'usage',
      exitCode: 2,
      statements: [{ kind: 'usage', text: expect.stringContaining('look at what follows --') }],
    },
  ])
})

test('a run that leaves its findings elsewhere ends as it would', { tag }, async ({ place }) => {
  test.setTimeout(120_000)
  const url = await place.deploy(() => ({ status: 500, body: '{}' }))
  const args = [
    'test',
    'hub',
    '--target',
    `hub=${url}/hub/api/auth`,
    '--json',
    '--',
    '--output',
    'left/here',
  ]
  const silent = await place.run('elsewhere', [...args, '--grep', 'a login'])
  expect(silent.code).toBe(3)
  const none = await place.run('elsewhere', ['test', 'hub', ...args.slice(4), '--grep', 'no such'])
  expect(none.code).toBe(2)
  const report = JSON.parse(none.stdout) as Report
  expect(report).toMatchObject({ verdict: 'usage', exitCode: 2 })
  const file = join(place.folder, 'elsewhere', 'left', 'here', 'report.json')
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(report)
})

test('the command that repeats a failure selects that test and no other', { tag }, async ({
  place,
}) => {
  test.setTimeout(200_000)
  const url = await place.deploy(misbehaving('issued-token'))
  await place.run('failing', [...asked, url, '--json', ...chosen])
  const { failures } = reportIn(place, 'failing')
  expect(failures.length).toBeGreaterThan(2)
  for (const { repeat = '', test: title, file, line } of failures.slice(0, 3)) {
    const [npx, name, ...rest] = await wordsOf(repeat)
    expect([npx, name]).toEqual(['npx', 'rehearsal'])
    const listed = await place.run('failing', [...rest, '--list'])
    expect(listed.stdout).toContain('Total: 1 test in 1 file')
    expect(listed.stdout).toContain(`${file}:${line}`)
    expect(listed.stdout).toContain(title)
  }
})

/** What a shell makes of a line. */
async function wordsOf(line: string): Promise<string[]> {
  const script = `TOKEN=admin-token; npx() { printf '%s\\n' npx "$@"; }; ${line}`
  const { stdout } = await promisify(execFile)('sh', ['-c', script])
  return stdout.trim().split('\n')
}

async function json(place: Place, args: readonly string[]): Promise<Report> {
  const { stdout } = await place.run('json', args)
  return JSON.parse(stdout) as Report
}
