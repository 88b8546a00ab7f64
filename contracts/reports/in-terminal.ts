/** What our reporter prints. */
import { relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import type { TestCase } from '@playwright/test/reporter'
import pc from 'picocolors'
import { causesOf } from './causes.ts'
import { coverageTable, notExercised } from './coverage-table.ts'
import type { Coverage } from './measure.ts'
import { outcome } from './outcomes.ts'
import type { Failed } from './summary.ts'
import { aligned } from './table.ts'

/** @param file where all of it is */
export function coverageLines(coverages: readonly Coverage[], file: string): string[] {
  return coverages.flatMap((coverage) => {
    const rows = aligned(coverageTable(coverage))
    const rest = notExercised(coverage, relative(process.cwd(), file))
    return ['', pc.bold('What was exercised:'), ...[...rows, ...rest].map(indented)]
  })
}

const MOST_CAUSES = 10

/** What several tests failed by, so that nobody reads a hundred failures of one cause. */
export function causeLines(failures: readonly Failed[]): string[] {
  const causes = causesOf(failures)
  if (causes.length === 0) return []
  const lines = causes
    .slice(0, MOST_CAUSES)
    .map(({ api, what, tests, first }) => `${tests} x ${api}: ${what} (first ${first})`)
  const rest = causes.length - lines.length
  const all = [...lines, ...(rest > 0 ? [`and ${rest} more`] : [])]
  return ['', pc.bold('What several failed by:'), ...all.map(indented)]
}

/** Every failure with all that is known of it. */
export function failureLines(tests: readonly TestCase[]): string[] {
  return tests
    .filter((test) => outcome(test) === 'failed')
    .flatMap((test) => {
      const [, project, file, ...titles] = test.titlePath()
      const errors = test.results.flatMap((result) => result.errors)
      const texts = errors.map(({ message, value }) => coloured(message ?? value ?? ''))
      const title = `[${project}] ${file}:${test.location.line} › ${titles.join(' › ')}`
      return ['', pc.red(title), ...texts.flatMap((text) => text.split('\n').map(indented))]
    })
}

function coloured(text: string): string {
  return pc.isColorSupported ? text : stripVTControlCharacters(text)
}

function indented(line: string): string {
  return line === '' ? '' : `  ${line}`
}
