import { expect, test } from '#test'
import type { Operation, Requirement, SecurityScheme, Spec } from '../specs/read.ts'
import { type Door, identify } from './callers.ts'
import { Failure } from './directory/failure.ts'

const schemes: Record<string, SecurityScheme> = {
  bearer: { type: 'http', scheme: 'bearer' },
  application: { type: 'apiKey', in: 'header', name: 'App' },
  basic: { type: 'http', scheme: 'basic' },
}

const door: Door = {
  strictness: 'strict',
  personas: {
    ann: { tenant: 't', roles: ['write'], user: 'ann' },
    bea: { tenant: 't', roles: [], user: 'bea' },
    app: { tenant: 't', roles: [] },
    old: { tenant: 't', roles: [], refused: 'has expired' },
  },
}

const either: Requirement[] = [{ bearer: ['write'], application: [] }, { basic: ['write'] }]
const bearer: Requirement[] = [{ bearer: ['write'] }]

for (const { security, given, want } of [
  { security: either, given: { authorization: 'Bearer ann', app: 'app' }, want: 'ann' },
  { security: either, given: { authorization: basic('ann') }, want: 'ann' },
  { security: either, given: { authorization: basic('ann'), app: 'old' }, want: 'ann' },
  { security: either, given: {}, want: 'unauthenticated' },
  { security: either, given: { app: 'app' }, want: 'unauthenticated' },
  { security: either, given: { authorization: 'Bearer ann' }, want: 'unauthenticated' },
  { security: either, given: { authorization: 'Bearer ann', app: 'old' }, want: 'badCredential' },
  { security: either, given: { authorization: 'Bearer old', app: 'app' }, want: 'badCredential' },
  { security: either, given: { authorization: 'Bearer bea', app: 'app' }, want: 'forbidden' },
  { security: either, given: { authorization: basic('bea') }, want: 'forbidden' },
  { security: either, given: { authorization: basic('old') }, want: 'badCredential' },
  { security: either, given: { authorization: 'Digest ann', app: 'app' }, want: 'badCredential' },
  { security: bearer, given: { authorization: basic('ann') }, want: 'badCredential' },
  { security: bearer, given: { authorization: 'Bearer' }, want: 'badCredential' },
  { security: bearer, given: {}, want: 'unauthenticated' },
]) {
  test(`${JSON.stringify(given)} for ${JSON.stringify(security)} is ${want}`, async () => {
    const operation = { security } as unknown as Operation
    const spec = { securitySchemes: schemes } as unknown as Spec
    const credentials = { headers: given, query: new URLSearchParams() }
    const found = await identify({ operation, spec }, credentials, door).catch((error) => error)
    expect(found instanceof Failure ? found.code : found.user).toBe(want)
  })
}

function basic(name: string): string {
  return `Basic ${Buffer.from(`${name}:${name}`).toString('base64')}`
}
