import { existsSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { DamagedState } from './damage.ts'
import { journalsOf } from './disk.ts'
import { readJournal } from './journal.ts'
import { Lock } from './lock.ts'
import { SnapshotFile } from './snapshot.ts'

/**
 * Removes a state that nobody uses. A damaged one is kept beside, under another name.
 * @throws Locked when somebody does use it. @returns what was done, in words.
 */
export async function clearState(file: string): Promise<string> {
  if (!existsSync(dirname(file))) return `there was no state at ${file}`
  const lock = new Lock(`${file}.lock`)
  try {
    const parts = partsOf(file)
    if (parts.length === 0) return `there was no state at ${file}`
    if (await isWhole(parts)) {
      for (const part of parts) rmSync(part)
      return `${file} was removed; the next start begins anew`
    }
    const suffix = `.damaged-${new Date().toISOString().replace(/[:.]/g, '-')}`
    for (const part of parts) renameSync(part, part + suffix)
    return `the damaged state was kept as ${file}${suffix}; the next start begins anew`
  } finally {
    lock.release()
  }
}

/** The snapshot and its journals. */
function partsOf(file: string): string[] {
  return [...(existsSync(file) ? [file] : []), ...journalsOf(file)]
}

async function isWhole(parts: readonly string[]): Promise<boolean> {
  try {
    for (const part of parts) {
      if (!/\.journal-\d+$/.test(part)) await new SnapshotFile(part).read()
      else for await (const _ of readJournal(part));
    }
    return true
  } catch (error) {
    if (error instanceof DamagedState) return false
    throw error
  }
}
