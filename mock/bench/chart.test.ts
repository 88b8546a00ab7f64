import { expect, test } from '#test'
import { chart } from './chart.ts'
import type { Figure } from './figures.ts'

const columns = [
  { name: 'ours', title: 'rehearsal' },
  { name: 'prism', title: 'Prism <5>' },
] as const

const cost = (size: number, value: number): Figure => ({
  server: 'ours',
  measure: 'get',
  size,
  value,
  rounds: [value],
})

test('what costs the same at every size is a level line, and what costs more rises', () => {
  const level = points(chart([cost(1000, 100), cost(1_000_000, 100)], columns))
  expect(level[0]?.y).toBe(level[1]?.y)
  const rising = points(chart([cost(1_000_000, 1e5), cost(1000, 100)], columns))
  expect(rising[1]?.y).toBeLessThan(rising[0]?.y ?? 0)
  expect(rising[1]?.x).toBeGreaterThan(rising[0]?.x ?? 0)
})

test('a tenfold cost is the same step everywhere', () => {
  const [one, ten, hundred] = points(
    chart([cost(1000, 100), cost(10_000, 1000), cost(100_000, 10_000)], columns),
  ).map(({ y }) => y)
  expect(Math.abs((one ?? 0) - (ten ?? 0) - ((ten ?? 0) - (hundred ?? 0)))).toBeLessThanOrEqual(1)
})

test('a server that was not measured has no line, and its name is text and no markup', () => {
  const text = chart([cost(1000, 100)], columns)
  expect(text.match(/<polyline/g)).toHaveLength(1)
  expect(text).toContain('Prism &lt;5&gt;')
})

function points(svg: string): { x: number; y: number }[] {
  const [, list = ''] = /<polyline points="([^"]*)"/.exec(svg) ?? []
  return list.split(' ').map((pair) => {
    const [x = Number.NaN, y = Number.NaN] = pair.split(',').map(Number)
    return { x, y }
  })
}
