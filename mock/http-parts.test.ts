/** How a long list goes over the wire. */
import { connect } from 'node:net'
import express from 'express'
import { test as base, expect } from '#test'
import { send, serverOf } from './http.ts'

interface Site {
  /** The URL of a list that is sent in these parts. */
  listOf(parts: Iterable<string>): string
}

const test = base.extend<{ site: Site }>({
  site: async ({}, use) => {
    const lists: Iterable<string>[] = []
    const app = express()
    app.get('/other', (request, response) =>
      send(request, response, { reply: { status: 200, body: 'here' }, shared: [] }),
    )
    app.get('/lists/:number', (request, response) => {
      const parts = lists[Number(request.params.number)] ?? []
      return send(request, response, { reply: { status: 200, body: [], parts }, shared: [] })
    })
    const server = serverOf(app)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as { port: number }
    const url = `http://127.0.0.1:${port}`
    await use({ listOf: (parts) => `${url}/lists/${lists.push(parts) - 1}` })
    server.closeAllConnections()
    server.close()
  },
})

/** Parts without end, and what became of them. */
function endless(size = 1000) {
  const seen = { made: 0, over: false }
  function* parts(): Generator<string> {
    try {
      for (;;) {
        seen.made++
        yield ' '.repeat(size)
      }
    } finally {
      seen.over = true
    }
  }
  return { seen, parts: parts() }
}

async function other(list: string): Promise<unknown> {
  return (await fetch(new URL('/other', list))).json()
}

test('parts are sent as they are, without a length, and a HEAD asks for none', async ({ site }) => {
  const reply = await fetch(site.listOf(['[1', ',2]']))
  expect(reply.headers.get('content-type')).toBe('application/json')
  expect(reply.headers.get('content-length')).toBeNull()
  expect(await reply.json()).toEqual([1, 2])
  const { seen, parts } = endless()
  const head = await fetch(site.listOf(parts), { method: 'HEAD' })
  expect(head.headers.get('content-type')).toBe('application/json')
  expect(seen).toEqual({ made: 0, over: false })
})

test('others are answered while a list is sent, which ends when its reader goes', async ({
  site,
}) => {
  const { seen, parts } = endless()
  const list = site.listOf(parts)
  let turns = 0
  const turn = () => {
    turns++
    if (!seen.over) setImmediate(turn)
  }
  turn()
  const reader = new AbortController()
  const reply = await fetch(list, { signal: reader.signal })
  const reading = (async () => {
    for await (const _ of reply.body ?? []);
  })().catch(() => 'gone')
  for (let number = 0; number < 10; number++) expect(await other(list)).toBe('here')
  expect(seen.made).toBeLessThanOrEqual(turns + 1)
  reader.abort()
  expect(await reading).toBe('gone')
  await expect.poll(() => seen.over).toBe(true)
})

test('a list that nobody reads waits', async ({ site }) => {
  const { seen, parts } = endless(1 << 20)
  const list = new URL(site.listOf(parts))
  const socket = connect(Number(list.port), '127.0.0.1').pause()
  socket.write(`GET ${list.pathname} HTTP/1.1\r\nHost: a\r\n\r\n`)
  await expect.poll(() => seen.made).toBeGreaterThan(0)
  for (let number = 0; number < 100; number++) await other(list.href)
  expect(seen.made).toBeLessThan(50)
  socket.destroy()
  await expect.poll(() => seen.over).toBe(true)
})

test('where a part cannot be made the reply breaks off, and the log says why', async ({ site }) => {
  function* parts() {
    yield '[1'
    throw new Error('the second breaks the spec')
  }
  const told: unknown[] = []
  const { error } = console
  console.error = (problem) => told.push(problem)
  try {
    const reply = await fetch(site.listOf(parts()))
    await expect(reply.text()).rejects.toThrow('terminated')
    await expect.poll(() => String(told)).toContain('the second breaks the spec')
  } finally {
    console.error = error
  }
})
