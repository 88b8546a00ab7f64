/** What a team sees of a run that fails: the suite as a process, against a deployment that misbehaves. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from '#test'
import type { Report } from './reporter.ts'
import { type Answer, type Spoil, test, written } from './spoilt.test.kit.ts'

const GIVEN = 'given-token-that-nobody-may-see'
const ISSUED = 'issued-token-that-nobody-may-see'

let logins = 0

/** Users have a number for a name, and refused logins talk about tokens that differ. */
const spoil: Spoil = ({ method, path }, { status, body }): Answer | undefined => {
  if (method === 'GET' && /\/users\/[^/?]+$/.test(path) && status === 200) {
    return { status, body: JSON.stringify({ ...JSON.parse(body), userName: 7 }) }
  }
  if (!path.endsWith('/login') || status !== 401) return undefined
  logins += 1
  const token = `${ISSUED}-${logins}`
  return { status, body: JSON.stringify({ token, msg: `it is not ${token}` }) }
}

const scenarios = [
  'is answered by id as she was sent',
  'that is refused says the same',
  'is in the list of all',
]

test('every report of a failure has the promise, the place, the request and a curl, and no secret', async ({
  place,
}) => {
  test.setTimeout(120_000)
  const url = await place.deploy(spoil)
  const summary = join(place.folder, 'run', 'summary.md')
  const asked = ['test', 'hub', '--target', url, '--allow-writes']
  const said = await place.run(
    'run',
    [
      ...asked,
      '--report',
      'html,junit,json',
      '--shard',
      '1/1',
      '--',
      '--workers=1',
      '--grep',
      scenarios.join('|'),
    ],
    {
      REHEARSAL_HUB_ADMIN_TOKEN: GIVEN,
      GITHUB_ACTIONS: 'true',
      GITHUB_STEP_SUMMARY: summary,
      NO_COLOR: '1',
    },
  )
  expect(said.code, said.stdout + said.stderr).toBe(1)
  const merged = await place.run('merged', ['merge', '../run', '--json', '--report', 'junit'])
  const files = written(place.folder)
  const all = [said.stdout, said.stderr, merged.stdout, merged.stderr, ...files.values()]
  for (const secret of [GIVEN, ISSUED]) {
    expect([...files].filter(([, text]) => text.includes(secret)).map(([name]) => name)).toEqual([])
    expect(all.filter((text) => text.includes(secret))).toEqual([])
  }

  const report = JSON.parse(files.get('run/test-results/rehearsal/report.json') ?? '') as Report
  expect(report).toMatchObject({ verdict: 'broken', passed: 2, failed: 2, exitCode: 1 })
  const broken = report.failures.find(({ operation }) => operation === 'getUser')
  expect(broken).toMatchObject({
    api: 'hub',
    checks: ['response_schema_conformance'],
    promised: expect.arrayContaining([expect.stringMatching(/\((stated|public|inferred)[;)]/)]),
    pointers: expect.arrayContaining([expect.stringMatching(/^#\//)]),
    curl: expect.stringMatching(/^curl -sS -i -X GET 'http.*' -H "authorization: Bearer \$TOKEN"$/),
  })
  const alike = report.failures.find(({ operation }) => operation === 'login')
  expect(alike).toMatchObject({
    promised: expect.arrayContaining([expect.stringMatching(/^refused-logins-look-alike: .*\(/)]),
    pointers: expect.arrayContaining([expect.stringMatching(/^#\/paths\/.*\/x-behaviours\/\d+$/)]),
  })

  const shown = {
    list: said.stdout,
    github: said.stdout
      .split('\n')
      .filter((line) => line.startsWith('::error'))
      .join('\n'),
    junit: files.get('run/test-results/rehearsal/junit.xml') ?? '',
    html: files.get('run/test-results/rehearsal-html/index.html') ?? '',
    markdown: readFileSync(summary, 'utf8'),
    merged: files.get('merged/test-results/rehearsal/junit.xml') ?? '',
  }
  for (const [name, text] of Object.entries(shown)) {
    for (const part of ['curl -sS -i -X GET', '$TOKEN', 'refused-logins-look-alike', '#/paths/']) {
      expect(text, `${name} has ${part}`).toContain(part)
    }
    expect(text, name).not.toContain('\u001b[')
  }
  expect(shown.junit).toMatch(/<system-out>[^<]*<!\[CDATA\[> GET/)
  expect(shown.markdown).toContain('### Exercised')
  expect(said.stdout.trim().split('\n').slice(-2)).toEqual([
    expect.stringMatching(/^broken: 2 scenarios failed, first hub › /),
    '2 passed, 2 failed',
  ])

  const { statements: _, ...whole } = JSON.parse(merged.stdout) as Report
  expect(merged.code).toBe(1)
  const { statements: __, ...one } = report
  expect(whole).toEqual(one)
})
