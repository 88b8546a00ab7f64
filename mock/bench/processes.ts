/** The servers that are measured, each in a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { on, once } from 'node:events'
import type { Usage } from './preload.ts'

export interface Running {
  readonly url: string
  /** From its spawning to its first reply: the time that passed, and what of it was work. */
  readonly start: { readonly micros: number; readonly cpuMicros: number }
  /** @param collect whether garbage is collected first. */
  usage(collect?: boolean): Promise<Usage>
  /** Lets it write what it has to write. */
  end(): Promise<void>
  /** What it would still write is not wanted. */
  kill(): Promise<void>
}

/** How a server is started, and what it is asked first. */
export interface Command {
  readonly script: string
  readonly args: readonly string[]
  /** Its working folder. */
  readonly folder: string
  readonly first: string
  readonly headers?: Readonly<Record<string, string>>
}

const preload = new URL('./preload.js', import.meta.url).href
const started = new Set<ChildProcess>()
const END_LIMIT_MS = 300_000
const START_LIMIT_MS = 1_200_000

/** @throws Error with the end of what it printed when it ends or stays silent instead of serving. */
export async function startProcess({
  script,
  args,
  folder,
  first,
  headers = {},
}: Command): Promise<Running> {
  const from = performance.now()
  const child = spawn(process.execPath, ['--import', preload, script, ...args], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  started.add(child)
  child.once('exit', () => started.delete(child))
  const url = await servedAt(child, { first, headers }).catch(async (error) => {
    await end(child, 'SIGKILL')
    throw error
  })
  const micros = (performance.now() - from) * 1000
  const { cpuMicros } = await ask(child, 'use')
  return {
    url,
    start: { micros, cpuMicros },
    usage: (collect) => ask(child, collect ? 'collect' : 'use'),
    end: () => end(child, 'SIGTERM'),
    kill: () => end(child, 'SIGKILL'),
  }
}

/** Ends all that is still there; what others started is none of ours. */
export async function endAll(): Promise<void> {
  await Promise.all([...started].map((child) => end(child, 'SIGKILL')))
}

/** @returns where the first reply came from: some servers open a port before, to see whether they can. */
async function servedAt(
  child: ChildProcess,
  { first, headers }: Required<Pick<Command, 'first' | 'headers'>>,
): Promise<string> {
  let printed = ''
  child.stderr?.on('data', (text: Buffer) => {
    printed = (printed + text.toString()).slice(-2000)
  })
  const over = new AbortController()
  const limit = setTimeout(() => over.abort(), START_LIMIT_MS)
  child.once('exit', () => over.abort())
  try {
    for await (const [message] of on(child, 'message', { signal: over.signal })) {
      const { port } = message as { port?: number }
      const url = `http://127.0.0.1:${port}`
      if (port !== undefined && (await answers(url + first, headers))) return url
    }
  } catch (error) {
    if (!over.signal.aborted) throw error
  } finally {
    clearTimeout(limit)
  }
  throw new Error(`it did not begin to serve: ${printed.trim()}`)
}

/** @throws Error for a refusal; false when nobody is there. */
async function answers(url: string, headers: Readonly<Record<string, string>>): Promise<boolean> {
  const reply = await fetch(url, { headers }).catch(() => undefined)
  if (!reply) return false
  const text = await reply.text()
  if (!reply.ok) throw new Error(`${url} answered ${reply.status}: ${text.slice(0, 200)}`)
  return true
}

function ask(child: ChildProcess, question: 'use' | 'collect'): Promise<Usage> {
  return new Promise((resolve, reject) => {
    const gone = () => reject(new Error('the server ended'))
    const heard = ({ usage }: { usage?: Usage }) => {
      if (!usage) return
      child.off('message', heard).off('exit', gone)
      resolve(usage)
    }
    child.on('message', heard).once('exit', gone)
    child.send(question, (error) => error && reject(error))
  })
}

async function end(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill(signal)
  const limit = setTimeout(() => child.kill('SIGKILL'), END_LIMIT_MS)
  await gone
  clearTimeout(limit)
}
