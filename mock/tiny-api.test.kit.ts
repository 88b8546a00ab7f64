/** For tests: an API of a few lines, read from a document that is written for it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Operation, readSpec, type Spec } from '../specs/read.ts'
import type { Incoming } from './requests.ts'

type Fields = Readonly<Record<string, unknown>>

/** A document with these paths; `rest` stands beside them. */
export function specOf(paths: Fields, rest: Fields = {}): Spec {
  const folder = mkdtempSync(join(tmpdir(), 'tiny-'))
  const info = { title: 'Tiny', version: '1' }
  writeFileSync(
    join(folder, 'tiny.yaml'),
    JSON.stringify({ openapi: '3.1.0', info, paths, ...rest }),
  )
  try {
    return readSpec('tiny', join(folder, 'tiny.yaml'))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** The operation of a document that has one alone. */
export function operationOf(raw: Fields, path = '/things', method = 'post'): Operation {
  const whole = { operationId: 'only', responses: {}, ...raw }
  return specOf({ [path]: { [method]: whole } }).operations[0] as Operation
}

export function incomingOf(asked: Partial<Incoming> & { text?: string } = {}): Incoming {
  const bytes = Buffer.from(asked.text ?? '')
  return {
    method: 'GET',
    path: '/things',
    query: new URLSearchParams(),
    headers: {},
    base: 'http://mock.example/tiny',
    body: async () => bytes,
    preferred: ([first]) => first,
    ...asked,
  }
}

export function failureOf(work: () => unknown): unknown {
  try {
    work()
  } catch (error) {
    return error
  }
  return undefined
}
