/** What is left of a test: its exchanges in short and, when it failed, what it stood on and the last ones in full. */
import { appendFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { TestInfo } from '@playwright/test'
import type { Spec } from '../specs/read.ts'
import { type Exchange, type Redact, show } from './exchange.ts'
import { explain, FAILURE, type Failure, failureOf, pointersOf } from './reports/failure.ts'
import { repeatOf } from './reports/repeat.ts'
import type { Tally } from './reports/tally.ts'
import { redacted } from './secrets.ts'
import type { Target } from './target.ts'

const LAST = 6

/** One line of JSON for each exchange, and for what is new in it, in files of their own for each worker. */
export function record(
  info: TestInfo,
  exchanges: readonly Exchange[],
  { tally, redact }: { tally: Tally; redact: Redact },
): void {
  if (exchanges.length === 0) return
  const test = info.titlePath.slice(1).join(' > ')
  const lines = exchanges.map(({ api, operation, reply: { sent, status } }) => {
    const { pathname: path } = new URL(sent.url)
    return JSON.stringify({ api, operation, method: sent.method, path: redact(path), status, test })
  })
  append(info, 'exchanges', lines.join('\n'))
  const news = exchanges.flatMap((exchange) => tally.note(exchange) ?? [])
  const shown = news.map(({ api, operation, ...names }) =>
    JSON.stringify({ api, operation, ...redacted(names, redact) }),
  )
  append(info, 'tally', shown.join('\n'))
}

function append(info: TestInfo, what: string, lines: string): void {
  if (lines === '') return
  const folder = join(info.project.outputDir, what)
  mkdirSync(folder, { recursive: true })
  appendFileSync(join(folder, `worker-${info.workerIndex}.jsonl`), `${lines}\n`)
}

/**
 * Attaches what the reports of a failure are made from.
 * @param late what is going to fail a test that has not failed yet
 * @returns what its error is to be explained with
 */
export async function attachFailure(
  info: TestInfo,
  exchanges: readonly Exchange[],
  {
    spec,
    target,
    redact,
    late,
  }: { spec: Spec; target: Target; redact: Redact; late?: Error | undefined },
): Promise<Failure | undefined> {
  if (exchanges.length === 0 || (info.status === info.expectedStatus && !late)) return undefined
  const errors = late ? [late as TestInfo['errors'][number]] : info.errors
  const failed = { annotations: info.annotations, errors }
  const repeat = repeatOf(target, info)
  const failure = failureOf(failed, exchanges, { spec, redact, repeat })
  if (!failure) return undefined
  const contentType = 'text/plain'
  for (const { sentence } of failure.promises) {
    await info.attach('promised', { body: sentence, contentType })
  }
  const last = exchanges.slice(-LAST)
  const all = last.map(({ reply }) => show(reply, redact)).join('\n\n')
  await info.attach('in the document', { body: pointersOf(failure).join('\n'), contentType })
  await info.attach('the request again', { body: failure.curl, contentType })
  await info.attach(`the last ${last.length} exchanges`, { body: all, contentType })
  const body = JSON.stringify(failure)
  await info.attach(FAILURE, { body, contentType: 'application/json' })
  return failure
}

/** @returns what fails a test at its end, with what a person needs unless something else has failed it */
export async function explained(
  info: TestInfo,
  exchanges: readonly Exchange[],
  of: { spec: Spec; target: Target; redact: Redact; late: Error },
): Promise<Error> {
  const { late } = of
  const failure = info.status === 'passed' && (await attachFailure(info, exchanges, of))
  if (failure) explain([late as TestInfo['errors'][number]], failure)
  return late
}
