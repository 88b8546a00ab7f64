import { expect, test } from '@playwright/test'
import type { Deviation } from './deviations.ts'
import { differences, readReport } from './verdict.ts'

const ran = (title: string, status: string, message?: string, finding?: string) => ({
  title,
  tests: [
    {
      status,
      annotations: finding ? [{ type: 'finding', description: finding }] : [],
      results: [{ errors: message ? [{ message }] : [] }],
    },
  ],
})

const report = {
  errors: [],
  suites: [
    {
      file: 'apis/scim.v2-filters.spec.js',
      title: 'apis/scim.v2-filters.spec.js',
      specs: [
        ran('gt is refused on a boolean', 'unexpected', '\u001b[31mError:\u001b[39m 200\nat'),
      ],
      suites: [
        {
          file: 'apis/scim.v2-filters.spec.js',
          title: 'a date',
          specs: [
            ran('is compared', 'expected', undefined, 'as we infer'),
            ran('is cut', 'skipped'),
          ],
        },
      ],
    },
  ],
} as never

const listed = (...scenarios: string[]) => [{ scenarios }] as unknown as readonly Deviation[]

test('a report is read by file and title, with why a scenario failed and what it found', () => {
  const { passed, failed, notRun, findings } = readReport(report)
  expect(passed).toEqual(['scim.v2-filters › a date › is compared'])
  expect([...failed]).toEqual([['scim.v2-filters › gt is refused on a boolean', 'Error: 200']])
  expect(notRun).toEqual(['scim.v2-filters › a date › is cut'])
  expect([...findings]).toEqual([['scim.v2-filters › a date › is compared', ['as we infer']]])
})

test('a report without scenarios, or with an error of its own, is no verdict', () => {
  expect(() => readReport({ suites: [], errors: [] })).toThrow('no scenario ran')
  expect(() => readReport({ suites: [], errors: [{ message: 'no such file' }] })).toThrow('no such')
})

test('what is not listed and what has disappeared are told apart', () => {
  const verdict = readReport(report)
  const known = 'scim.v2-filters › gt is refused on a boolean'
  expect(differences(verdict, listed(known))).toEqual({ unlisted: [], disappeared: [] })
  expect(differences(verdict, listed())).toEqual({
    unlisted: [`${known}: Error: 200`],
    disappeared: [],
  })
  const passes = 'scim.v2-filters › a date › is compared'
  const skipped = 'scim.v2-filters › a date › is cut'
  expect(differences(verdict, listed(known, passes, skipped, 'nowhere › x'))).toEqual({
    unlisted: [],
    disappeared: [passes, skipped, 'nowhere › x'],
  })
})
