/** For tests: the command line in a folder of its own, here or as a process that is built. */
import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { stripVTControlCharacters } from 'node:util'
import { test as base } from '#test'
import { run } from './command-line.ts'

const command = fileURLToPath(new URL('../dist/mock/cli.js', import.meta.url))

/** A command that should end by itself and does not is ended, in ms. */
const limit = 10_000

type Child = ChildProcessByStdio<null, Readable, Readable>

export interface Ran {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface Server {
  readonly child: Child
  /** What `serve --json` says first. */
  readonly first: First
  /** All that it has said so far, line by line. */
  readonly lines: readonly string[]
  /** Asks it to end in this way, and waits until it has. */
  end(signal: NodeJS.Signals): Promise<number | null>
}

/** A signal ends all that a test plays. */
export type Played = Pick<Server, 'first' | 'end'>

export interface First {
  readonly url: string
  readonly apis: readonly { readonly name: string; readonly url: string }[]
  readonly [other: string]: unknown
}

export interface Terminal {
  readonly folder: string
  /** Runs to the end in this process, with nothing in the environment but what is given. */
  run(args: readonly string[], env?: NodeJS.ProcessEnv): Promise<Ran>
  /** The same as a process, where that is the point: for a tenth of the speed. */
  execute(args: readonly string[], env?: NodeJS.ProcessEnv): Promise<Ran>
  /** Serves in this process until the test is over, for what does not hang on a process. */
  play(args?: readonly string[], env?: NodeJS.ProcessEnv): Promise<Played>
  /** Runs until the test is over, or until it is ended. */
  serve(args?: readonly string[], env?: NodeJS.ProcessEnv): Promise<Server>
  /** The same with another command that serves. */
  begin(args: readonly string[], env?: NodeJS.ProcessEnv): Promise<Server>
}

export const test = base.extend<{ terminal: Terminal }>({
  terminal: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'command-'))
    const children: Child[] = []
    const playing: Playing['over'][] = []
    const start = (args: readonly string[], env: NodeJS.ProcessEnv) => {
      const child = begin(args, { ...env, PATH: process.env.PATH, HOME: folder }, folder)
      children.push(child)
      return child
    }
    await use({
      folder,
      run: (args, env = {}) => runHere(args, { ...env, HOME: folder }, folder),
      play: (args = [], env = {}) => {
        const told = ['serve', '--port', '0', '--json', ...args]
        const { first, over } = playHere(told, { ...env, HOME: folder }, folder)
        playing.push(over)
        const end = (signal: NodeJS.Signals) => {
          process.emit(signal)
          return over()
        }
        return first.then((first) => ({ first, end }))
      },
      execute: (args, env = {}) => ended(start(args, env)),
      begin: (args, env = {}) => listening(start(args, env)),
      serve: (args = [], env = {}) =>
        listening(start(['serve', '--port', '0', '--json', ...args], env)),
    })
    if (playing.length > 0) process.emit('SIGTERM')
    await Promise.all(playing.map((over) => over()))
    for (const child of children) child.kill('SIGKILL')
    await Promise.all(children.map(exit))
    await rm(folder, { recursive: true })
  },
})

function runHere(args: readonly string[], env: NodeJS.ProcessEnv, folder: string): Promise<Ran> {
  return within({ env, folder }, () => heard(args))
}

/** Serves on when the environment and the folder are those of the test again. */
function playHere(args: readonly string[], env: NodeJS.ProcessEnv, folder: string): Playing {
  let over: Promise<number | null> = Promise.resolve(null)
  const first = within({ env, folder }, () => {
    return new Promise<First>((resolve, reject) => {
      const ran = heard(args, (line) => resolve(JSON.parse(line) as First))
      over = ran.then(
        ({ code }) => code,
        () => null,
      )
      ran.then(({ code, stderr }) => reject(new Error(`it ended with ${code}: ${stderr}`)), reject)
    })
  })
  return { first, over: () => over }
}

interface Playing {
  readonly first: Promise<First>
  over(): Promise<number | null>
}

/** Without colours, which go by the environment at the start of a process. */
async function heard(
  args: readonly string[],
  said: (line: string) => void = () => undefined,
): Promise<Ran> {
  let [stdout, stderr] = ['', '']
  const out = (text: string) => {
    stdout += stripVTControlCharacters(text)
    said(text)
  }
  const err = (text: string) => {
    stderr += stripVTControlCharacters(text)
  }
  const code = await run(args, { out, err })
  return { code, stdout, stderr }
}

interface Place {
  readonly env: NodeJS.ProcessEnv
  readonly folder: string
}

async function within<T>({ env, folder }: Place, act: () => Promise<T>): Promise<T> {
  const before = { env: process.env, folder: process.cwd() }
  process.env = env
  process.chdir(folder)
  try {
    return await act()
  } finally {
    process.env = before.env
    process.chdir(before.folder)
  }
}

function begin(args: readonly string[], env: NodeJS.ProcessEnv, cwd: string): Child {
  return spawn(process.execPath, [command, ...args], {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

async function ended(child: Child): Promise<Ran> {
  const late = setTimeout(() => child.kill('SIGKILL'), limit)
  const [stdout, stderr, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    exit(child),
  ])
  clearTimeout(late)
  return { code, stdout, stderr }
}

async function text(stream: Readable): Promise<string> {
  let all = ''
  for await (const part of stream.setEncoding('utf8')) all += part
  return all
}

async function exit(child: Child): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  return child.exitCode
}

async function listening(child: Child): Promise<Server> {
  const complaint = text(child.stderr)
  const lines: string[] = []
  const reader = createInterface({ input: child.stdout }).on('line', (line) => lines.push(line))
  const line = await Promise.race([
    once(reader, 'line').then(([said]) => String(said)),
    exit(child).then(async (code) => {
      throw new Error(`it ended with ${code}: ${await complaint}`)
    }),
  ])
  const end = (signal: NodeJS.Signals) => {
    child.kill(signal)
    return exit(child)
  }
  return { child, first: JSON.parse(line) as First, lines, end }
}

type Asked = Pick<Server, 'first'>

/** How the mock is asked; the persona may do everything. */
export const headers = {
  Authorization: 'Bearer admin-token',
  'Content-Type': 'application/json',
}

export function users({ first }: Asked): string {
  return `${first.apis.find(({ name }) => name === 'gotomeeting')?.url}/Users`
}

export function create(server: Asked, name: string): Promise<Response> {
  const body = JSON.stringify({ userName: `${name}@brightwater.example` })
  return fetch(users(server), { method: 'POST', headers, body })
}

/** The user names of everybody. */
export async function names(server: Asked): Promise<Set<string>> {
  const reply = await fetch(users(server), { headers })
  const { resources } = (await reply.json()) as { resources: { userName: string }[] }
  return new Set(resources.map(({ userName }) => userName.replace(/@.*/, '')))
}
