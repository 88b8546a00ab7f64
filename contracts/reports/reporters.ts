/** Which reporters a run has: Playwright's own, and ours on top. */
import { createRequire } from 'node:module'
import { extname, join, resolve } from 'node:path'
import type { ReporterDescription } from '@playwright/test'
import { BLOB, HTML, JUNIT } from './places.ts'
import type { ReporterOptions } from './reporter.ts'

/** What `--report` takes; `blob` is for the shards of a run. */
export const reportNames = ['list', 'html', 'junit', 'github', 'json', 'blob'] as const
export type ReportName = (typeof reportNames)[number]

type Environment = Readonly<Record<string, string | undefined>>

interface Places {
  /** Where the run leaves what it found. */
  readonly folder: string
  /** The folder of the suite's own code, and the ending of its files. */
  readonly code: string
}

/**
 * By the variables that the command line sets. Without REHEARSAL_REPORT, as in a run by Playwright
 * alone, the tests are listed and counted.
 */
export function reportersOf(
  environment: Environment,
  { folder, code }: Places,
): ReporterDescription[] {
  const at = (...path: string[]) => `${join(code, ...path)}${extname(import.meta.url)}`
  const { REHEARSAL_REPORT: asked, REHEARSAL_MERGING } = environment
  const names = namesIn(asked ?? 'list', environment)
  const tone = toneOf(environment)
  const quiet = tone !== 'full'
  const merging = isOn(REHEARSAL_MERGING)
  const ours: ReporterDescription = [
    at('reports', 'reporter'),
    ourOptions(environment, { folder, names, tone }),
  ]
  const counting: ReporterDescription = [at('count-reporter'), { folder, quiet }]
  const road: ReporterDescription = [at('transport', 'reporter'), { quiet }]
  return [
    ...(asked === undefined ? [] : [ours]),
    ...names.flatMap((name) => playwrights(name, folder, tone)),
    ...(names.includes('github') ? [[at('reports', 'github')] as ReporterDescription] : []),
    ...othersOf(environment),
    ...(quiet || merging ? [] : [[at('deviations', 'reporter')] as ReporterDescription]),
    ...(environment.REHEARSAL_PARITY ? [[at('parity', 'reporter')] as ReporterDescription] : []),
    ...(tone === 'silent' ? [] : [counting]),
    // It may turn a green run into another, so it comes last; the count is of the tests alone.
    ...(merging ? [] : [road]),
  ]
}

function namesIn(asked: string, { GITHUB_ACTIONS }: Environment): ReportName[] {
  const names = asked.split(',').filter(Boolean) as ReportName[]
  return [...new Set<ReportName>([...names, ...(GITHUB_ACTIONS ? (['github'] as const) : [])])]
}

function toneOf(environment: Environment): ReporterOptions['tone'] {
  const { REHEARSAL_JSON, REHEARSAL_QUIET, REHEARSAL_REPORTER } = environment
  if (isOn(REHEARSAL_JSON) || REHEARSAL_REPORTER) return 'silent'
  return isOn(REHEARSAL_QUIET) ? 'quiet' : 'full'
}

function isOn(variable: string | undefined): boolean {
  return !/^(0|false|)$/i.test(variable ?? '')
}

function ourOptions(
  environment: Environment,
  { folder, names, tone }: Pick<ReporterOptions, 'folder' | 'tone'> & { names: ReportName[] },
): ReporterOptions {
  const { REHEARSAL_MIN_COVERAGE, GITHUB_STEP_SUMMARY, REHEARSAL_JSON, REHEARSAL_MERGING } =
    environment
  return {
    folder,
    tone,
    json: names.includes('json') || isOn(REHEARSAL_JSON),
    junit: names.includes('junit'),
    merging: isOn(REHEARSAL_MERGING),
    ...(names.includes('github') && GITHUB_STEP_SUMMARY && { stepSummary: GITHUB_STEP_SUMMARY }),
    ...(REHEARSAL_MIN_COVERAGE && { minCoverage: Number(REHEARSAL_MIN_COVERAGE) }),
  }
}

function playwrights(
  name: ReportName,
  folder: string,
  tone: ReporterOptions['tone'],
): ReporterDescription[] {
  if (name === 'list') return tone === 'full' ? [['list']] : []
  if (name === 'html') return [['html', { outputFolder: join(folder, HTML), open: 'never' }]]
  if (name === 'junit')
    return [['junit', { outputFile: join(folder, JUNIT), includeProjectInTestName: true }]]
  return name === 'blob' ? [['blob', { outputDir: join(folder, BLOB) }]] : []
}

/** Those that were given to Playwright; what it cannot find it says itself. */
function othersOf({ REHEARSAL_REPORTER = '' }: Environment): ReporterDescription[] {
  return listed(REHEARSAL_REPORTER).map((name) => [reporterAt(name) ?? name])
}

/** Those of a list with commas that there are not. */
export function missingReporters(list: string): string[] {
  return listed(list).filter((name) => reporterAt(name) === undefined)
}

function listed(names: string): string[] {
  return names.split(',').filter(Boolean)
}

/** Playwright's own, by the names it knows them by. */
export const playwrightReporters = [
  ...['list', 'line', 'dot', 'failures', 'json', 'junit', 'null', 'github', 'html', 'blob'],
  ...['perfetto', 'coverage'],
]

/** One of Playwright's own, a file, or a package that can be found from here. */
function reporterAt(name: string): string | undefined {
  if (playwrightReporters.includes(name)) return name
  const here = createRequire(join(process.cwd(), 'reporter'))
  for (const [require, id] of [
    [here, resolve(name)],
    [here, name],
    [createRequire(import.meta.url), name],
  ] as const) {
    try {
      return require.resolve(id)
    } catch {
      // It may be at the next place.
    }
  }
  return undefined
}
