/** What our reporter prints. */
import { relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import type { TestCase } from '@playwright/test/reporter'
import pc from 'picocolors'
import { aligned, coverageTable, notExercised } from './coverage-table.ts'
import type { Coverage } from './measure.ts'
import { outcome } from './outcomes.ts'

/** @param file where all of it is */
export function coverageLines(coverages: readonly Coverage[], file: string): string[] {
  return coverages.flatMap((coverage) => {
    const rows = aligned(coverageTable(coverage))
    const rest = notExercised(coverage, relative(process.cwd(), file))
    return ['', pc.bold('What was exercised:'), ...[...rows, ...rest].map(indented)]
  })
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
