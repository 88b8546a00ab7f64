/** Every promise of a document is held by some test, or says here why none can. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from '@playwright/test'
import { readSpec } from '../specs/read.ts'
import { drivers } from './drivers/all.ts'
import { behavioursOf, cite } from './promises.ts'

const untested: Record<string, Record<string, string>> = {
  gotomeeting: {
    'deleted-owner-is-404': 'deleting the owner of a token takes the token from every other test',
  },
}

const here = fileURLToPath(new URL('.', import.meta.url))

for (const api of Object.keys(drivers)) {
  test(`every promise of ${api} is cited by a test`, () => {
    const text = sourcesOf(api)
    const ids = behavioursOf(readSpec(api)).map(({ id }) => id)
    const uncited = ids.filter((id) => !text.includes(`'${id}'`))
    expect(uncited).toEqual(Object.keys(untested[api] ?? {}))
  })
}

test('a promise is told with its evidence, its source and its reason, once', () => {
  const annotations: { type: string; description?: string }[] = []
  const spec = readSpec('gotomeeting')
  cite(spec, 'missing-user-is-404', { annotations })
  cite(spec, 'missing-user-is-404', { annotations })
  cite(spec, 'organizations-are-apart', { annotations })
  expect(annotations.map(({ type }) => type)).toEqual(['promise', 'promise'])
  expect(annotations[0]?.description).toMatch(/^missing-user-is-404: .+ \(public; P1\)$/)
  expect(annotations[1]?.description).toMatch(/\(inferred; .+\)$/)
})

test('a promise that the document does not make cannot be cited', () => {
  const spec = readSpec('formstack')
  expect(() => cite(spec, 'free-lunch', { annotations: [] })).toThrow(/no behaviour free-lunch/)
})

function sourcesOf(api: string): string {
  const specs = readdirSync(join(here, 'apis')).filter((file) => belongs(file, api))
  const files = [
    join(here, 'drivers', `${api}.ts`),
    ...specs.map((file) => join(here, 'apis', file)),
  ]
  return files.map((file) => readFileSync(file, 'utf8')).join('\n')
}

function belongs(file: string, api: string): boolean {
  return file === `${api}.spec.ts` || (file.startsWith(`${api}-`) && file.endsWith('.spec.ts'))
}
