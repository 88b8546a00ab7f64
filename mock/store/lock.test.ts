import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test as base, expect } from '#test'
import { type Holder, holderOf, Lock, Locked } from './lock.ts'

interface Stage {
  readonly file: string
  /** Another process that does nothing; it is ended with the test. */
  readonly other: ChildProcess & { readonly pid: number }
}

const test = base.extend<Stage>({
  file: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'lock-'))
    await use(join(folder, 'state.json.lock'))
    await rm(folder, { recursive: true })
  },
  other: async ({}, use) => {
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
    await once(other, 'spawn')
    await use(other as Stage['other'])
    other.kill('SIGKILL')
  },
})

function read(file: string): Holder {
  return JSON.parse(readFileSync(file, 'utf8')) as Holder
}

function attempt(file: string): Lock | Locked {
  try {
    return new Lock(file)
  } catch (error) {
    if (error instanceof Locked) return error
    throw error
  }
}

test('a lock says who holds it and where, and is gone when it is released', ({ file }) => {
  const lock = new Lock(file)
  expect(holderOf(file)).toMatchObject({ pid: process.pid })
  lock.announce('http://127.0.0.1:4010')
  expect(holderOf(file)?.url).toBe('http://127.0.0.1:4010')
  lock.release()
  lock.release()
  expect(holderOf(file)).toBeUndefined()
  expect(readdirSync(dirname(file))).toEqual([])
})

test('who comes second is told the process, the URL, the file and what to do', ({ file }) => {
  const lock = new Lock(file)
  lock.announce('http://127.0.0.1:4010')
  const refused = attempt(file)
  expect(refused).toBeInstanceOf(Locked)
  const { message } = refused as Locked
  for (const part of [`process ${process.pid}`, 'http://127.0.0.1:4010', file, '--db']) {
    expect(message).toContain(part)
  }
  lock.release()
  expect(attempt(file)).toBeInstanceOf(Lock)
})

test('a living process holds its lock, and loses it when it is killed', async ({ file, other }) => {
  // The start of another process is only known to the lock itself: '' trusts the number alone.
  writeFileSync(file, JSON.stringify({ pid: other.pid, started: '' }))
  expect(attempt(file)).toMatchObject({ holder: { pid: other.pid } })
  other.kill('SIGKILL')
  await once(other, 'exit')
  expect(holderOf(file)).toBeUndefined()
  const lock = new Lock(file)
  expect(read(file).pid).toBe(process.pid)
  lock.release()
})

test('a process that got the number of a dead holder does not hold its lock', ({ file, other }) => {
  writeFileSync(file, JSON.stringify({ pid: other.pid, started: 'an earlier boot 4711' }))
  expect(holderOf(file)).toBeUndefined()
  expect(attempt(file)).toBeInstanceOf(Lock)
  expect(read(file).pid).toBe(process.pid)
})

const remains = ['', '{', '{"pid":', 'null', '5', '"text"', '{}', '{"pid":"x"}', '{"pid":-1.5}']

for (const text of remains) {
  test(`a lock that reads ${JSON.stringify(text)} is held by nobody`, ({ file }) => {
    writeFileSync(file, text)
    expect(holderOf(file)).toBeUndefined()
    expect(attempt(file)).toBeInstanceOf(Lock)
  })
}

test('a lock is never seen without its holder, not even while it is taken or announced', async ({
  file,
}) => {
  const watcher = spawn(process.execPath, ['-e', watching, file])
  await once(watcher.stdout, 'data')
  for (let round = 0; round < 400; round++) {
    const lock = new Lock(file)
    lock.announce(`http://127.0.0.1:${round}`)
    lock.release()
  }
  watcher.kill('SIGTERM')
  const [code] = await once(watcher, 'exit')
  expect(code).toBe(0)
})

/** Reads the lock without a pause; exits with 1 once it finds one that names nobody. */
const watching = `
const { readFileSync } = require('node:fs')
process.on('SIGTERM', () => process.exit(0))
const look = () => {
  for (let times = 0; times < 500; times++) {
    let text = '{}'
    try { text = readFileSync(process.argv[1], 'utf8') } catch {}
    try { JSON.parse(text) } catch { process.exit(1) }
  }
  setImmediate(look)
}
process.stdout.write('ready')
look()
`

test('of many processes that find a dead holder, one takes the lock', async ({ file, other }) => {
  other.kill('SIGKILL')
  await once(other, 'exit')
  const module = new URL('../../dist/mock/store/lock.js', import.meta.url).href
  for (let round = 0; round < 3; round++) {
    writeFileSync(file, JSON.stringify({ pid: other.pid, started: 'dead' }))
    const racers = Array.from({ length: 6 }, () =>
      spawn(process.execPath, ['--input-type=module', '-e', racing, module, file]),
    )
    await Promise.all(racers.map((racer) => once(racer.stdout, 'data')))
    const results = racers.map((racer) => once(racer.stdout, 'data'))
    for (const racer of racers) racer.stdin.write('go\n')
    const said = (await Promise.all(results)).map(String)
    for (const racer of racers) racer.kill('SIGKILL')
    await Promise.all(racers.map((racer) => racer.exitCode ?? once(racer, 'exit')))
    expect(said.filter((word) => word === 'taken')).toHaveLength(1)
  }
})

/** Waits for a word, then tries to take the lock, says how that went, and stays. */
const racing = `
import { once } from 'node:events'
const { Lock } = await import(process.argv[1])
process.stdout.write('ready')
await once(process.stdin, 'data')
try { new Lock(process.argv[2]); process.stdout.write('taken') } catch { process.stdout.write('refused') }
setInterval(() => {}, 1000)
`

test('who was killed holds nothing, even while nobody has asked for the end', async ({ file }) => {
  test.skip(process.platform !== 'linux', 'only Linux tells that a process has ended')
  // A parent that never asks: the shell becomes a sleep.
  const parent = spawn('sh', ['-c', 'sleep 60 & echo $!; exec sleep 60'])
  const pid = Number(String((await once(parent.stdout, 'data'))[0]))
  writeFileSync(file, JSON.stringify({ pid, started: '' }))
  expect(attempt(file)).toBeInstanceOf(Locked)
  process.kill(pid, 'SIGKILL')
  await expect(() => expect(attempt(file)).toBeInstanceOf(Lock)).toPass()
  parent.kill('SIGKILL')
})

test('a lock that cannot be made is an error, and no endless loop', ({ file }) => {
  expect(() => new Lock(join(file, 'inside', 'lock'))).toThrow('ENOENT')
  expect(existsSync(file)).toBe(false)
})
