/** A test's own time limit counts none of the time it waits for a deployment. */
import { expect, test } from '#test'
import type { Reply } from '../exchange.ts'
import { patient } from './patience.ts'

test('while it waits its limit is far, and afterwards as near as before', async () => {
  const set: number[] = []
  const info = { timeout: 1000, setTimeout: (ms: number) => set.push(ms) }
  const waiting: number[] = []
  const transport = patient(
    {
      send: async () => {
        waiting.push(set.at(-1) ?? 0)
        await new Promise((done) => setTimeout(done, 20))
        return {} as Reply
      },
    },
    info,
  )
  const sent = { method: 'GET', url: 'http://a/', headers: {} }
  await Promise.all([transport.send(sent), transport.send(sent)])
  await transport.send(sent)
  expect(Math.min(...waiting)).toBeGreaterThan(60 * 60_000)
  expect(set.at(-1)).toBeGreaterThanOrEqual(1000 + 55)
  expect(set.at(-1)).toBeLessThan(1000 + 2000)
})
