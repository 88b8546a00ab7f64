import pc from 'picocolors'
import { redactorOf } from '../../contracts/secrets.ts'

/** Where a command writes. */
export interface Output {
  out(text: string): void
  err(text: string): void
}

export const terminal: Output = {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
}

export interface Tone {
  readonly json?: boolean
  readonly quiet?: boolean
  readonly to?: Output
}

/** Prints for a person, or one line of JSON for a program; a quiet run prints neither. */
export function say(
  { json, quiet, to = terminal }: Tone,
  text: () => string,
  data: () => unknown,
): void {
  if (json) to.out(`${JSON.stringify(data())}\n`)
  else if (!quiet) to.out(`${text()}\n`)
}

/** Prints a complaint to stderr; what a target has said may be in it, and in that a credential. */
export function complain({ json, to = terminal }: Tone, message: string): void {
  const error = redactorOf()(message)
  const line = json ? JSON.stringify({ error }) : `${pc.red('rehearsal:')} ${error}`
  to.err(`${line}\n`)
}

/** Prints to stderr what a person should know and is no error; a quiet run does not. */
export function remark(tone: Tone, message: string): void {
  if (!tone.quiet) complain(tone, message)
}
