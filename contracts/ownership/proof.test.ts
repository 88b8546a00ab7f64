/** A target may answer a create with the id of somebody else; nothing is written there then. */
import { expect } from '@playwright/test'
import { absent } from '../drivers/driver.ts'
import { scimV2 } from '../drivers/scim.v2.ts'
import { at, prefix, Scene, test, YEARS_AGO } from './proof.test.kit.ts'
import { readLog } from './read-log.ts'

const BARRED = expect.stringContaining('alters 5, which this run has not made')

for (const frank of [false, true]) {
  const name = frank ? 'her own' : 'the new'
  test(`a create that is answered with the id of somebody else under ${name} name fails its test, and nothing is written there`, async ({
    log,
  }) => {
    const scene = new Scene({ id: '5', makes: true, frank })
    const { create, change, cleanUp } = at(scene, log)
    await expect(create()).rejects.toThrow(
      'createUser is answered with the id 5, and getUser shows ceo@corp.example there: it is somebody else',
    )
    expect(await change('5')).toEqual(BARRED)
    await cleanUp()
    expect(scene.sent.filter((one) => !one.startsWith('GET'))).toEqual([
      'POST /Users',
      'DELETE /Users/7',
    ])
    const { foreign, open } = readLog(log)
    expect({ foreign, open }).toEqual({ foreign: [{ operation: 'createUser', id: '5' }], open: [] })
  })
}

test('who has no name of the run, for the create gave none, is not removed but named', async ({
  log,
}) => {
  const scene = new Scene({ id: '7', makes: true })
  const { create, cleanUp } = at(scene, log)
  await expect(create('rehearsal')).rejects.toThrow('shows rehearsal there')
  await cleanUp()
  expect(scene.sent).not.toContain('DELETE /Users/7')
  expect(readLog(log).open).toMatchObject([{ made: [{ id: '7' }], left: expect.any(String) }])
})

const renamed: readonly (readonly [how: string, created: string, lists: boolean, want: string])[] =
  [
    ['was listed before', new Date().toISOString(), true, 'was shown before under another name'],
    ['was created long before', YEARS_AGO, false, `was created at ${YEARS_AGO}`],
  ]

for (const [how, created, lists, want] of renamed) {
  test(`who gets the new name and ${how} is somebody else, and is not removed`, async ({ log }) => {
    const scene = new Scene({ id: '5', renames: true }, created)
    const { create, list, change, cleanUp } = at(scene, log)
    if (lists) await list()
    await expect(create()).rejects.toThrow(want)
    expect(await change('5')).toEqual(BARRED)
    await cleanUp()
    expect(scene.sent.filter((one) => /DELETE|PATCH/.test(one))).toEqual([])
    // She is found by the name that is the run's, and whoever reads the report has to know.
    expect(readLog(log).open).toMatchObject([{ left: expect.stringContaining('was there before') }])
  })
}

test('who is new is ours when she was read back', async ({ log }) => {
  const scene = new Scene({ id: '7', makes: true })
  const { create, list, change, cleanUp } = at(scene, log)
  await list()
  await create()
  expect(scene.sent.slice(1)).toEqual(['POST /Users', 'GET /Users/7'])
  expect(await change('7')).toBe(204)
  await cleanUp()
  expect(scene.sent.at(-1)).toBe('DELETE /Users/7')
})

test('an id that another of the run had before is no foreign one', async ({ log }) => {
  const scene = new Scene({ id: '7', makes: true })
  const { create, list, change } = at(scene, log)
  scene.people.set('7', { id: '7', userName: `${prefix}of-another-test`, created: '' })
  await list()
  await create()
  expect(await change('7')).toBe(204)
})

const NOBODY_KNOWS =
  'getUser answers 404, so that nobody knows whose it is; --settle waits for what shows late'

test('an id at which nobody is read may be anybody’s, and is not written at', async ({ log }) => {
  const scene = new Scene({ id: '5', makes: true, late: 1 })
  const { create, change, cleanUp } = at(scene, log)
  await expect(create()).rejects.toThrow(NOBODY_KNOWS)
  expect(await change('5')).toEqual(BARRED)
  await cleanUp()
  expect(scene.sent.filter((one) => /DELETE|PATCH/.test(one))).toEqual([])
  const left = expect.stringContaining('it was there before the run')
  expect(readLog(log).open).toMatchObject([{ made: [{ id: '5' }], left }])
})

test('who is read late and was shown before under another name stays, whatever her name is', async ({
  log,
}) => {
  const scene = new Scene({ id: '5', renames: true, late: 1 }, new Date().toISOString())
  const { create, list, cleanUp } = at(scene, log)
  await list()
  await expect(create()).rejects.toThrow(NOBODY_KNOWS)
  await cleanUp()
  expect(scene.sent.filter((one) => /DELETE|PATCH/.test(one))).toEqual([])
  const left = 'it was there before, under another name'
  expect(readLog(log)).toMatchObject({
    open: [{ made: [{ id: '5' }], left }],
    shown: [{ shown: [{ operation: 'createUser', id: '5' }] }],
  })
})

test('who is new and read late is removed all the same', async ({ log }) => {
  const scene = new Scene({ id: '7', makes: true, late: 1 })
  const { create, change, cleanUp } = at(scene, log)
  await expect(create()).rejects.toThrow(NOBODY_KNOWS)
  expect(await change('7')).toContain('alters 7, which this run has not made')
  await cleanUp()
  expect(scene.sent.at(-1)).toBe('DELETE /Users/7')
})

test('an id that cannot be read back is not written at', async ({ log }) => {
  const scene = new Scene({ id: '7', makes: true, reading: 500 })
  const { create, change } = at(scene, log)
  await expect(create()).rejects.toThrow('getUser answers 500, so that nobody knows whose it is')
  expect(await change('7')).toContain('not run')
})

test('at a mock of the run’s own nothing is read back', async ({ log }) => {
  const scene = new Scene({ id: '7', makes: true })
  await at(scene, log, { target: { given: false } }).create()
  expect(scene.sent).toEqual(['POST /Users'])
})

test('what nothing reads back cannot be proved, and is not written at', async ({ log }) => {
  const getUser = absent('nobody is read', { noOperation: /^GET \/nobody$/ })
  const unread = { ...scimV2, verbs: { ...scimV2.verbs, getUser } }
  const { create, change } = at(new Scene({ id: '7', makes: true }), log, { driver: unread })
  await create()
  expect(await change('7')).toContain('alters 7, which this run has not made')
})
