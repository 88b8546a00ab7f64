/** What was found, as Markdown that can be read on a terminal too. */
import { type Figure, figureAt, type Measure, measures, perSecond, rounded } from './figures.ts'
import type { ServerName } from './servers.ts'
import type { Target } from './targets.ts'

export interface Column {
  readonly name: ServerName
  readonly title: string
}

/** A row for each measure at each size, a column for each server. */
export function table(figures: readonly Figure[], columns: readonly Column[]): string {
  const head = ['measure', 'users', ...columns.map(({ title }) => title)]
  const rows = (Object.keys(measures) as Measure[]).flatMap((measure) => {
    const own = figures.filter((each) => each.measure === measure)
    const sizes = [...new Set(own.map(({ size }) => size))].sort((one, other) => one - other)
    return sizes.map((size) => [
      measures[measure],
      size.toLocaleString('en'),
      ...columns.map(({ name }) => {
        const figure = figureAt(own, { server: name, measure, size })
        return figure ? cell(figure) : gap(own, name, size)
      }),
    ])
  })
  return markdown([head, ...rows])
}

export function targetTable(targets: readonly Target[]): string {
  const verdict = ({ met }: Target) =>
    met === undefined ? 'not measured' : met ? 'met' : 'not met'
  const rows = targets.map((target) => [target.says, target.found ?? '', verdict(target)])
  return markdown([['target', 'found', ''], ...rows])
}

/** Empty where nothing is to be measured. */
function gap(own: readonly Figure[], name: ServerName, size: number): string {
  const isSlow = (each: Figure) => each.server === name && each.tooSlow && each.size < size
  return own.some(isSlow) ? 'too slow' : ''
}

function cell(figure: Figure): string {
  const { measure, value, cpuMicros } = figure
  if (measure === 'resident' || measure === 'peak') return `${rounded(value / 1e6)} MB`
  const work = cpuMicros === undefined ? '' : `, ${duration(cpuMicros)}`
  if (measure === 'cold' || measure === 'open') return duration(value) + work
  return `${rounded(perSecond(figure))}/s${work}${figure.tooSlow ? ', too slow' : ''}`
}

function duration(micros: number): string {
  if (micros < 1000) return `${rounded(micros)} µs`
  return micros < 1e6 ? `${rounded(micros / 1000)} ms` : `${rounded(micros / 1e6)} s`
}

function markdown([head = [], ...rows]: readonly (readonly string[])[]): string {
  const widths = head.map((_, at) =>
    Math.max(3, ...[head, ...rows].map((row) => row[at]?.length ?? 0)),
  )
  const line = (row: readonly string[]) =>
    `| ${row.map((text, at) => text.padEnd(widths[at] ?? 0)).join(' | ')} |`
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`
  return [line(head), rule, ...rows.map(line)].join('\n')
}
