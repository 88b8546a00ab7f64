/** Cost against size as an SVG: a panel for each measure, a line for each server, both axes logarithmic. */
import { type Figure, type Measure, measures } from './figures.ts'
import type { Column } from './table.ts'

const shown: readonly Measure[] = ['get', 'filter', 'page', 'patch', 'create', 'open']
const colours = ['#0072b2', '#555555', '#d55e00', '#009e73', '#cc79a7', '#e69f00']
const [WIDE, HIGH, PAD, TOP] = [300, 220, 46, 40]
/** Microseconds at the edges of a panel, by powers of ten. */
const [LOW, TALL] = [1, 8]
const units = ['', '10 µs', '100 µs', '1 ms', '10 ms', '100 ms', '1 s', '10 s', '100 s']

export function chart(figures: readonly Figure[], columns: readonly Column[]): string {
  const panels = shown.map((measure, place) => {
    const own = figures.filter((each) => each.measure === measure)
    const [left, top] = [(place % 3) * WIDE, TOP + Math.floor(place / 3) * HIGH]
    const title = `<text x="${PAD}" y="16" font-weight="bold">${measures[measure]}</text>`
    const body = [title, ...axes(), ...columns.map(({ name }, at) => line(own, name, at))]
    return `<g transform="translate(${left} ${top})">${body.join('')}</g>`
  })
  const legend = columns.map(
    ({ title }, at) =>
      `<text x="${PAD + (at * (3 * WIDE - PAD)) / columns.length}" y="22" fill="${colours[at]}">● ${escaped(title)}</text>`,
  )
  const [width, height] = [3 * WIDE, TOP + 2 * HIGH]
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="11">
<title>What a request costs, by the number of users</title>
<rect width="${width}" height="${height}" fill="#ffffff"/>
${[...legend, ...panels].join('\n')}
</svg>
`
}

function axes(): string[] {
  const costs = units.slice(LOW, TALL + 1).map((unit, at) => {
    const level = y(10 ** (LOW + at))
    const text = `<text x="${PAD - 4}" y="${level + 4}" text-anchor="end" font-size="9">${unit}</text>`
    return `<path d="M${PAD} ${level}H${WIDE - 16}" stroke="#dddddd"/>${text}`
  })
  const sizes = [1e3, 1e4, 1e5, 1e6].map(
    (size) =>
      `<text x="${x(size)}" y="${HIGH - 12}" text-anchor="middle" font-size="9">${size.toLocaleString('en')}</text>`,
  )
  return [...costs, ...sizes]
}

function line(own: readonly Figure[], name: string, at: number): string {
  const points = own.filter(({ server }) => server === name).sort((one, two) => one.size - two.size)
  const path = points.map(({ size, value }) => `${x(size)},${y(value)}`).join(' ')
  const dots = points.map(
    ({ size, value }) => `<circle cx="${x(size)}" cy="${y(value)}" r="2.5" fill="${colours[at]}"/>`,
  )
  const stroke = `<polyline points="${path}" fill="none" stroke="${colours[at]}" stroke-width="1.5"/>`
  return points.length === 0 ? '' : stroke + dots.join('')
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

function x(size: number): number {
  return Math.round(PAD + 20 + ((Math.log10(size) - 3) / 3) * (WIDE - PAD - 60))
}

function y(micros: number): number {
  const share = (Math.log10(Math.max(micros, 10)) - LOW) / (TALL - LOW)
  return Math.round(HIGH - 30 - share * (HIGH - 60))
}
