/** Has exchanges judged in a thread of its own: one that takes long keeps no traffic waiting, and is given up. */
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { type Enclosed, enclosed } from './enclosed.ts'
import type { Observed } from './observed.ts'
import type { Ruling } from './ruling.ts'

/** Where the thread finds the document, which it reads for itself. */
export interface DocumentPlace {
  readonly api: string
  readonly file: string
  readonly applicationTokenHeader?: string
}

export interface Limits {
  /** For one exchange. */
  readonly deadlineMs: number
  /** For all that waits for its turn, in characters. */
  readonly waitingLength: number
}

const LIMITS: Limits = { deadlineMs: 5000, waitingLength: 32 * 2 ** 20 }

/** Of an exchange without bodies, in characters, roughly. */
const HEADS_LENGTH = 1024

/** For the thread; one that needs more is given up. */
const MEMORY_MIB = 1024

export function startJudging(place: DocumentPlace): Worker {
  const root = dirname(fileURLToPath(import.meta.resolve('rehearsal/package.json')))
  return new Worker(join(root, 'dist/contracts/referee/judging.js'), {
    workerData: place,
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MIB },
  })
}

interface Case {
  readonly observed: Enclosed
  readonly length: number
  close(verdict: Ruling | string): void
}

export class JudgesApart {
  readonly #start: () => Worker
  readonly #limits: Limits
  readonly #waiting: Case[] = []
  #waitingLength = 0
  #thread: Worker | undefined
  #isFree = false
  #current: Case | undefined
  #timer: NodeJS.Timeout | undefined

  /** @param start makes a thread that says something when it is ready, and then a verdict on each exchange */
  constructor(start: () => Worker, limits = LIMITS) {
    this.#start = start
    this.#limits = limits
  }

  /** @throws the error for which the thread cannot start */
  async ready(): Promise<void> {
    const thread = this.#begin()
    await new Promise((resolve, reject) => thread.once('message', resolve).once('error', reject))
  }

  /** @returns a text that says why there is no verdict, or the verdict */
  judge(observed: Observed): Promise<Ruling | string> {
    const { asked, answered } = observed
    const length = HEADS_LENGTH + asked.body.length + answered.body.length
    if (this.#waitingLength + length > this.#limits.waitingLength) {
      return Promise.resolve('too much waits for a verdict')
    }
    return new Promise((close) => {
      this.#waiting.push({ observed: enclosed(observed), length, close })
      this.#waitingLength += length
      if (!this.#thread) this.#begin()
      this.#next()
    })
  }

  async close(): Promise<void> {
    const thread = this.#thread
    this.#giveUp('the proxy ended first')
    this.#sendAway('the proxy ended first')
    await thread?.terminate()
  }

  #begin(): Worker {
    const thread = this.#start()
    this.#thread = thread
    thread.on('message', (said: Ruling | string) => {
      if (thread !== this.#thread) return
      this.#settle(said)
      this.#isFree = true
      this.#next()
    })
    thread.on('error', (error) => this.#lose(thread, error.message))
    thread.on('exit', () => this.#lose(thread, 'its judges broke down'))
    return thread
  }

  #next(): void {
    if (!this.#isFree) return
    this.#current = this.#waiting.shift()
    if (!this.#current) return
    this.#waitingLength -= this.#current.length
    this.#isFree = false
    const { deadlineMs } = this.#limits
    this.#timer = setTimeout(() => {
      this.#giveUp(`judging it took more than ${deadlineMs / 1000} s`)
      this.#begin()
    }, deadlineMs)
    this.#thread?.postMessage(this.#current.observed)
  }

  #settle(verdict: Ruling | string): void {
    clearTimeout(this.#timer)
    this.#current?.close(verdict)
    this.#current = undefined
  }

  #giveUp(why: string): void {
    const thread = this.#thread
    this.#thread = undefined
    this.#isFree = false
    this.#settle(why)
    void thread?.terminate()
  }

  /** By what it was judging, or before it could judge anything; then nothing else helps whoever waits. */
  #lose(thread: Worker, why: string): void {
    if (thread !== this.#thread) return
    const wasJudging = this.#current !== undefined
    this.#giveUp(`it cannot be judged: ${why}`)
    if (wasJudging) this.#begin()
    else this.#sendAway(`there are no judges: ${why}`)
  }

  #sendAway(why: string): void {
    for (const each of this.#waiting.splice(0)) each.close(why)
    this.#waitingLength = 0
  }
}
