/** What is left of a test: its exchanges in short and, when it failed, what it stood on and the last ones in full. */
import { appendFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { TestInfo } from '@playwright/test'
import { curl, type Exchange, type Redact, show } from './exchange.ts'

const LAST = 6

/** One line of JSON for each exchange, in a file of its own for each worker. */
export function record(info: TestInfo, exchanges: readonly Exchange[]): void {
  if (exchanges.length === 0) return
  const folder = join(info.project.outputDir, 'exchanges')
  const test = info.titlePath.slice(1).join(' > ')
  const lines = exchanges.map(({ api, operation, reply: { sent, status } }) => {
    const { pathname: path } = new URL(sent.url)
    return JSON.stringify({ api, operation, method: sent.method, path, status, test })
  })
  mkdirSync(folder, { recursive: true })
  appendFileSync(join(folder, `worker-${info.workerIndex}.jsonl`), `${lines.join('\n')}\n`)
}

export async function attachLast(
  info: TestInfo,
  exchanges: readonly Exchange[],
  redact: Redact,
): Promise<void> {
  const last = exchanges.slice(-LAST)
  const final = last.at(-1)
  if (!final || info.status === info.expectedStatus) return
  const contentType = 'text/plain'
  for (const { type, description } of info.annotations) {
    if (type === 'promise') await info.attach('promised', { body: description ?? '', contentType })
  }
  const all = last.map(({ reply }) => show(reply, redact)).join('\n\n')
  await info.attach('the last request', { body: curl(final.reply.sent, redact), contentType })
  await info.attach(`the last ${last.length} exchanges`, { body: all, contentType })
}
