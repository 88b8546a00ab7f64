import { expect, test } from '#test'
import { FINDING } from '../promises.ts'
import { type Deviation, readDeviations } from './deviations.ts'
import { SCIMMY_TOKEN, startScimmy } from './server.ts'
import { differences, judge, readReport } from './verdict.ts'

const ran = (title: string, status: string, annotations: object[] = [], message?: string) => ({
  title,
  tests: [
    {
      status,
      annotations,
      results: [{ status: message ? 'failed' : 'passed', errors: message ? [{ message }] : [] }],
    },
  ],
})
const known = { type: 'fail', description: 'known' }
const found = [
  { type: 'finding', description: 'as we infer' },
  { type: 'fail', description: FINDING },
]

const report = {
  errors: [],
  suites: [
    {
      file: 'apis/scim.v2-filters.spec.js',
      title: 'apis/scim.v2-filters.spec.js',
      specs: [
        ran('gt is refused on a boolean', 'unexpected', [], '\u001b[31mError:\u001b[39m 200\nat'),
        ran('a bare word is refused', 'expected', [known], 'Error: 200'),
        ran('sw is understood', 'unexpected', [known]),
      ],
      suites: [
        {
          file: 'apis/scim.v2-filters.spec.js',
          title: 'a date',
          specs: [
            ran('is drawn as not run', 'skipped', [known, { type: 'known' }], 'Error: 200'),
            ran('is compared', 'expected', [known, ...found], 'Error: 200'),
            ran('is cut', 'skipped'),
          ],
        },
      ],
    },
  ],
} as never

const listed = (...scenarios: string[]) => [{ scenarios }] as unknown as readonly Deviation[]

const boolean = 'scim.v2-filters › gt is refused on a boolean'
const bareWord = 'scim.v2-filters › a bare word is refused'
const understood = 'scim.v2-filters › sw is understood'
const compared = 'scim.v2-filters › a date › is compared'
const drawn = 'scim.v2-filters › a date › is drawn as not run'
const cut = 'scim.v2-filters › a date › is cut'

test('a report is read by file and title, with why a scenario failed and what it found', () => {
  const { passed, failed, notRun, findings } = readReport(report)
  expect(passed).toEqual([understood, compared])
  expect([...failed]).toEqual([
    [boolean, 'Error: 200'],
    [bareWord, 'Error: 200'],
    [drawn, 'Error: 200'],
  ])
  expect(notRun).toEqual([cut])
  expect([...findings]).toEqual([[compared, ['as we infer']]])
})

test('a report without scenarios, or with an error of its own, is no verdict', () => {
  expect(() => readReport({ suites: [], errors: [] })).toThrow('no scenario ran')
  expect(() => readReport({ suites: [], errors: [{ message: 'no such file' }] })).toThrow('no such')
})

test('what is not listed and what has disappeared are told apart', () => {
  const verdict = readReport(report)
  expect(differences(verdict, listed(boolean, bareWord, drawn))).toEqual({
    unlisted: [],
    disappeared: [],
  })
  expect(differences(verdict, listed(bareWord, drawn))).toEqual({
    unlisted: [`${boolean}: Error: 200`],
    disappeared: [],
  })
  expect(
    differences(verdict, listed(boolean, bareWord, drawn, understood, cut, 'nowhere › x')),
  ).toEqual({
    unlisted: [],
    disappeared: [understood, cut, 'nowhere › x'],
  })
})

test('the suite says of SCIMMY what is listed, and nothing else', { tag: '@long' }, async () => {
  test.setTimeout(600_000)
  const { unlisted, disappeared, passed, failed } = await onScimmy(readDeviations())
  expect({ unlisted, disappeared }).toEqual({ unlisted: [], disappeared: [] })
  expect(passed.length).toBeGreaterThan(failed.size)
})

/** Of the shortest that pass on SCIMMY in part. */
const some = ['scim.v2-filter-grammar', 'scim.v2-patch-replace']

test('of some scenarios the suite says what is listed of SCIMMY, and nothing else', async () => {
  test.setTimeout(120_000)
  const isOfSome = (title: string) => some.some((file) => title.startsWith(`${file} › `))
  const known = readDeviations().map((each) => ({
    ...each,
    scenarios: each.scenarios.filter(isOfSome),
  }))
  const { unlisted, disappeared, passed, failed } = await onScimmy(known, some)
  expect({ unlisted, disappeared }).toEqual({ unlisted: [], disappeared: [] })
  expect({ passed: passed.length > 5, failed: failed.size > 2 }).toEqual({
    passed: true,
    failed: true,
  })
})

async function onScimmy(known: readonly Deviation[], files: readonly string[] = []) {
  const { url, close } = await startScimmy()
  try {
    const verdict = await judge({ api: 'scim.v2', url, token: SCIMMY_TOKEN }, known, files)
    return { ...verdict, ...differences(verdict, known) }
  } finally {
    await close()
  }
}

test('every listed departure of SCIMMY is seen by a scenario', () => {
  const unseen = readDeviations().filter(({ scenarios }) => scenarios.length === 0)
  expect(unseen.map(({ deviation }) => deviation)).toEqual([])
})
