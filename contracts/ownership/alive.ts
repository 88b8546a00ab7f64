/** Whether the process that wrote a log is still there. */
import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import type { Heading } from './log.ts'

export function headingOf(run: string, prefix: string, pid = process.pid): Heading {
  const { birth: born } = statOf(pid)
  const at = new Date().toISOString()
  return { run, prefix, pid, host: hostname(), ...(born && { born }), at }
}

/** `unknown` when the run was on another host, or the log does not say by which process. */
export function stateOf({ pid, host, born }: Heading): 'running' | 'ended' | 'unknown' {
  if (host !== hostname() || !Number.isSafeInteger(pid) || pid <= 0) return 'unknown'
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return 'ended'
  }
  const { state, birth } = statOf(pid)
  // Killed, and nobody has asked for its exit code yet.
  if (state === 'Z') return 'ended'
  return born === undefined || birth === born ? 'running' : 'ended'
}

/** Where the system tells; elsewhere a pid that came again looks like a run that is going on. */
function statOf(pid: number): { state?: string | undefined; birth?: string | undefined } {
  try {
    // proc_pid_stat(5): the second field is in parentheses and may hold spaces, state is the third
    // and starttime the 22nd.
    const [, rest = ''] = /.*\) (.*)$/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? []
    const fields = rest.split(' ')
    return { state: fields[0], birth: fields[19] }
  } catch {
    return {}
  }
}
