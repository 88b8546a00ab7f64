/** Holds what goes wrong in a worker's tests against the entries of the deviations file. */
import { stripVTControlCharacters } from 'node:util'
import type { TestInfo } from '@playwright/test'
import type { Spec } from '../../specs/read.ts'
import { type Breach, inWords as breachInWords } from '../conformance.ts'
import { curl, type Exchange, type Redact, show } from '../exchange.ts'
import { ContractBroken } from '../judge.ts'
import { titleOf } from '../known.ts'
import { citedIn } from '../promises.ts'
import { redacted } from '../secrets.ts'
import type { Entry } from './entry.ts'
import { coversBreach, coversFailure, type Failure } from './match.ts'
import { keep, type Proposal } from './notes.ts'
import { proposeBreach, proposeFailure } from './proposal.ts'
import { checkEntries, readEntries } from './read.ts'
import { type Settings, settingsOf } from './settings.ts'

/** The entries for one API, in one worker. */
export interface Deviations {
  readonly api: string
  readonly entries: readonly Entry[]
  readonly settings: Settings
}

/** @throws DeviationsError when the file cannot be used */
export function openDeviations(api: string, spec: Spec, settings = settingsOf()): Deviations {
  const entries = readEntries(settings).filter((entry) => entry.api === api)
  checkEntries(settings.file, entries, () => spec)
  return { api, entries, settings }
}

type Info = Pick<
  TestInfo,
  'annotations' | 'errors' | 'expectedStatus' | 'fail' | 'status' | 'titlePath'
>

/** What one test does otherwise than documented, and how much of it is known. */
export class Watching {
  readonly #of: Deviations
  readonly #info: Info
  readonly #redact: Redact
  readonly #used: Record<number, number> = {}
  readonly #proposals: Proposal[] = []
  /** Breaches that nobody knows, let pass so that what is behind them can be seen too. */
  readonly #unknown: { readonly exchange: Exchange; readonly breach: Breach }[] = []
  /** By exchanges that end otherwise than documented: nothing that is expected of one holds. */
  readonly #lost = new Map<Exchange, Entry | undefined>()

  constructor(of: Deviations, info: Info, redact: Redact) {
    this.#of = of
    this.#info = info
    this.#redact = redact
  }

  /**
   * Whether the scenario goes on after a breach: an entry covers it, all are to be proposed, or it is
   * a missing header, which must not hide all else of a target that never sends it.
   */
  covered(exchange: Exchange, breach: Breach): boolean {
    const { entries, settings } = this.#of
    const { operation } = exchange
    const found = entries.filter((one) => coversBreach(one, operation, breach))
    const valid = this.#use(found)
    const goesOn = valid !== undefined || settings.write !== undefined || isAside(breach)
    if (goesOn && ruins(breach)) this.#lost.set(exchange, valid)
    if (goesOn && !valid) {
      this.#unknown.push({ exchange, breach })
      if (found.length === 0) this.#propose(proposeBreach(exchange, breach), exchange)
    }
    return goesOn
  }

  /**
   * @param finding whether what the scenario failed by itself is no failure
   * @returns what fails it at its end: the breaches that nobody knows and were let pass
   */
  complaint(last: Exchange | undefined, finding: boolean): ContractBroken | undefined {
    const [first] = this.#unknown
    if (!first) return undefined
    if (!finding) this.#knows(last)
    const operations = new Set(this.#unknown.map(({ exchange }) => exchange.operation))
    const lines = [...operations].flatMap((operation) => {
      const own = this.#unknown.filter(({ exchange }) => exchange.operation === operation)
      const said = new Set(own.map(({ breach }) => breachInWords(breach)))
      return [`${this.#of.api}: the reply to ${operation} is not as documented`, ...said]
    })
    const reply = show(first.exchange.reply, this.#redact)
    const error = new ContractBroken([...lines, '', reply].join('\n'))
    // Where in this file it comes from tells nobody anything.
    error.stack = `${error.name}: ${error.message}`
    return error
  }

  /** Expects the failure that an entry covers; a breach that none covers is never expected. */
  excuse(last: Exchange | undefined): void {
    if (this.#info.expectedStatus !== 'passed') return
    const entry = this.#knows(last)
    if (entry) this.#info.fail(true, inWords(entry))
  }

  /** Writes down for the end of the run what was needed. */
  keep(
    outputDir: string,
    worker: number,
    { exchanges, redact }: { exchanges: readonly Exchange[]; redact: Redact },
  ): void {
    const { api, entries, settings } = this.#of
    if (entries.length === 0 && settings.write === undefined) return
    keep(outputDir, worker, {
      api,
      title: titleOf(this.#info.titlePath),
      status: this.#info.status ?? 'interrupted',
      operations: [...new Set(exchanges.map(({ operation }) => operation))],
      cited: citedIn(this.#info),
      used: this.#used,
      // They go into a file for the eyes of many.
      proposals: redacted(this.#proposals, redact),
    })
  }

  /** @returns one of the entries that cover each of the scenario's errors, if all are covered */
  #knows(last: Exchange | undefined): Entry | undefined {
    const { errors, status } = this.#info
    const messages = errors.map(({ message }) => stripVTControlCharacters(message ?? ''))
    if (status !== 'failed' || !messages.every(isOfScenario)) return undefined
    if (last && this.#lost.has(last)) return this.#lost.get(last)
    const covering = messages.map((message) => this.#knowsFailure(last, message))
    return covering.every((one) => one !== undefined) ? covering[0] : undefined
  }

  #knowsFailure(last: Exchange | undefined, message: string): Entry | undefined {
    const failure: Failure = {
      title: titleOf(this.#info.titlePath),
      operation: last?.operation,
      cited: citedIn(this.#info),
      message,
    }
    const found = this.#of.entries.filter((one) => coversFailure(one, failure))
    if (found.length === 0) {
      this.#propose(proposeFailure(this.#of.api, failure, last?.reply.status), last)
    }
    return this.#use(found)
  }

  /** @returns the first that has not expired */
  #use(found: readonly Entry[]): Entry | undefined {
    for (const entry of found) {
      const before = this.#used[entry.index] ?? 0
      this.#used[entry.index] = before + 1
      const description = inWords(entry)
      if (before === 0) this.#info.annotations.push({ type: 'known deviation', description })
    }
    return found.find(({ expires }) => expires >= this.#of.settings.today)
  }

  #propose(proposal: Omit<Proposal, 'api' | 'scenario'> | undefined, of?: Exchange): void {
    if (!proposal || this.#of.settings.write === undefined) return
    const scenario = titleOf(this.#info.titlePath)
    const repeated = of && { curl: curl(of.reply.sent, this.#redact) }
    // What is no secret of the next run either has to be found again.
    const open = (text: string) => this.#redact(text).replaceAll(/\$TOKEN|\*{3}/g, '...')
    const reason = open(proposal.reason)
    const says = proposal.says !== undefined && { says: open(proposal.says) }
    this.#proposals.push({ api: this.#of.api, scenario, ...proposal, ...says, ...repeated, reason })
  }
}

/** Whether a scenario that wants anything of the reply fails for the breach alone. */
function ruins({ check }: Breach): boolean {
  return check === 'status_code_conformance' || check === 'negative_data_rejection'
}

/** Whether all that a scenario is about can be seen without it. */
function isAside({ check }: Breach): boolean {
  return check === 'response_headers_conformance'
}

/** Neither a breach nor a word on how the request travelled, whose errors have names of their own. */
function isOfScenario(message: string): boolean {
  return /^(Error|Unexpected|TypeError|RangeError|SyntaxError): /.test(message)
}

function inWords({ reason, owner, expires }: Entry): string {
  return `${reason} (${owner}, until ${expires})`
}
