/** `serve` as a child process, for proofs that need a mock of their own. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

export interface Serving {
  readonly url: string
  /** Asks it to end, or sends another signal, and waits until it has. */
  end(signal?: NodeJS.Signals): Promise<void>
}

/**
 * Starts `<command> serve` in a folder, on a free port; `more` are flags.
 * @throws Error when it ends before it serves, with what it wrote to stderr.
 */
export function startServe(
  command: readonly string[],
  cwd: string,
  more: readonly string[] = [],
): Promise<Serving> {
  const [program = '', ...args] = command
  const state = more.includes('--db') ? [] : ['--ephemeral']
  const flags = ['serve', '--port', '0', '--json', ...state, ...more]
  const mock = spawn(program, [...args, ...flags], { cwd, env: outside(), detached: true })
  let complaint = ''
  mock.stderr.on('data', (text) => {
    complaint += text
  })
  return new Promise((resolve, reject) => {
    mock.once('error', reject)
    mock.once('exit', (code) => reject(new Error(`serve ended with ${code}: ${complaint}`)))
    createInterface({ input: mock.stdout }).once('line', (line) => {
      const { url } = JSON.parse(line) as { url: string }
      // The whole group: npx is a parent of its own.
      const end = async (signal?: NodeJS.Signals) => {
        const gone = once(mock, 'exit')
        process.kill(-(mock.pid as number), signal)
        await gone
      }
      resolve({ url, end })
    })
  })
}

/** The environment without what this test run and npm put there for themselves. */
export function outside(): NodeJS.ProcessEnv {
  const own = /^(PLAYWRIGHT|PW_|TEST_|REHEARSAL_|npm_)/
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !own.test(name)))
}
