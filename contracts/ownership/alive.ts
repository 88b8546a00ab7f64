/** Whether the process that wrote a log is still there. */
import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import type { Heading } from './log.ts'

export function headingOf(run: string, prefix: string, pid = process.pid): Heading {
  const born = birthOf(pid)
  const at = new Date().toISOString()
  return { run, prefix, pid, host: hostname(), ...(born && { born }), at }
}

/** `unknown` when the run was on another host. */
export function stateOf({ pid, host, born }: Heading): 'running' | 'ended' | 'unknown' {
  if (host !== hostname()) return 'unknown'
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return 'ended'
  }
  return born === undefined || birthOf(pid) === born ? 'running' : 'ended'
}

/** Where the system tells; elsewhere a pid that came again looks like a run that is going on. */
function birthOf(pid: number): string | undefined {
  try {
    // proc_pid_stat(5): the second field is in parentheses and may hold spaces, starttime is the 22nd.
    const [, rest = ''] = /\) (.*)$/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? []
    return rest.split(' ')[19]
  } catch {
    return undefined
  }
}
