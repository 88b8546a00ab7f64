/** Tokens that a command prints, so that they stand in no file and no variable. */
import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { keepSecret } from '../exchange.ts'
import {
  type Environment,
  type Holder,
  holders,
  tokenCommand,
  tokenOf,
  tokenVariable,
} from '../target.ts'
import { Inconclusive } from '../transport.ts'

const LIMIT_MS = 30_000

/**
 * Gets the tokens of those who have a command and no token yet; each command runs once.
 * @returns the variables to add to the environment; @throws Inconclusive when a command fails
 */
export async function tokensFromCommands(
  apis: readonly string[],
  environment: Environment = process.env,
): Promise<Record<string, string>> {
  const running = new Map<string, Promise<string>>()
  const found: Record<string, string> = {}
  const getting = apis.flatMap((api) =>
    holders.map(async (holder) => {
      const command = tokenCommand(api, holder, environment)
      if (!command || tokenOf(api, holder, environment)) return
      const printed = running.get(command) ?? runTokenCommand(command, api, holder)
      running.set(command, printed)
      found[tokenVariable(api, holder)] = await printed
    }),
  )
  await Promise.all(getting)
  return found
}

/**
 * What the command prints is kept out of everything that is told.
 * @throws Inconclusive, which says nothing of what was printed where it may hold a token
 */
export async function runTokenCommand(
  command: string,
  api: string,
  holder: Holder,
): Promise<string> {
  const child = spawn(command, {
    shell: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: LIMIT_MS,
  })
  const ended = new Promise<number | string | null>((resolve) => {
    child.once('error', ({ message }) => resolve(message))
    child.once('close', (code, signal) => resolve(code ?? signal))
  })
  const [printed, complaint, end] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    ended,
  ])
  const token = printed.trim()
  if (token) keepSecret(token)
  const what = `the token command of ${holder} for ${api}`
  if (end !== 0) throw new Inconclusive(`${what} ended with ${end}${told(complaint, token)}`)
  if (token === '') throw new Inconclusive(`${what} printed nothing to stdout`)
  if (/\s/.test(token)) throw new Inconclusive(`${what} printed more than one word to stdout`)
  return token
}

/** The end of what it complained of, unless that holds what it printed. */
function told(complaint: string, token: string): string {
  const last = complaint.trim().split('\n').at(-1) ?? ''
  return last === '' || (token !== '' && complaint.includes(token)) ? '' : `: ${last.slice(0, 200)}`
}
