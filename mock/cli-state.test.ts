/** The state on disk, over the ends and beginnings of several processes. */

import { existsSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { create, headers, names, type Server, test, users } from './command.test.kit.ts'

const state = join('.rehearsal', 'state.json')

test('what was acknowledged is there after kill -9, five times under load', {
  tag: '@long',
}, async ({ terminal }) => {
  test.slow()
  const acknowledged = new Set<string>()
  for (let round = 1; round <= 5; round++) {
    const server = await terminal.serve(['gotomeeting'])
    expect([...acknowledged].filter(missingIn(await names(server)))).toEqual([])
    const writers = ['a', 'b', 'c', 'd'].map((who) => writeUntilDead(server, `${who}${round}`))
    const least = () => Math.min(...writers.map(({ made }) => made.length))
    await expect.poll(least, { timeout: 20_000 }).toBeGreaterThan(10)
    await server.end('SIGKILL')
    await Promise.all(writers.map(({ over }) => over))
    for (const { made } of writers) for (const name of made) acknowledged.add(name)
  }
  const last = await terminal.serve(['gotomeeting'])
  expect([...acknowledged].filter(missingIn(await names(last)))).toEqual([])
  expect(acknowledged.size).toBeGreaterThan(200)
})

function missingIn(found: ReadonlySet<string>): (name: string) => boolean {
  return (name) => !found.has(name)
}

/** Creates users one after the other; `made` has those that were answered with 201. */
function writeUntilDead(server: Server, who: string) {
  const made: string[] = []
  const write = async () => {
    for (let number = 0; ; number++) {
      const name = `${who}-${number}`
      const reply = await create(server, name).catch(() => undefined)
      if (!reply) return
      if (reply.status === 201) made.push(name)
    }
  }
  return { made, over: write() }
}

test('a second process is told who holds the state, where, and what to do', async ({
  terminal,
}) => {
  const { first, child } = await terminal.serve(['gotomeeting'])
  const second = await terminal.run(['serve', 'gotomeeting', '--port', '0'])
  expect(second.code).toBe(2)
  for (const part of [`process ${child.pid}`, first.url, '--db', '--ephemeral']) {
    expect(second.stderr).toContain(part)
  }
  const beside = await terminal.serve(['gotomeeting', '--db', 'other.json'])
  expect(beside.first.url).not.toBe(first.url)
})

test('a seed other than that of the state names reset, and the state is as it was', async ({
  terminal,
}) => {
  const server = await terminal.play(['gotomeeting'])
  await create(server, 'kept')
  await server.end('SIGTERM')
  for (const args of [
    ['--seed', 'generated'],
    ['--users', '5'],
  ]) {
    const refused = await terminal.run(['serve', 'gotomeeting', '--port', '0', ...args])
    expect(refused.code).toBe(2)
    expect(refused.stderr).toContain('rehearsal reset')
    expect(refused.stderr).toContain('"fixture"')
  }
  const again = await terminal.play(['gotomeeting', '--seed', 'fixture'])
  expect(await names(again)).toContain('kept')
})

async function damage(folder: string): Promise<Buffer> {
  const bytes = await readFile(join(folder, state))
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 4
  await writeFile(join(folder, state), bytes)
  return bytes
}

test('a damaged state is named, left, kept aside by a reset, and the next start is fresh', async ({
  terminal,
}) => {
  const server = await terminal.play(['gotomeeting'])
  await create(server, 'lost')
  await server.end('SIGTERM')
  const bytes = await damage(terminal.folder)
  const refused = await terminal.run(['serve', 'gotomeeting', '--port', '0'])
  expect(refused.code).toBe(2)
  expect(refused.stderr).toContain(`${join(terminal.folder, state)} is damaged`)
  expect(refused.stderr).toContain("'rehearsal reset'")
  expect((await readFile(join(terminal.folder, state))).equals(bytes)).toBe(true)
  expect(existsSync(join(terminal.folder, `${state}.lock`))).toBe(false)
  const reset = await terminal.run(['reset'])
  const [, kept = ''] = /kept as (\S+);/.exec(reset.stdout) ?? []
  expect((await readFile(kept)).equals(bytes)).toBe(true)
  expect(await names(await terminal.play(['gotomeeting']))).not.toContain('lost')
})

test('where the state is elsewhere, the way out that is named works as it is named', async ({
  terminal,
}) => {
  const server = await terminal.play(['gotomeeting', '--db', 'mine/state.json'])
  await server.end('SIGTERM')
  await writeFile(join(terminal.folder, 'mine', 'state.json'), 'damaged')
  const refused = await terminal.run([
    'serve',
    'gotomeeting',
    '--port',
    '0',
    '--db',
    'mine/state.json',
  ])
  const [, words = ''] = /'(?:npx )?rehearsal ([^']*)'/.exec(refused.stderr) ?? []
  await terminal.run(words.split(' '))
  expect((await terminal.play(['gotomeeting', '--db', 'mine/state.json'])).first.url).toContain(
    'http',
  )
})

test('a reset on disk removes the state, and says when there is none', async ({ terminal }) => {
  const server = await terminal.play(['gotomeeting'])
  await create(server, 'gone')
  await server.end('SIGTERM')
  const removed = await terminal.run(['reset'])
  expect([removed.code, removed.stdout]).toEqual([0, expect.stringContaining('was removed')])
  const none = await terminal.run(['reset', '--json'])
  expect(JSON.parse(none.stdout)).toEqual({ done: expect.stringContaining('there was no state') })
  expect(await readdir(join(terminal.folder, '.rehearsal'))).toEqual([])
  expect(await names(await terminal.play(['gotomeeting']))).not.toContain('gone')
})

test('a reset of a running mock is done in it, at once', async ({ terminal }) => {
  const server = await terminal.play(['gotomeeting'])
  const before = await names(server)
  await create(server, 'gone')
  const reset = await terminal.run(['reset'])
  expect([reset.code, reset.stdout]).toEqual([0, expect.stringContaining(server.first.url)])
  expect(await names(server)).toEqual(before)
  expect((await create(server, 'gone')).status).toBe(201)
})

test('a reset of a mock that others can reach needs its admin token', async ({ terminal }) => {
  const { first } = await terminal.play(['gotomeeting', '--host', '0.0.0.0'])
  const refused = await terminal.run(['reset'])
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('401')])
  const token = String(first.adminToken)
  expect((await terminal.run(['reset', '--token', token])).code).toBe(0)
  expect((await terminal.run(['reset'], { REHEARSAL_ADMIN_TOKEN: token })).code).toBe(0)
})

test('the lock of a process that was killed is no obstacle', async ({ terminal }) => {
  const first = await terminal.serve(['gotomeeting'])
  await first.end('SIGKILL')
  expect(existsSync(join(terminal.folder, `${state}.lock`))).toBe(true)
  const second = await terminal.serve(['gotomeeting'])
  const reply = await fetch(users(second), { headers })
  expect(reply.status).toBe(200)
})
