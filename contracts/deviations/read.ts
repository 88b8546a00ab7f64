/** Reads the deviations file, and refuses whatever could hide a failure by a slip. */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { FAILSAFE_SCHEMA, loadAll, YAMLException } from 'js-yaml'
import { apiNames, type Spec } from '../../specs/read.ts'
import { behavioursOf } from '../promises.ts'
import {
  checkNames,
  DeviationsError,
  type Entry,
  fields,
  isOfReplies,
  isTitle,
  nameOf,
} from './entry.ts'
import { daysFrom, isDate, MOST_DAYS, type Settings } from './settings.ts'

type Raw = Readonly<Record<string, unknown>>

const known: readonly string[] = [...fields.required, ...fields.optional]

/**
 * @returns the entries as far as the file alone tells; none when there is no file and none has to be.
 * @throws DeviationsError that names the file, the entry and the field
 */
export function readEntries({ file, reads, today }: Settings): Entry[] {
  if (reads === 'never') return []
  if (!existsSync(file)) {
    if (reads !== 'always') return []
    throw new DeviationsError(`${file}: there is no such file`)
  }
  const entries = rawEntries(file, textIn(file)).map((raw, index) => {
    const refuse = refuser(file, index, raw)
    const entry = { index, ...refuseBadFields(raw, refuse) } as Entry
    refuseBadValues(entry, today, refuse)
    return entry
  })
  refuseTwins(file, entries)
  return entries
}

/**
 * Holds the names in entries against the documents of their APIs.
 * @throws DeviationsError that names the file, the entry and the field
 */
export function checkEntries(
  file: string,
  entries: readonly Entry[],
  specOf: (api: string) => Spec,
): void {
  for (const entry of entries) {
    const refuse = refuser(file, entry.index, { ...entry })
    const names = apiNames()
    if (!names.includes(entry.api)) {
      refuse(`api: no API is called ${entry.api}; there are ${names.join(', ')}`)
    }
    const spec = specOf(entry.api)
    if (!spec.operations.some(({ id }) => id === entry.operation)) {
      refuse(`operation: ${spec.file} has no operation ${entry.operation}`)
    }
    refuseUnknownCheck(entry, spec, refuse)
  }
}

/** @throws DeviationsError when it is a folder, or nobody may read it */
export function textIn(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    const why = code === 'EISDIR' ? 'it is a folder: give a file' : `it cannot be read (${code})`
    throw new DeviationsError(`${file}: ${why}`)
  }
}

/** What is in the file before anything is asked of it: texts by field. */
export function rawEntries(file: string, text: string): Raw[] {
  const found = parse(file, text)
  if (Array.isArray(found) && found.every(isRecord)) return found
  throw new DeviationsError(`${file}: it takes a list of entries, each with ${listed()}`)
}

function parse(file: string, text: string): unknown {
  try {
    // Every value as it is written: 500 is a text here, and so is a date.
    const [first = [], second] = loadAll(text, { schema: FAILSAFE_SCHEMA })
    return second === undefined ? first || [] : undefined
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error
    const line = error.mark ? ` at line ${error.mark.line + 1}` : ''
    throw new DeviationsError(`${file}: not readable as YAML${line}: ${error.reason}`)
  }
}

type Refuse = (why: string) => never

function refuser(file: string, index: number, raw: Raw): Refuse {
  const name = nameOf(raw as unknown as Entry)
  return (why) => {
    throw new DeviationsError(`${file}: entry ${index + 1}${name && ` (${name})`}: ${why}`)
  }
}

function refuseBadFields(raw: Raw, refuse: Refuse): Raw {
  for (const [field, value] of Object.entries(raw)) {
    if (!known.includes(field)) refuse(`${field} is not a field; an entry has ${listed()}`)
    if (typeof value !== 'string') refuse(`${field} takes a text`)
    if (/^todo\b/i.test(String(value))) refuse(`${field} is still ${value}: fill it in`)
  }
  for (const field of fields.required) {
    if (!raw[field]) refuse(`${field} is missing`)
  }
  return raw
}

function refuseBadValues(
  { check, at, spec, expires, issue }: Entry,
  today: string,
  refuse: Refuse,
): void {
  if (!isDate(expires)) refuse(`expires takes a date, as 2027-01-31; not ${expires}`)
  const days = daysFrom(today, expires)
  if (days > MOST_DAYS) {
    refuse(`expires is ${days} days ahead; agree on a day within ${MOST_DAYS}`)
  }
  if (issue !== undefined && !(/^https?:/.test(issue) && URL.canParse(issue))) {
    refuse(`issue takes a URL, not ${issue}`)
  }
  if ((at ?? spec) !== undefined && !isOfReplies(check)) {
    refuse(`${at === undefined ? 'spec' : 'at'} goes with a check of a reply, not with ${check}`)
  }
}

function refuseUnknownCheck({ api, check, scenario }: Entry, spec: Spec, refuse: Refuse): void {
  if (scenario !== undefined) refuseUnknownFile('scenario', scenario, refuse)
  if (isTitle(check)) refuseUnknownFile('check', check, refuse)
  const behaviours = behavioursOf(spec).map(({ id }) => id)
  if (isTitle(check) || [...checkNames, ...behaviours].includes(check)) return
  const names = checkNames.join(', ')
  refuse(`check: ${api} has no behaviour ${check}, and there is no such check: there are ${names}`)
}

/** Looks for its file; whether that has such a scenario shows when the run is over. */
function refuseUnknownFile(field: string, title: string, refuse: Refuse): void {
  const [stem = ''] = title.split(' › ')
  const places = ['scenarios', 'apis', 'checks'].flatMap((folder) =>
    ['ts', 'js'].map((ending) => `../${folder}/${stem}.spec.${ending}`),
  )
  const there = places.some((place) => existsSync(fileURLToPath(new URL(place, import.meta.url))))
  if (!there || !isTitle(title)) {
    refuse(`${field}: no scenario is called ${title}; it takes one as "users › a user is created"`)
  }
}

function refuseTwins(file: string, entries: readonly Entry[]): void {
  const seen = new Map<string, Entry>()
  for (const entry of entries) {
    const twin = seen.get(keyOf(entry))
    if (twin) refuser(file, entry.index, { ...entry })(`it is the same as entry ${twin.index + 1}`)
    seen.set(keyOf(entry), entry)
  }
}

/** What makes two entries one. */
export function keyOf({ api, operation, check, at, spec, says }: Partial<Entry>): string {
  return JSON.stringify([api, operation, check, at, spec, says])
}

function isRecord(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function listed(): string {
  return `${fields.required.join(', ')}, and perhaps ${fields.optional.join(', ')}`
}
