/** A target that shows a write late: what is read, or rests on a write, is the state after it. */
import { expect } from '@playwright/test'
import { test } from '#test'
import type { Reply, Sent } from '../exchange.ts'
import type { Purpose, Transport } from '../transport.ts'
import { passing } from './road.test.kit.ts'
import { settling } from './settle.ts'

const LAG = 1000

/** One text, which every read, and every write that rests on it, sees as it was a second ago. */
function lagging(before?: string) {
  const time = { now: 0 }
  const states: { at: number; text: string | undefined }[] = [{ at: -LAG, text: before }]
  const seen = () => states.filter(({ at }) => at <= time.now - LAG).at(-1)?.text
  const answer = ({ method, body }: Sent): Partial<Reply> => {
    time.now += 10
    if (method === 'GET') return { status: seen() === undefined ? 404 : 200, body: seen() }
    if (method === 'PATCH' && seen() === undefined) return { status: 404 }
    if (method === 'POST' && seen() !== undefined) return { status: 409 }
    states.push({ at: time.now, text: method === 'DELETE' ? undefined : body })
    return { status: 200, body }
  }
  let asked = 0
  const transport: Transport = {
    send: async (sent) => {
      asked += 1
      return { sent, headers: new Headers(), text: '', ...answer(sent) } as Reply
    },
  }
  return { time, transport, asked: () => asked }
}

const sent = (method: string, body?: string): Sent => ({
  method,
  url: 'http://a/',
  headers: {},
  ...(body !== undefined && { body }),
})

const scenarios: readonly {
  readonly what: string
  readonly before?: string
  readonly steps: readonly (readonly [Sent, Purpose])[]
  readonly want: Partial<Reply>
}[] = [
  {
    what: 'reads what it has made',
    steps: [[sent('POST', 'new'), { wants: [200] }]],
    want: { status: 200, body: 'new' },
  },
  {
    what: 'reads what it has changed',
    steps: [
      [sent('POST', 'new'), { wants: [200] }],
      [sent('PATCH', 'changed'), { wants: [200] }],
    ],
    want: { status: 200, body: 'changed' },
  },
  {
    what: 'sees that what must be refused has changed nothing',
    steps: [
      [sent('POST', 'new'), {}],
      [sent('POST', 'again'), {}],
    ],
    want: { status: 200, body: 'new' },
  },
  {
    what: 'sees that it is gone',
    before: 'there',
    steps: [[sent('DELETE'), { wants: [200] }]],
    want: { status: 404 },
  },
]

for (const { what, before, steps, want } of scenarios) {
  test(`a test that waits ${what}, and one that does not sees the state before`, async () => {
    for (const settle of [0, LAG]) {
      const { time, transport } = lagging(before)
      const settled = settling(transport, settle, passing(time))
      for (const [one, purpose] of steps) await settled.send(one, purpose)
      const last = await settled.send(sent('GET'), { reads: true, wants: [200] })
      if (settle === 0) expect(last).not.toMatchObject(want)
      else expect(last).toMatchObject(want)
    }
  })
}

test('a write that must succeed is tried at once, and again while it is refused', async () => {
  const { time, transport, asked } = lagging()
  const settled = settling(transport, LAG, passing(time))
  await settled.send(sent('POST', 'a'), { wants: [200] })
  await settled.send(sent('PUT', 'b'), { wants: [200] })
  expect(time.now).toBe(20)
  const patched = await settled.send(sent('PATCH', 'c'), { wants: [200] })
  expect([patched.status, time.now > LAG, asked() > 4]).toEqual([200, true, true])
})

test('a write that stays refused is refused when the time is over', async () => {
  const { time, transport } = lagging()
  const settled = settling(transport, LAG, passing(time))
  await settled.send(sent('DELETE'), {})
  const patched = await settled.send(sent('PATCH', 'c'), { wants: [200] })
  expect([patched.status, time.now]).toEqual([404, LAG + 20])
})

test('what is removed at the end waits once', async () => {
  const { time, transport } = lagging()
  const settled = settling(transport, LAG, passing(time))
  await settled.send(sent('POST', 'a'), {})
  for (let removed = 0; removed < 3; removed += 1) {
    await settled.send(sent('DELETE'), { cleaning: true })
  }
  expect(time.now).toBe(LAG + 4 * 10)
})

test('what proves a write is read at once, and again while it does not show', async () => {
  const { time, transport, asked } = lagging()
  const settled = settling(transport, LAG, passing(time))
  await settled.send(sent('POST', 'a'), { wants: [200] })
  const proof = { reads: true, proves: true, wants: [200] }
  expect(await settled.send(sent('GET'), proof)).toMatchObject({ status: 200, body: 'a' })
  expect([time.now > LAG, asked() > 4]).toEqual([true, true])
  await settled.send(sent('GET'), proof)
  expect(time.now).toBeLessThan(LAG + 3 * 200)
})
