import { expect, test } from '#test'
import { fixedWorld } from '../../world.ts'
import { cursorAfter, placeIn } from './cursors.ts'
import { limits } from './limits.ts'
import type { Place } from './sorting.ts'

const place: Place = { key: 'ann', type: 'User', created: '2026-01-01T00:00:00.000Z', id: '7' }

/** A world in which `seconds` more have passed whenever somebody looks at the clock. */
function later(world: ReturnType<typeof fixedWorld>, seconds: number) {
  const now = () => new Date(Date.parse(world.now()) + seconds * 1000).toISOString()
  return { ...world, now }
}

test('a cursor leads back to its place as long as it is announced, and not longer', () => {
  const world = fixedWorld()
  const terms = { asked: 'all', count: 2, world }
  const cursor = cursorAfter(place, terms)
  const inTime = { ...terms, world: later(world, limits.cursorTimeout - 10) }
  expect(placeIn(cursor, inTime)).toEqual(place)
  const tooLate = { ...terms, world: later(world, limits.cursorTimeout + 10) }
  const expired = expect.objectContaining({ scimType: 'expiredCursor' })
  expect(() => placeIn(cursor, tooLate)).toThrow(expired)
})
