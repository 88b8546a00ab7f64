/** The result of a run as a page in Markdown, which GitHub shows as the summary of a step. */
import { coverageTable, notExercised } from './coverage-table.ts'
import type { Coverage } from './measure.ts'
import { COVERAGE } from './places.ts'
import type { Failed, Report } from './summary.ts'
import { markdown } from './table.ts'

/** GitHub takes a megabyte; there is more in the other reports. */
const MOST = 50

export function inMarkdown(report: Report, coverages: readonly Coverage[]): string {
  const { verdict, passed, failed, known, skipped, statements } = report
  return [
    `## rehearsal: ${verdict}`,
    '',
    `${passed} passed, ${failed} failed, ${known} known, ${skipped} not run`,
    '',
    ...statements.map(({ kind, text }) => `- **${kind}**: ${text}`),
    '',
    ...failures(report.failures),
    ...section('Exercised', coverages.flatMap(coverage)),
    ...section('Findings (no failures)', bullets(report.findings)),
    ...section(
      'Not run',
      bullets(report.notRun.map(({ api, reason, tests }) => `${tests} x ${api}: ${reason}`)),
    ),
    '',
  ].join('\n')
}

function failures(all: readonly Failed[]): string[] {
  const rest = all.length - MOST
  const more = rest > 0 ? ['', `and ${rest} more, which the other reports have`] : []
  return section('Failures', [...all.slice(0, MOST).flatMap(failure), ...more])
}

function failure({ api, test, error, promised = [], pointers = [], ...shown }: Failed): string[] {
  const { request = '', reply = '', curl = '', repeat = '' } = shown
  return [
    `#### ${api} › ${test}`,
    '',
    ...bullets(promised),
    ...(promised.length > 0 ? [''] : []),
    ...fenced(error),
    ...bullets(pointers.map((pointer) => `\`${pointer}\``)),
    ...(curl ? ['', ...fenced([curl, repeat].filter(Boolean).join('\n'), 'sh')] : []),
    ...(request
      ? [
          '<details><summary>request and reply</summary>',
          '',
          ...fenced(`${request}\n${reply}`),
          '</details>',
          '',
        ]
      : []),
  ]
}

function coverage(one: Coverage): string[] {
  const rest = notExercised(one, `${COVERAGE}, among what the run leaves`)
  return [...markdown(coverageTable(one)), '', ...bullets(rest), '']
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`### ${title}`, '', ...lines, '']
}

function bullets(lines: readonly string[]): string[] {
  return lines.map((line) => `- ${line.replaceAll('\n', ' ')}`)
}

/** A fence longer than any in the text. */
function fenced(text: string, language = ''): string[] {
  const longest = Math.max(2, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  return [`${fence}${language}`, text, fence, '']
}
