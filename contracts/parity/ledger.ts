/** When each operation was last seen to agree: a file for the repository, with a line for each. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { OperationSeen } from './comparison.ts'

export interface Entry {
  /** A date; null when it never was. */
  readonly agreed: string | null
  /** How many exchanges agreed then. */
  readonly exchanges: number
  /** Of this product, then. */
  readonly version: string
}

/** By API, by the two that are compared, by operation. */
export type Ledger = Readonly<
  Record<string, Readonly<Record<string, Readonly<Record<string, Entry>>>>>
>

/** Where it is by the environment; undefined when none is kept. */
export function ledgerFile(
  { REHEARSAL_LEDGER }: NodeJS.ProcessEnv = process.env,
): string | undefined {
  return REHEARSAL_LEDGER === 'off'
    ? undefined
    : resolve(REHEARSAL_LEDGER || 'rehearsal.parity.json')
}

/** @throws SyntaxError when the file is no JSON: it is never overwritten then. */
export function readLedger(file: string): Ledger {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Ledger) : {}
}

export interface Run {
  /** Which two, as `mock = staging.example.com`. */
  readonly between: string
  readonly date: string
  readonly version: string
}

/** What agrees gets the date of the run; what differs, or was not compared, keeps its own. */
export function updated(ledger: Ledger, run: Run, operations: readonly OperationSeen[]): Ledger {
  const next: Record<string, Record<string, Record<string, Entry>>> = structuredClone(
    ledger,
  ) as never
  for (const { api, operation, agreed, differences } of operations) {
    next[api] ??= {}
    const own = next[api]
    own[run.between] ??= {}
    const lines = own[run.between] as Record<string, Entry>
    const { date, version } = run
    if (agreed > 0 && differences === 0) {
      lines[operation] = { agreed: date, exchanges: agreed, version }
    } else lines[operation] ??= { agreed: null, exchanges: 0, version }
  }
  return next
}

export function writeLedger(file: string, ledger: Ledger): void {
  writeFileSync(file, textOf(ledger))
}

/** JSON in a stable order, so that a change of one operation is a change of one line. */
export function textOf(ledger: Ledger): string {
  const apis = sorted(ledger).map(([api, pairs]) => {
    const all = sorted(pairs).map(([between, entries]) => {
      const lines = sorted(entries).map(
        ([name, entry]) => `      ${JSON.stringify(name)}: ${line(entry)}`,
      )
      return `    ${JSON.stringify(between)}: {\n${lines.join(',\n')}\n    }`
    })
    return `  ${JSON.stringify(api)}: {\n${all.join(',\n')}\n  }`
  })
  return `{\n${apis.join(',\n')}\n}\n`
}

function line({ agreed, exchanges, version }: Entry): string {
  return `{ "agreed": ${JSON.stringify(agreed)}, "exchanges": ${exchanges}, "version": ${JSON.stringify(version)} }`
}

function sorted<T>(record: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1))
}

/** For how long an operation has not been seen to agree, in words; undefined when it was on this day. */
export function ageOf(
  ledger: Ledger,
  { between, date }: Run,
  seen: OperationSeen,
): string | undefined {
  const agreed = ledger[seen.api]?.[between]?.[seen.operation]?.agreed
  if (!agreed) return 'never seen to agree'
  const days = Math.round((Date.parse(date) - Date.parse(agreed)) / 86_400_000)
  return days === 0
    ? undefined
    : `not seen to agree since ${agreed} (${days} ${days === 1 ? 'day' : 'days'})`
}
