import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'

export interface Holder {
  readonly pid: number
  /** When the process began, as the system tells it; '' where it does not. */
  readonly started: string
  /** Where it can be reached, once it listens. */
  readonly url?: string
}

/** Another process that lives holds the lock. */
export class Locked extends Error {
  override readonly name = 'Locked'
  readonly holder: Holder

  constructor(file: string, holder: Holder) {
    const where = holder.url ? `, which serves ${holder.url}` : ''
    super(
      `the state is in use by process ${holder.pid}${where} (${file}). ` +
        'End that process, or choose another place with --db FILE or --ephemeral.',
    )
    this.holder = holder
  }
}

/** A file that says which process uses the state beside it. */
export class Lock {
  readonly #file: string
  readonly #self: Holder = { pid: process.pid, started: startOf(process.pid) }

  /**
   * Takes the lock, also from a holder that died.
   * @throws Locked when the holder lives.
   */
  constructor(file: string) {
    this.#file = file
    for (;;) {
      if (created(file, this.#self)) return
      const holder = readHolder(file)
      if (holder && lives(holder)) throw new Locked(file, holder)
      dropDead(file, this.#self)
    }
  }

  /** Tells others where this process can be reached. */
  announce(url: string): void {
    const beside = besideOf(this.#file)
    writeFileSync(beside, JSON.stringify({ ...this.#self, url }))
    renameSync(beside, this.#file)
  }

  release(): void {
    rmSync(this.#file, { force: true })
  }
}

/** Removes the lock of a holder that died; of several who want to, one does, and looks again first. */
function dropDead(file: string, self: Holder): void {
  const guard = `${file}.takeover`
  if (!created(guard, self)) {
    const holder = readHolder(guard)
    if (!holder || !lives(holder)) rmSync(guard, { force: true })
    return
  }
  const holder = readHolder(file)
  if (!holder || !lives(holder)) rmSync(file, { force: true })
  rmSync(guard, { force: true })
}

/** Who holds a lock now; undefined when nobody who lives does. */
export function holderOf(file: string): Holder | undefined {
  const holder = readHolder(file)
  return holder && lives(holder) ? holder : undefined
}

/** Writes beside and links: whoever sees the lock sees its holder. */
function created(file: string, holder: Holder): boolean {
  const beside = besideOf(file)
  writeFileSync(beside, JSON.stringify(holder))
  try {
    linkSync(beside, file)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(beside, { force: true })
  }
}

function besideOf(file: string): string {
  return `${file}.${process.pid}`
}

function readHolder(file: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Holder
  } catch {
    // Missing, or half written by a process that died: nobody holds it.
    return undefined
  }
}

/** A number is used again after a while, so the process must have begun at the same moment. */
function lives({ pid, started }: Holder): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  // One that was killed keeps its number until its parent asks for its end, which some never do.
  if (ENDED.includes(statOf(pid)[0] ?? '')) return false
  return started === '' || started === startOf(pid)
}

/** The states of a process that only its number is left of (proc_pid_stat(5)). */
const ENDED = ['Z', 'X', 'x']

function startOf(pid: number): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    // Field 22 is the start in ticks.
    const ticks = statOf(pid)[19]
    return ticks === undefined ? '' : `${boot} ${ticks}`
  } catch {
    return ''
  }
}

/** What Linux tells of a process, from field 3 on; elsewhere its number alone has to do. */
function statOf(pid: number): readonly string[] {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name of the program, in brackets, may hold spaces.
    return line.slice(line.lastIndexOf(')') + 2).split(' ')
  } catch {
    return []
  }
}
