import pc from 'picocolors'
import { type Progress, silent } from '../store/progress.ts'
import { type Tone, terminal } from './output.ts'

/** A line a second on stderr for a person; what is over within the first needs no words. */
export function progressIn(
  { json, quiet, to = terminal }: Tone,
  now: () => number = () => performance.now(),
): Progress {
  if (json || quiet) return silent
  let last = now()
  return (work, done, whole) => {
    if (now() - last < 1000) return
    last = now()
    const of = whole === undefined ? '' : ` of ${whole.toLocaleString('en')}`
    to.err(`${pc.dim(`${done.toLocaleString('en')}${of} ${work}`)}\n`)
  }
}
