import { expect, test } from '#test'
import type { Figure, Place } from './figures.ts'
import { targets } from './targets.ts'

const found = (place: Place, value: number, cpuMicros?: number): Figure => ({
  ...place,
  value,
  rounds: [value],
  ...(cpuMicros !== undefined && { cpuMicros }),
})

function target(says: string, figures: readonly Figure[]) {
  const one = targets(figures).find((each) => each.says.startsWith(says))
  return { found: one?.found, met: one?.met }
}

test('a target of which a part was not measured is neither met nor missed', () => {
  const ours = found({ server: 'ours', measure: 'get', size: 1000 }, 50)
  expect(targets([ours]).filter(({ met }) => met !== undefined)).toEqual([])
})

test('half the requests of the floor are enough, and less are not', () => {
  const floor = found({ server: 'node:http', measure: 'get', size: 1000 }, 20, 15)
  const ours = (micros: number) => found({ server: 'ours', measure: 'get', size: 1000 }, micros, 60)
  const says = 'get by id: at least 50% of the requests/s'
  expect(target(says, [floor, ours(40)])).toEqual({ found: '0.5×', met: true })
  expect(target(says, [floor, ours(41)])).toEqual({ found: '0.488×', met: false })
  expect(target('the same of the CPU', [floor, ours(40)])).toEqual({ found: '0.25×', met: false })
})

test('a cost is flat up to a fifth more', () => {
  const at = (size: number, micros: number) =>
    found({ server: 'ours', measure: 'filter', size }, micros)
  const says = 'filter, 100,000 users: the cost'
  expect(target(says, [at(1000, 100), at(100_000, 120)])).toEqual({ found: '1.2×', met: true })
  expect(target(says, [at(1000, 100), at(100_000, 121)])).toEqual({ found: '1.21×', met: false })
})

test('how much faster than a peer is told by how much longer it takes', () => {
  const at = (server: Place['server'], micros: number) =>
    found({ server, measure: 'create', size: 100_000 }, micros)
  const says = 'create, 100,000 users: at least 1,000 times'
  expect(target(says, [at('ours', 100), at('json-server', 250_000)])).toEqual({
    found: '2,500×',
    met: true,
  })
  expect(target(says, [at('ours', 100), at('json-server', 99_000)]).met).toBe(false)
})

test('the memory of a user is what more users take more, at the largest size that was measured', () => {
  const at = (size: number, bytes: number) =>
    found({ server: 'ours', measure: 'resident', size }, bytes)
  const few = [at(1000, 1e8), at(100_000, 1e8 + 99_000 * 3500)]
  expect(target('memory of a user', few)).toEqual({ found: '3.5 kB', met: true })
  const many = [...few, at(1_000_000, 1e8 + 999_000 * 4500)]
  expect(target('memory of a user', many)).toEqual({ found: '4.5 kB', met: false })
})
