/** Reads what a run owns out of its log. */
import { readFileSync } from 'node:fs'
import {
  type Answer,
  type End,
  type Foreign,
  type Intent,
  type Left,
  type Line,
  type Open,
  type OwnershipLog,
  prefixOf,
  type Search,
  type Thing,
} from './log.ts'

/** @throws Error when the file is no log, with what to do about it */
export function readLog(file: string): OwnershipLog {
  const [heading, ...lines] = linesOf(file)
  if (!heading || !('run' in heading) || heading.prefix !== prefixOf(heading.run)) {
    throw new Error(`${file} does not begin as a log of what a run owns: look at it, and delete it`)
  }
  const opened = new Map<string, Open>()
  const deleted = new Set<string>()
  const foreign: Thing[] = []
  const intents: Intent[] = []
  let searched: Search['searched'][] = []
  for (const line of lines) {
    if ('foreign' in line) foreign.push(line.foreign)
    if ('deleted' in line) deleted.add(line.deleted)
    else if ('searched' in line) searched.push(line.searched)
    else if ('operation' in line) {
      intents.push(line)
      searched = searched.filter((one) => !isAt(one, line))
      opened.set(line.intent, { intent: line, made: undefined })
    } else if ('intent' in line) follow(opened, line)
  }
  return { file, heading, intents, searched, open: [...opened.values()], deleted, foreign }
}

/** Whether both are about one API at one place. */
export function isAt(one: Search['searched'], other: Search['searched']): boolean {
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
  if (typeof line !== 'object' || line === null) return false
  const told = line as Record<string, unknown>
  const { intent, operation, target, names, made, foreign, searched } = told
  if ('run' in told || 'deleted' in told) return true
  if ('searched' in told) return typeof searched === 'object' && searched !== null
  if (typeof intent !== 'string') return false
  if ('operation' in told) {
    const isPlaced = typeof target === 'string' && URL.canParse(target)
    return typeof operation === 'string' && isPlaced && Array.isArray(names)
  }
  if ('made' in told) return Array.isArray(made) && made.every(isThing)
  return 'foreign' in told ? isThing(foreign) : 'ended' in told || 'left' in told
}

function isThing(thing: unknown): boolean {
  const { operation, id } = (thing ?? {}) as Record<string, unknown>
  return typeof operation === 'string' && typeof id === 'string'
}
