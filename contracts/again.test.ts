import { expect, test } from '#test'
import { again } from './again.ts'
import { Unreachable } from './transport.ts'

test('a check is run until it passes, and not for ever', async () => {
  let runs = 0
  const passing = (at: number) => async () => {
    runs += 1
    if (runs < at) throw new Error(`not the ${runs}th time`)
  }
  await again(passing(4))
  expect(runs).toBe(4)
})

test('what ends a test ends it at once', async () => {
  let runs = 0
  const ending = (end: () => unknown) =>
    again(async () => {
      runs += 1
      end()
    })
  const down = () => {
    throw new Unreachable('no reply')
  }
  await expect(ending(down)).rejects.toThrow('no reply')
  // As Playwright words it.
  const skipping = ending(() => {
    throw new Error('Test is skipped: said')
  })
  await expect(skipping).rejects.toThrow('Test is skipped: said')
  expect(runs).toBe(2)
})
