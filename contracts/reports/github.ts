/**
 * Annotations of GitHub Actions, each with the promise that was broken for a title. Playwright's own
 * have the name of the test there, and the promise below the fold.
 */
import { relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import type { Reporter, Suite, TestCase, TestError, TestResult } from '@playwright/test/reporter'
import { redactorOf } from '../secrets.ts'
import { isAskedFor, outcome } from './outcomes.ts'
import { failedOf } from './summary.ts'

/** Longer ones are cut by GitHub. */
const TITLE_LIMIT = 250

export default class GithubReporter implements Reporter {
  private tests: readonly TestCase[] = []

  onBegin(_config: unknown, suite: Suite): void {
    this.tests = suite.allTests()
  }

  onTestEnd(test: TestCase, { retry }: TestResult): void {
    if (outcome(test) === 'failed' && retry >= test.retries) print(annotationOf(test))
  }

  onError({ message, value }: TestError): void {
    const text = message ?? value ?? ''
    if (!isAskedFor(text)) print(`::error title=outside the tests::${data(text)}`)
  }

  onEnd(): void {
    const failed = this.tests.filter((test) => outcome(test) === 'failed').length
    const text = `${failed} of ${this.tests.length} tests failed`
    print(`::notice title=rehearsal::${text}`)
  }

  printsToStdio(): boolean {
    return false
  }
}

/** A command of a workflow, in a line. */
export function annotationOf(test: TestCase): string {
  const { api, test: title, headline, message } = failedOf(test)
  const file = relative(process.env.GITHUB_WORKSPACE ?? '', test.location.file)
  const short = headline.length > TITLE_LIMIT ? `${headline.slice(0, TITLE_LIMIT)} ...` : headline
  const place = `file=${property(file)},line=${test.location.line}`
  return `::error ${place},title=${property(`${api}: ${short}`)}::${data(`${title}\n\n${message}`)}`
}

function print(line: string): void {
  process.stdout.write(`\n${redactorOf()(stripVTControlCharacters(line))}\n`)
}

/** What ends a command, or a line, has a code. */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
