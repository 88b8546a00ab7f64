import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { UsageError } from '../usage-error.ts'

/** An error of `listen` in words: who has the port, where the system tells, and what to do. */
export async function portError(
  error: unknown,
  { host, port }: { host: string; port: number },
): Promise<unknown> {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'EACCES') return new UsageError(`port ${port} may not be used; try --port 0`)
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return new UsageError(`--host ${host} leads nowhere`)
  }
  if (code === 'EADDRNOTAVAIL')
    return new UsageError(`--host ${host} is no address of this machine`)
  if (code !== 'EADDRINUSE') return error
  const by = holderOf(port)
  return new UsageError(
    `port ${port} is taken${by ? ` by ${by}` : ''}. End it, or take a free one with --port 0`,
  )
}

/** The process that listens on a port, on Linux: `node (process 4711)`. */
function holderOf(port: number): string | undefined {
  try {
    const inode = socketOf(port)
    const pid =
      inode && readdirSync('/proc').find((entry) => /^\d+$/.test(entry) && has(entry, inode))
    if (!pid) return undefined
    return `${readFileSync(`/proc/${pid}/comm`, 'utf8').trim()} (process ${pid})`
  } catch {
    // Another system, or a process that has just ended: the message goes without a name.
    return undefined
  }
}

/** The inode of the socket that listens (state 0A) on a port, from the kernel's tables. */
function socketOf(port: number): string | undefined {
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  return ['/proc/net/tcp', '/proc/net/tcp6']
    .flatMap((file) => readFileSync(file, 'utf8').split('\n').slice(1))
    .map((line) => line.trim().split(/\s+/))
    .find(([, local, , state]) => local?.endsWith(wanted) && state === '0A')?.[9]
}

function has(pid: string, inode: string): boolean {
  try {
    const folder = `/proc/${pid}/fd`
    return readdirSync(folder).some((fd) => readlinkSync(`${folder}/${fd}`) === `socket:[${inode}]`)
  } catch {
    // Another user's process shows nothing.
    return false
  }
}
