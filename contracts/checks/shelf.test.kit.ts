/** For tests: what a check needs to try an operation of the small API. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test as base } from '#test'
import { readSpec, type Spec } from '../../specs/read.ts'
import { createClient } from '../client.ts'
import { absent, type Driver } from '../drivers/driver.ts'
import { redactor } from '../exchange.ts'
import { createTransport } from '../transport.ts'
import { sparing } from './left-out.ts'
import { DOCUMENT, type Rules, serve, sound } from './shelf-server.test.kit.ts'
import type { Subject } from './subject.ts'

/** A shelf, and what a check needs to try one of its operations. */
export type Shelf = (operation: string, broken?: Partial<Rules>, real?: Real) => Promise<Tried>

/** A deployment that is somebody's, and what may not be sent to it. */
export interface Real {
  bars(url: string, method: string): string | undefined
}

export interface Tried extends Subject {
  readonly findings: readonly string[]
  readonly omitted: readonly string[]
  readonly steps: readonly string[]
}

export const test = base.extend<{ shelf: Shelf }>({
  shelf: async ({}, use, info) => {
    const closing: (() => void)[] = []
    const file = join(info.outputPath(), '..', `shelf-${info.testId}.yaml`)
    writeFileSync(file, DOCUMENT)
    const spec = readSpec('shelf', file)
    await use(async (operation, broken = {}, real = undefined) => {
      const { url, close } = await serve({ ...sound(spec), ...broken })
      closing.push(close)
      return subjectOf(spec, { operation, url, real })
    })
    for (const close of closing) close()
  },
})

const good = { title: 'test-1 Emma', pages: 474, genre: 'novel', authors: [{ name: 'Jane' }] }

interface Place {
  readonly operation: string
  readonly url: string
  readonly real: Real | undefined
}

function subjectOf(spec: Spec, { operation, url, real }: Place): Tried {
  const findings: string[] = []
  const steps: string[] = []
  const omitted: string[] = []
  const mock = real === undefined
  const target = {
    api: 'shelf',
    url,
    mock,
    given: !mock,
    writes: true,
    tokens: { admin: 's3cret', reader: 'r3ader', member: 'm3mber' },
  }
  const redact = redactor(['s3cret'])
  const finding = (text: string) => findings.push(text)
  const client = createClient({
    target,
    spec,
    redact,
    transport: createTransport('shelf', redact),
    lasting: () => undefined,
    notRun: (lacks) => {
      throw new Error(`not run: ${lacks}`)
    },
    finding,
    exchanged: () => undefined,
    owning: {
      objection: (_, { url, method }) => real?.bars(url, method),
      sending: () => () => [],
    },
  })
  const sample = async (id: string) => {
    if (id === 'listBooks') return { query: { limit: 5 } }
    if (id === 'addBook') return { body: good }
    const { body } = await client.send('addBook', { body: good })
    const path = { id: (body as { id: string }).id }
    return id === 'replaceBook' ? { path, body: { ...good, pages: 12 } } : { path }
  }
  const [found] = spec.operations.filter((one) => one.id === operation)
  if (!found) throw new Error(`there is no ${operation}`)
  return {
    client: sparing(client),
    driver,
    operation: found,
    spec,
    target,
    seed: 1,
    prefix: 'test-1',
    redact,
    sample,
    has: () => true,
    finding,
    leftOut: (text) => omitted.push(text),
    step: async (name, act) => {
      steps.push(name)
      await act()
    },
    findings,
    omitted,
    steps,
  }
}

const nobody = absent('books have no users', { noProperty: 'userName' })
const refuses = (status: number) => ({ status })

/** As much of a driver as the checks look at. */
const driver = {
  api: 'shelf',
  verbs: { getUser: nobody, getGroup: nobody, listUsers: nobody, listGroups: nobody },
  refusals: {
    noCredential: refuses(401),
    expiredCredential: refuses(401),
    revokedCredential: refuses(401),
    missingRole: refuses(403),
    wrongMethod: refuses(405),
    missingUser: refuses(404),
    missingGroup: refuses(404),
    foreignUser: nobody,
    foreignGroup: nobody,
  },
  undo: {},
  missingId: 'nothing',
  message: ({ body }) => (body as { message?: string } | undefined)?.message,
} as Partial<Driver> as Driver
