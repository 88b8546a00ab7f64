/** What the suite says of a deployment, and how that differs from what is known of it. */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { daysAfter } from '../deviations/settings.ts'
import { type Title, titleOf } from '../known.ts'
import { FINDING } from '../promises.ts'
import { outside } from '../prove/serving.ts'
import type { Deviation } from './deviations.ts'

export interface Verdict {
  readonly passed: readonly Title[]
  /** With the first line of why. */
  readonly failed: ReadonlyMap<Title, string>
  readonly notRun: readonly Title[]
  /** Departures that are no failures, by scenario. */
  readonly findings: ReadonlyMap<Title, readonly string[]>
}

export interface Differences {
  /** Failed, and no deviation says so: the suite invents a fault, or there is a new one. */
  readonly unlisted: readonly string[]
  /** A deviation says that it fails, and it does not: the suite has grown blind, or it is mended. */
  readonly disappeared: readonly string[]
}

interface Report {
  readonly suites: readonly Suite[]
  readonly errors: readonly { readonly message?: string }[]
}

interface Suite {
  readonly file: string
  readonly title: string
  readonly suites?: readonly Suite[]
  readonly specs?: readonly Spec[]
}

interface Spec {
  readonly title: string
  readonly tests: readonly {
    readonly status: 'expected' | 'unexpected' | 'flaky' | 'skipped'
    readonly annotations: readonly { readonly type: string; readonly description?: string }[]
    readonly results: readonly {
      readonly status: string
      readonly errors: readonly { readonly message?: string }[]
    }[]
  }[]
}

const root = dirname(fileURLToPath(import.meta.resolve('rehearsal/package.json')))

/**
 * Runs `rehearsal test` against a deployment, as a user would.
 * @param known failures that are expected, which spares Playwright a new worker for each
 * @param files those of the suite to run, by a part of their names; all when there is none
 * @throws Error when it comes to no verdict
 */
export async function judge(
  { api, url, token }: { api: string; url: string; token: string },
  known: readonly Deviation[],
  files: readonly string[] = [],
): Promise<Verdict> {
  const folder = mkdtempSync(join(tmpdir(), 'rehearsal-verdict-'))
  try {
    const titles = known.flatMap(({ scenarios, deviation }) =>
      scenarios.map((title) => [title, deviation]),
    )
    writeFileSync(join(folder, 'known.json'), JSON.stringify(Object.fromEntries(titles)))
    writeFileSync(join(folder, 'known.yaml'), JSON.stringify(known.flatMap(entriesOf(api))))
    const target = ['--target', url, '--allow-writes', '--throw-away', '--token', token]
    target.push('--deviations', 'known.yaml')
    const said = await run(['test', api, ...target, '--', '--reporter=json', ...files], folder)
    try {
      return readReport(JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as Report)
    } catch (error) {
      throw new Error(`there is no verdict on ${url}: ${(error as Error).message}\n${said}`)
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** What is known of every reply, so that scenarios about something else go on. */
function entriesOf(api: string) {
  const expires = daysAfter(new Date().toISOString().slice(0, 10), 30)
  return ({ lacks, deviation }: Deviation) =>
    (lacks?.operations ?? []).map((operation) => ({
      ...{ api, operation, check: 'response_headers_conformance', at: `header ${lacks?.header}` },
      ...{ owner: 'its authors', reason: deviation, expires },
    }))
}

/** @throws Error when nothing ran, or when something other than a scenario failed */
export function readReport({ suites, errors }: Report): Verdict {
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'))
  const all = suites.flatMap((suite) => testsIn(suite, []))
  if (all.length === 0) throw new Error('no scenario ran')
  const having = (what: Outcome) => all.filter(({ test }) => outcomeOf(test) === what)
  return {
    passed: having('passed').map(({ title }) => title),
    failed: new Map(having('failed').map(({ title, test }) => [title, whyOf(test)])),
    notRun: having('not run').map(({ title }) => title),
    findings: new Map(
      all.map(({ title, test }) => [title, findingsOf(test)] as const).filter(([, f]) => f.length),
    ),
  }
}

export function differences(verdict: Verdict, known: readonly Deviation[]): Differences {
  const listed = new Set(known.flatMap(({ scenarios }) => scenarios))
  return {
    unlisted: [...verdict.failed]
      .filter(([title]) => !listed.has(title))
      .map(([title, why]) => `${title}: ${why}`),
    disappeared: [...listed].filter((title) => !verdict.failed.has(title)),
  }
}

type Test = Spec['tests'][number]

type Outcome = 'passed' | 'failed' | 'not run'

/** How it went, expected or not. */
function outcomeOf({ status, annotations, results }: Test): Outcome {
  // What is known is drawn as not run.
  if (annotations.some(({ type }) => type === 'known')) return 'failed'
  if (status === 'skipped') return 'not run'
  const expected = annotations.filter(({ type }) => type === 'fail')
  if (expected.some(({ description }) => description === FINDING)) return 'passed'
  if (expected.length > 0) return results.at(-1)?.status === 'passed' ? 'passed' : 'failed'
  return status === 'expected' ? 'passed' : 'failed'
}

function testsIn(suite: Suite, above: readonly string[]): { title: Title; test: Test }[] {
  // A file is a suite too, titled with its path.
  const names = suite.title === suite.file ? above : [...above, suite.title]
  return [
    ...(suite.specs ?? []).flatMap(({ title, tests }) =>
      tests.map((test) => ({ title: titleOf([suite.file, ...names, title]), test })),
    ),
    ...(suite.suites ?? []).flatMap((inner) => testsIn(inner, names)),
  ]
}

function whyOf({ results }: Test): string {
  const message = results.at(-1)?.errors[0]?.message ?? ''
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the colours of a terminal
  return (message.replaceAll(/\u001b\[\d+m/g, '').split('\n')[0] ?? '').trim()
}

function findingsOf({ annotations }: Test): string[] {
  return annotations
    .filter(({ type }) => type === 'finding')
    .map(({ description }) => description ?? '')
}

/** @returns what it wrote, for when there is no report */
function run(args: readonly string[], cwd: string): Promise<string> {
  const env = {
    ...outside(),
    PLAYWRIGHT_JSON_OUTPUT_NAME: join(cwd, 'report.json'),
    REHEARSAL_KNOWN: join(cwd, 'known.json'),
  }
  const cli = spawn(process.execPath, [join(root, 'dist/mock/cli.js'), ...args], { cwd, env })
  let said = ''
  for (const stream of [cli.stdout, cli.stderr]) {
    stream.on('data', (text) => {
      said = (said + text).slice(-4000)
    })
  }
  return new Promise((resolve, reject) => {
    cli.once('error', reject)
    cli.once('close', () => resolve(said))
  })
}
