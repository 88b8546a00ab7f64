/**
 * What a run has made and not yet removed, on disk before it is made: whoever comes later finds and
 * removes it without the test. One file for each run, one line of JSON for each event, never a credential.
 */
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import type { Asking } from '../target.ts'

/** The first line. */
export interface Heading {
  readonly run: string
  /** What every name begins with that the run gives. */
  readonly prefix: string
  readonly pid: number
  readonly host: string
  /** When the process began, as its system counts it; pids come again. */
  readonly born?: string
  readonly at: string
}

/** Something is about to be made. */
export interface Intent {
  /** Unlike that of any other intent of the run. */
  readonly intent: string
  readonly api: string
  /** The base URL of the API. */
  readonly target: string
  /** Whether it is a mock of ours, whose credentials everybody knows. */
  readonly mock: boolean
  readonly operation: string
  readonly as: Asking
  /** The names in the request by which it is found when no reply comes. */
  readonly names: readonly string[]
  readonly at: string
}

/** A place of a run. */
export type At = Pick<Intent, 'api' | 'target'>

/** What there is, as if an operation of the driver's `undo` had made it. */
export interface Thing {
  readonly operation: string
  readonly id: string
}

/** A reply came: what was made, which is nothing when it was refused. */
export interface Answer {
  readonly intent: string
  readonly made: readonly Thing[]
}

/** A test has deleted it, or says so: from now on its id alone does not make it ours. */
export interface Deletion {
  readonly deleted: string
}

/** It is gone; without a thing, nothing came of the intent. */
export interface End {
  readonly intent: string
  readonly ended: 'removed' | 'gone' | 'not found'
  readonly id?: string
}

/** It would not go, or is not ours. */
export interface Left {
  readonly intent: string
  readonly left: string
  readonly id?: string
}

/** What a reply claimed to have made was there before: it is never altered, whatever its name. */
export interface Foreign {
  readonly intent: string
  readonly foreign: Thing
}

/** These were seen at a place under names that are not the run's: they were there before. */
export interface Sighting {
  readonly shown: readonly Thing[]
  readonly at: At
}

/** Whatever has a name of the run was looked for at a place, and nothing is left there. */
export interface Search {
  readonly searched: At
}

export type Event = Intent | Answer | Deletion | End | Left | Foreign | Sighting | Search
export type Line = Heading | Event

/** What is still owned of an intent. */
export interface Open {
  readonly intent: Intent
  /** Undefined when no reply came. */
  readonly made: readonly Thing[] | undefined
  /** Why it was left, if that was tried. */
  readonly left?: string
}

export interface OwnershipLog {
  readonly file: string
  readonly heading: Heading
  /** All that was about to be made, whatever came of it. */
  readonly intents: readonly Intent[]
  /** The intents whose answer said that nothing was made. */
  readonly refused: ReadonlySet<string>
  /** Where nothing was about to be made since it was looked for whatever has a name of the run. */
  readonly searched: readonly At[]
  /** In the order in which it was made. */
  readonly open: readonly Open[]
  /** The ids that a test has deleted. */
  readonly deleted: ReadonlySet<string>
  /** What is somebody else's, though a create was answered with its id. */
  readonly foreign: readonly Thing[]
  /** Whoever else was there before, without what the run had made. */
  readonly shown: readonly Sighting[]
}

/** What every name begins with that a run gives; no other run's does, for the end is marked. */
export function prefixOf(run: string): string {
  return `rehearsal-${run}-`.toLowerCase()
}

export function ownedFolder(cwd = process.cwd()): string {
  return join(cwd, '.rehearsal', 'owned')
}

export function logFile(folder: string, run: string): string {
  return join(folder, `${run.replace(/[^\w.-]/g, '_')}.jsonl`)
}

/** @throws Error when a run of that name has left something, which must not be mixed with this one's */
export function beginLog(file: string, heading: Heading): void {
  mkdirSync(join(file, '..'), { recursive: true })
  try {
    writeFileSync(file, `${JSON.stringify(heading)}\n`, { flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    throw new Error(
      `a run ${heading.run} has left ${file}: npx rehearsal sweep, or unset REHEARSAL_RUN`,
    )
  }
}

/** One write for each line, so that those of other workers are not cut. */
export function append(file: string, line: Event): void {
  appendFileSync(file, `${JSON.stringify(line)}\n`)
}

export function endLog(file: string): void {
  rmSync(file, { force: true })
}

/** Puts a log where nobody goes by it. @returns where that is */
export function archiveLog(file: string): string {
  const folder = join(file, '..', 'forgotten')
  mkdirSync(folder, { recursive: true })
  const name = basename(file, '.jsonl')
  for (let at = 1; ; at += 1) {
    const archive = join(folder, `${name}${at === 1 ? '' : `-${at}`}.jsonl`)
    if (existsSync(archive)) continue
    renameSync(file, archive)
    return archive
  }
}

export function logFiles(folder: string): string[] {
  try {
    const files = readdirSync(folder).filter((file) => file.endsWith('.jsonl'))
    return files.sort().map((file) => join(folder, file))
  } catch {
    return []
  }
}
