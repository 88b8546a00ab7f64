/** Starts the mock as a user would. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { resolve as absolute, dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { deployments, withMock } from './parity/sides.ts'
import { named } from './target.ts'

/** The first line that `serve --json` prints. */
interface Mounted {
  readonly url: string
  readonly apis: readonly { readonly name: string; readonly url: string }[]
}

const START_LIMIT_MS = 30_000
const STOP_LIMIT_MS = 5000

/** @returns what ends it. */
export async function serveMock(): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'rehearsal-'))
  const mock = start(folder)
  const complaints = keepTail(mock)
  const remove = () => rmSync(folder, { recursive: true, force: true })
  const { apis } = await firstLine(mock, complaints).catch((error: unknown) => {
    remove()
    throw error
  })
  Object.assign(process.env, placed(Object.fromEntries(apis.map(({ name, url }) => [name, url]))))
  return async () => {
    const early = mock.exitCode ?? mock.signalCode
    await stop(mock)
    remove()
    if (early !== null) {
      throw new Error(`the mock ended by itself (${early}) during the run:\n${complaints()}`)
    }
  }
}

/** The variables by which the suite finds it: as its target, or as a side that is compared. */
function placed(urls: Readonly<Record<string, string>>): Record<string, string> {
  const parity = deployments()
  if (parity) return { REHEARSAL_PARITY: JSON.stringify(withMock(parity, urls)) }
  return {
    REHEARSAL_TARGETS: JSON.stringify(urls),
    REHEARSAL_MOCK: '1',
    REHEARSAL_FRESH_MOCK: '1',
    REHEARSAL_THROW_AWAY: '1',
    REHEARSAL_ALLOW_WRITES: '1',
  }
}

function start(folder: string): ChildProcess {
  const root = dirname(fileURLToPath(import.meta.resolve('rehearsal/package.json')))
  const command = join(root, 'dist', 'mock', 'cli.js')
  if (!existsSync(command)) {
    throw new Error(`the mock is not built (no ${command}): run npm run build, then try again`)
  }
  const specs = Object.entries(named(process.env, 'REHEARSAL_SPECS'))
  const flags = specs.flatMap(([api, file]) => ['--spec', `${api}=${absolute(file)}`])
  const mock = spawn(
    process.execPath,
    [command, 'serve', '--port', '0', '--ephemeral', '--json', ...flags],
    { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  process.once('exit', () => mock.kill())
  // These end a process without an exit event, and the mock would stay behind.
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      mock.kill()
      process.kill(process.pid, signal)
    })
  }
  return mock
}

/** The end of what the mock wrote to stderr, for the message when it fails. */
function keepTail(mock: ChildProcess): () => string {
  let tail = ''
  mock.stderr?.setEncoding('utf8').on('data', (text: string) => {
    tail = (tail + text).slice(-4000)
  })
  return () => tail.trim() || '(it wrote nothing to stderr)'
}

function firstLine(mock: ChildProcess, complaints: () => string): Promise<Mounted> {
  return new Promise((resolve, reject) => {
    const fail = (what: string) => {
      clearTimeout(limit)
      mock.kill()
      reject(new Error(`${what}\n${complaints()}\nTo see more: npx rehearsal serve --port 0`))
    }
    const seconds = START_LIMIT_MS / 1000
    const limit = setTimeout(() => fail(`the mock said nothing in ${seconds} s`), START_LIMIT_MS)
    mock.once('error', (error) => fail(`the mock could not be started: ${error.message}`))
    // Not 'exit': by 'close' all that it wrote has been read.
    mock.once('close', (code) => fail(`the mock ended at once with exit code ${code}`))
    createInterface({ input: mock.stdout as NodeJS.ReadableStream }).once('line', (line) => {
      const mounted = readLine(line)
      if (!mounted) return fail(`the mock's first line is not what serve --json promises: ${line}`)
      clearTimeout(limit)
      resolve(mounted)
    })
  })
}

function readLine(line: string): Mounted | undefined {
  try {
    const mounted = JSON.parse(line) as Partial<Mounted>
    return Array.isArray(mounted.apis) ? (mounted as Mounted) : undefined
  } catch {
    return undefined
  }
}

async function stop(mock: ChildProcess): Promise<void> {
  if (mock.exitCode !== null || mock.signalCode !== null) return
  const ended = once(mock, 'exit')
  mock.kill('SIGTERM')
  const limit = setTimeout(() => mock.kill('SIGKILL'), STOP_LIMIT_MS)
  await ended
  clearTimeout(limit)
}
