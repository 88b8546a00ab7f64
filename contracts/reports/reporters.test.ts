import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from '#test'
import { inMarkdown } from './in-markdown.ts'
import { missingReporters, playwrightReporters, reportersOf } from './reporters.ts'
import type { Report } from './summary.ts'

const places = { folder: '/w/test-results/rehearsal', code: '/suite' }

function namesOf(environment: Record<string, string>): string[] {
  return reportersOf(environment, places).map(([name]) => name)
}

function ourOptions(environment: Record<string, string>): unknown {
  return reportersOf(environment, places)[0]?.[1]
}

const ours = '/suite/reports/reporter.ts'
const github = '/suite/reports/github.ts'
const count = '/suite/count-reporter.ts'
const deviations = '/suite/deviations/reporter.ts'
const road = '/suite/transport/reporter.ts'

for (const { given, want } of [
  { given: {}, want: ['list', deviations, count, road] },
  { given: { REHEARSAL_REPORT: 'list' }, want: [ours, 'list', deviations, count, road] },
  {
    given: { REHEARSAL_REPORT: 'list,html,junit,json,blob' },
    want: [ours, 'list', 'html', 'junit', 'blob', deviations, count, road],
  },
  {
    given: { REHEARSAL_REPORT: 'list', GITHUB_ACTIONS: 'true' },
    want: [ours, 'list', github, deviations, count, road],
  },
  { given: { REHEARSAL_REPORT: 'list', REHEARSAL_QUIET: '1' }, want: [ours, count, road] },
  { given: { REHEARSAL_REPORT: 'list,junit', REHEARSAL_JSON: '1' }, want: [ours, 'junit', road] },
  {
    given: { REHEARSAL_REPORT: 'list', REHEARSAL_REPORTER: 'dot,line' },
    want: [ours, 'dot', 'line', road],
  },
  {
    given: { REHEARSAL_REPORT: 'list,html', REHEARSAL_MERGING: '1' },
    want: [ours, 'list', 'html', count],
  },
]) {
  test(`with ${JSON.stringify(given)} the reporters are ${want.length}`, () => {
    expect(namesOf(given)).toEqual(want)
  })
}

test('a reporter is one of Playwright’s own, a file or a package', () => {
  const file = fileURLToPath(import.meta.url)
  const given = ['dot', file, 'commander', 'foo', './foo.js', dirname(file)]
  expect(missingReporters(given.join(','))).toEqual(['foo', './foo.js', dirname(file)])
  expect(missingReporters('')).toEqual([])
  expect(namesOf({ REHEARSAL_REPORTER: file })).toContain(file)
})

test('the reporters of Playwright are those that it has', () => {
  const main = createRequire(createRequire(import.meta.url).resolve('@playwright/test'))
  const home = dirname(main.resolve('playwright/package.json'))
  const code = readFileSync(join(home, 'lib', 'common', 'index.js'), 'utf8')
  const [, list = ''] = /builtInReporters = (\[[^\]]*\])/.exec(code) ?? []
  expect(JSON.parse(list)).toEqual(playwrightReporters)
})

test('ours comes first and knows what is asked', () => {
  const asked = { REHEARSAL_REPORT: 'list,junit', REHEARSAL_MIN_COVERAGE: '80' }
  const { folder } = places
  const options = {
    folder,
    tone: 'full',
    json: false,
    junit: true,
    merging: false,
    minCoverage: 80,
  }
  expect(ourOptions(asked)).toEqual(options)
  const actions = { GITHUB_ACTIONS: '1', GITHUB_STEP_SUMMARY: '/s.md', REHEARSAL_JSON: '1' }
  expect(ourOptions({ ...asked, ...actions })).toEqual({
    ...options,
    tone: 'silent',
    json: true,
    stepSummary: '/s.md',
  })
})

test('a page in Markdown has the result, the failures, what was found and what did not run', () => {
  const report: Report = {
    verdict: 'broken',
    statements: [{ kind: 'broken', text: 'a scenario failed' }],
    passed: 1,
    failed: 1,
    known: 3,
    skipped: 2,
    failures: [
      {
        api: 'hub',
        test: 'a user › is read',
        file: 'users.spec.js',
        line: 1,
        inconclusive: false,
        error: 'Error: ```7```',
        headline: 'it-is: So it is.',
        message: '',
        promised: ['it-is: So it is. (stated; V1)'],
        pointers: ['#/paths'],
        request: '> GET /',
        reply: '< 200',
        curl: "curl 'x'",
      },
    ],
    coverage: {},
    findings: ['it says more'],
    notRun: [{ api: 'hub', reason: 'needs a token', tests: 2 }],
  }
  expect(inMarkdown(report, []).split('\n').filter(Boolean)).toEqual([
    '## rehearsal: broken',
    '1 passed, 1 failed, 3 known, 2 not run',
    '- **broken**: a scenario failed',
    '### Failures',
    '#### hub › a user › is read',
    '- it-is: So it is. (stated; V1)',
    '````',
    'Error: ```7```',
    '````',
    '- `#/paths`',
    '```sh',
    "curl 'x'",
    '```',
    '<details><summary>request and reply</summary>',
    '```',
    '> GET /',
    '< 200',
    '```',
    '</details>',
    '### Findings (no failures)',
    '- it says more',
    '### Not run',
    '- 2 x hub: needs a token',
  ])
})
