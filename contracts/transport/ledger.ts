/** What all workers of a run have done together: one small file, changed by one process at a time. */
import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** Times are in ms since 1970. */
export interface Account {
  requests: number
  /** What was asked to be made and not refused. */
  created: number
  /** Requests kept for the removal of what was made. */
  reserved: number
  /** When the next request may go. */
  next: number
  /** Until when an origin has asked to be left alone. */
  readonly paused: Record<string, number>
  /** How often a target has asked to wait. */
  pauses: number
  /** What was waited for that, in ms. */
  readonly waited: { tests: number; cleaning: number }
  /** Why nothing more is asked of a target, by its URL. */
  readonly ended: Record<string, string>
}

export interface Ledger {
  read(): Account
  /** Nobody else changes it meanwhile. */
  change<T>(by: (account: Account) => T): Promise<T>
}

/** Whoever holds the lock does so for less than a ms; one that is older was left by a killed process. */
const STALE_MS = 2000

export function openLedger(outputDir: string): Ledger {
  const file = fileIn(outputDir)
  const lock = `${file}.lock`
  mkdirSync(dirname(file), { recursive: true })
  return {
    read: () => readAccount(outputDir),
    change: async (by) => {
      await take(lock)
      try {
        const account = readAccount(outputDir)
        const result = by(account)
        writeFileSync(`${file}.new`, JSON.stringify(account))
        renameSync(`${file}.new`, file)
        return result
      } finally {
        rmSync(lock, { force: true })
      }
    },
  }
}

function fileIn(outputDir: string): string {
  return join(outputDir, 'transport', 'ledger.json')
}

export function newAccount(): Account {
  return {
    requests: 0,
    created: 0,
    reserved: 0,
    next: 0,
    paused: {},
    pauses: 0,
    waited: { tests: 0, cleaning: 0 },
    ended: {},
  }
}

/** A new one when nothing has been sent yet. */
export function readAccount(outputDir: string): Account {
  try {
    return JSON.parse(readFileSync(fileIn(outputDir), 'utf8')) as Account
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return newAccount()
    throw error
  }
}

async function take(lock: string): Promise<void> {
  for (;;) {
    try {
      return closeSync(openSync(lock, 'wx'))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    if (ageOf(lock) > STALE_MS) rmSync(lock, { force: true })
    await sleep(1)
  }
}

function ageOf(file: string): number {
  return Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Date.now())
}
