/** What a team sees of a run that fails: the suite as a process, against a deployment that misbehaves. */
import { join } from 'node:path'
import { expect } from '#test'
import { goodPassword } from '../drivers/hub-wire.ts'
import { misbehaving, type Place, type Ran, test, written } from './spoilt.test.kit.ts'
import type { Report } from './summary.ts'

const GIVEN = 'given-token-that-nobody-may-see'
const ISSUED = 'issued-token-that-nobody-may-see'

const disguised = [
  GIVEN,
  GIVEN.toUpperCase(),
  GIVEN.replaceAll('-', '\\u002d'),
  GIVEN.replaceAll('-', '%252d'),
  Buffer.from(GIVEN).toString('hex'),
  ...['', 'u', 'ann:'].map((user) => Buffer.from(user + GIVEN).toString('base64url')),
]

const scenarios = [
  'that is refused says the same',
  'takes the userName in any case',
  'as she was sent',
]

test('every report of a failure has the promise, the place, the request and a curl, and no secret', async ({
  place,
}) => {
  test.setTimeout(120_000)
  const said = await run(place)
  expect(said.code, said.stdout + said.stderr).toBe(1)
  const files = written(place.folder)
  showsNoSecret(said, files)

  const left = (name: string) => files.get(`run/test-results/${name}`) ?? ''
  const github = said.stdout.split('\n').filter((line) => line.startsWith('::error'))
  isExplained(JSON.parse(left('rehearsal/report.json')) as Report)
  showAll({
    list: said.stdout,
    github: github.join('\n'),
    junit: left('rehearsal/junit.xml'),
    html: left('rehearsal-html/index.html'),
    markdown: files.get('run/summary.md') ?? '',
  })
  const promise = /refused-logins-look-alike: [^"\n]+ \(.*\)/
  expect(left('rehearsal/junit.xml')).toMatch(new RegExp(`message="${promise.source}`))
  expect(github.join('\n')).toMatch(
    new RegExp(`title=hub%3A ${promise.source.replace(': ', '%3A ')}`),
  )
  expect(said.stdout).toMatch(
    new RegExp(`promised: ${promise.source}\n +at #/paths/[^>]*\n +seen: expected`),
  )
  expect(left('rehearsal/junit.xml')).toMatch(/<system-out>[^<]*<!\[CDATA\[> GET/)
  expect(files.get('run/summary.md')).toContain('### Exercised')
  expect(said.stdout.trim().split('\n').slice(-2)).toEqual([
    expect.stringMatching(/^broken: 3 scenarios failed, first hub › .*: .* \(.*\): /),
    '0 passed, 3 failed',
  ])
})

/** As on GitHub Actions, with every report that there is. */
async function run(place: Place): Promise<Ran> {
  const url = await place.deploy(misbehaving(ISSUED, disguised.join(' ')))
  const reports = ['--report', 'html,junit,json,blob', '--allow-writes']
  const rest = ['--', '--workers=1', '--grep', scenarios.join('|')]
  return place.run('run', ['test', 'hub', '--target', url, ...reports, ...rest], {
    REHEARSAL_HUB_ADMIN_TOKEN: GIVEN,
    GITHUB_ACTIONS: 'true',
    GITHUB_STEP_SUMMARY: join(place.folder, 'run', 'summary.md'),
    NO_COLOR: '1',
  })
}

function showsNoSecret({ stdout, stderr }: Ran, files: ReadonlyMap<string, string>): void {
  expect([...files.keys()].filter((name) => name.endsWith('.zip'))).toHaveLength(1)
  // In JSON, a backslash is there twice.
  for (const secret of [...disguised, ISSUED, goodPassword].map((one) => one.slice(-24))) {
    expect([...files].filter(([, text]) => text.includes(secret)).map(([name]) => name)).toEqual([])
    expect([stdout, stderr].filter((text) => text.includes(secret))).toEqual([])
  }
}

function isExplained(report: Report): void {
  expect(report).toMatchObject({ verdict: 'broken', passed: 0, failed: 3, exitCode: 1 })
  expect(report.failures.find(({ operation }) => operation === 'getUser')).toMatchObject({
    api: 'hub',
    checks: ['response_schema_conformance'],
    promised: expect.arrayContaining([expect.stringMatching(/\((stated|public|inferred)[;)]/)]),
    pointers: expect.arrayContaining([expect.stringMatching(/^#\//)]),
    curl: expect.stringMatching(/^curl -sS -i -X GET 'http.*' -H "authorization: Bearer \$TOKEN"$/),
  })
  expect(report.failures.find(({ operation }) => operation === 'login')).toMatchObject({
    promised: expect.arrayContaining([expect.stringMatching(/^refused-logins-look-alike: .*\(/)]),
    pointers: expect.arrayContaining([expect.stringMatching(/^#\/paths\/.*\/x-behaviours\/\d+$/)]),
  })
}

function showAll(reports: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(reports)) {
    for (const part of ['curl -sS -i -X GET', '$TOKEN', 'refused-logins-look-alike', '#/paths/']) {
      expect(text, `${name} has ${part}`).toContain(part)
    }
    expect(text, name).not.toContain('\u001b[')
  }
}
