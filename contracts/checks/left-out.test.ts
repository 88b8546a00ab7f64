/** At a deployment that is somebody's, a case that may not be sent is left out, and the others are tried. */
import { expect } from '#test'
import { readSpec } from '../../specs/read.ts'
import { fill } from '../client.ts'
import { drivers } from '../drivers/all.ts'
import type { Driver } from '../drivers/driver.ts'
import { createOwning } from '../ownership/owning.ts'
import { checkUnknownIds, unknownIds } from './ids.ts'
import { test } from './shelf.test.kit.ts'
import { checkWrongCalls } from './wrong-calls.ts'

const prefix = 'rehearsal-r1-0-1'

for (const [api, id] of [
  ['scim.v2', 'deleteUser'],
  ['scim.v2', 'patchGroup'],
  ['hub', 'replaceGroup'],
  ['formstack', 'patchUser'],
  ['gotomeeting', 'deleteGroup'],
] as const) {
  test(`most unknown ids are tried at somebody's ${api} with ${id}, and only as names of the run`, () => {
    const driver = drivers[api] as Driver
    const spec = readSpec(api)
    const target = {
      ...{ api, url: 'http://127.0.0.1:1', mock: false, given: true, writes: true, tokens: {} },
    }
    const [operation] = spec.operations.filter((one) => one.id === id)
    if (!operation) throw new Error(`there is no ${id}`)
    const [{ name = '' } = {}] = operation.parameters.filter((one) => one.in === 'path')
    const owning = createOwning({ driver, spec, target, prefix: 'rehearsal-r1-' })
    const cases = unknownIds({ driver, operation, target, prefix }, { path: { [name]: '7' } })
    const barred = cases.filter(({ call }) => {
      const url = target.url + fill(operation.path, call.path ?? {})
      const sent = { method: operation.method.toUpperCase(), url, headers: {} }
      return owning.objection('admin', sent) !== undefined
    })
    expect(cases).toHaveLength(8)
    expect(barred.map((one) => one.name)).toEqual([
      `path ${name}: "__proto__"`,
      `path ${name}: "0"`,
    ])
  })
}

test('what may not be sent is left out by its name, and all else is tried', async ({ shelf }) => {
  const bars = (url: string) => (url.endsWith('/0') ? 'it is somebody’s' : undefined)
  const sound = await shelf('deleteBook', {}, { bars })
  await checkUnknownIds(sound)
  expect(sound.omitted).toEqual([
    'deleteBook: unknown_id_rejection: path id: "0": a target that nobody keeps: it is somebody’s',
  ])
  const broken = await shelf('deleteBook', { inventsMissing: true }, { bars })
  await expect(checkUnknownIds(broken)).rejects.toThrow('7 of 8 cases')
})

test('a test of which all is left out is not run', async ({ shelf }) => {
  const bars = (_url: string, method: string) => (method === 'PUT' ? 'no' : undefined)
  const subject = await shelf('replaceBook', {}, { bars })
  const left = expect.objectContaining({
    name: 'LeftOut',
    message: 'a target that nobody keeps: no',
  })
  await expect(checkWrongCalls(subject)).rejects.toThrow(left)
})
