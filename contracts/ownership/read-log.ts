/** Reads what a run owns out of its log. */
import { readFileSync } from 'node:fs'
import {
  type Answer,
  type At,
  type End,
  type Foreign,
  type Intent,
  type Left,
  type Line,
  type Open,
  type OwnershipLog,
  prefixOf,
  type Sighting,
  type Thing,
} from './log.ts'

/** @throws Error when the file is no log, with what to do about it */
export function readLog(file: string): OwnershipLog {
  const [heading, ...lines] = linesOf(file)
  if (!heading || !('run' in heading) || heading.prefix !== prefixOf(heading.run)) {
    throw new Error(`${file} does not begin as a log of what a run owns: look at it, and delete it`)
  }
  const told = nothing()
  for (const line of lines) take(told, line)
  const { opened, intents, made: _, ...rest } = told
  const open = [...opened.values()]
  return { file, heading, intents: [...intents.values()], open, ...rest }
}

/** What the lines so far come to. */
interface Told {
  readonly intents: Map<string, Intent>
  readonly opened: Map<string, Open>
  readonly refused: Set<string>
  readonly deleted: Set<string>
  readonly foreign: Thing[]
  readonly shown: Sighting[]
  /** What the run has made, each as a text. */
  readonly made: Set<string>
  searched: At[]
}

function nothing(): Told {
  return {
    ...{ intents: new Map(), opened: new Map(), refused: new Set() },
    ...{ deleted: new Set(), made: new Set() },
    ...{ foreign: [], shown: [], searched: [] },
  }
}

function take(told: Told, line: Line): void {
  const { intents, opened, refused, deleted, foreign, shown, made } = told
  if ('foreign' in line) foreign.push(line.foreign)
  if ('made' in line) {
    const at = intents.get(line.intent)
    for (const one of at ? line.made : []) made.add(textOf(one, at))
    if (line.made.length === 0) refused.add(line.intent)
  }
  if ('shown' in line) {
    // A test may have given another name to what the run has made.
    shown.push({ ...line, shown: line.shown.filter((one) => !made.has(textOf(one, line.at))) })
  } else if ('deleted' in line) deleted.add(line.deleted)
  else if ('searched' in line) told.searched.push(line.searched)
  else if ('operation' in line) {
    intents.set(line.intent, line)
    told.searched = told.searched.filter((one) => !isAt(one, line))
    opened.set(line.intent, { intent: line, made: undefined })
  } else if ('intent' in line) follow(opened, line)
}

function textOf({ operation, id }: Thing, at: At | undefined): string {
  return [at?.api, at?.target, operation, id].join(' ')
}

/** Whether both are about one API at one place. */
export function isAt(one: At, other: At): boolean {
  return one.api === other.api && one.target === other.target
}

/**
 * @returns what is left of an intent without somebody else: its names lead to all that it made, for
 *   that of a job may be more than the ids that are known
 */
export function withoutForeign(open: Open, thing: Thing): Open {
  // Without a name nothing is found, and what stays has to be told.
  if (open.intent.names.length === 0) return { ...open, made: open.made ?? [thing] }
  return { ...open, made: undefined }
}

function follow(opened: Map<string, Open>, line: Answer | End | Left | Foreign): void {
  const open = opened.get(line.intent)
  if (!open) return
  if ('foreign' in line) return void opened.set(line.intent, withoutForeign(open, line.foreign))
  if ('left' in line) return void opened.set(line.intent, { ...open, left: line.left })
  const rest = (open.made ?? []).filter(({ id }) => 'id' in line && id !== line.id)
  const made = 'made' in line ? line.made : rest
  if (made.length > 0) opened.set(line.intent, { ...open, made })
  else opened.delete(line.intent)
}

/** A killed process may have left half a line at the end: its request was not sent. */
function linesOf(file: string): Line[] {
  const lines = readFileSync(file, 'utf8').split('\n')
  return lines.flatMap((text, at) => {
    if (text === '') return []
    const line = parsed(text)
    if (line === undefined && at >= lines.length - 1) return []
    if (isLine(line)) return [line]
    const what = line === undefined ? 'is no JSON' : 'says nothing that a log says'
    throw new Error(`${file}:${at + 1} ${what}: look at it, and delete the line`)
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Whether what removes things by it can rely on it. */
function isLine(line: unknown): line is Line {
  if (!isObject(line)) return false
  const told = line
  const { intent, operation, target, names, made, foreign, shown, searched, at } = told
  if ('run' in told || 'deleted' in told) return true
  if ('shown' in told) return Array.isArray(shown) && shown.every(isThing) && isObject(at)
  if ('searched' in told) return isObject(searched)
  if (typeof intent !== 'string') return false
  if ('operation' in told) {
    const isPlaced = typeof target === 'string' && URL.canParse(target)
    return typeof operation === 'string' && isPlaced && Array.isArray(names)
  }
  if ('made' in told) return Array.isArray(made) && made.every(isThing)
  return 'foreign' in told ? isThing(foreign) : 'ended' in told || 'left' in told
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

function isThing(thing: unknown): boolean {
  const { operation, id } = (thing ?? {}) as Record<string, unknown>
  return typeof operation === 'string' && typeof id === 'string'
}
