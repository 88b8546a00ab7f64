import { expect, test } from '#test'
import { textOf } from './reply-text.ts'

/** A body in pieces that never ends, and how many of them were taken. */
function endless(piece: string, headers: Record<string, string> = {}) {
  const seen = { pieces: 0, ended: false }
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      seen.pieces += 1
      // Only in case nobody stops.
      if (seen.pieces > 10_000) controller.close()
      else controller.enqueue(new TextEncoder().encode(piece))
    },
    cancel: () => {
      seen.ended = true
    },
  })
  return { seen, response: new Response(body, { headers }) }
}

for (const [how, headers] of [
  ['without a length', {}],
  ['packed, with a short length', { 'content-length': '9', 'content-encoding': 'gzip' }],
  ['with a length that is too long', { 'content-length': '999999' }],
] as const) {
  test(`a reply that does not end is left, and its connection ended, ${how}`, async () => {
    const { seen, response } = endless('x'.repeat(1000), headers)
    await expect(textOf(response, 10_240)).rejects.toThrow('its body is longer than 10 KiB')
    expect(seen.ended).toBe(true)
    expect(seen.pieces).toBeLessThan(20)
  })
}

test('a letter that is cut by two pieces is whole', async () => {
  const bytes = new TextEncoder().encode('né 🙂')
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      for (const byte of bytes) controller.enqueue(Uint8Array.of(byte))
      controller.close()
    },
  })
  expect(await textOf(new Response(body))).toBe('né 🙂')
})
