import { BULK_REQUEST, ERROR, type WireBulk } from '../drivers/scim.v2-wire.ts'
import { expect, patchOp, type Scim, test, USER } from './scim.ts'
import { type BulkOperation, bulk, idIn, sendBulk } from './scim.v2-bulk.ts'
import { count, members, unchanged } from './scim.v2-resources.ts'

test.beforeEach(({ scim }) => scim.supports('bulk'))

test('a bulk performs its operations and answers with a result for each', {
  tag: '@basic',
}, async ({ promise, scim }) => {
  promise('bulk-answers-200-with-results', 'bulk-results-name-their-operation')
  promise('bulk-results-have-a-location', 'bulk-status-is-a-string')
  promise('bulk-patches-are-whole-messages')
  const [ann, bea, cleo] = [await scim.user(), await scim.user(), await scim.user()]
  const replace = { op: 'replace', path: 'title', value: 'Guide' }
  const results = await bulk(scim, [
    { method: 'POST', path: '/Users', bulkId: 'qwerty', data: scim.body('User') },
    {
      method: 'PUT',
      path: `/Users/${ann.id}`,
      data: scim.body('User', { userName: ann.userName, title: 'Head' }),
    },
    { method: 'PATCH', path: `/Users/${bea.id}`, data: patchOp(replace) },
    { method: 'DELETE', path: `/Users/${cleo.id}` },
  ])
  const [post] = results
  expect(results).toEqual([
    expect.objectContaining({ method: 'POST', bulkId: 'qwerty', status: '201' }),
    expect.objectContaining({ method: 'PUT', status: '200', location: ann.meta.location }),
    expect.objectContaining({ method: 'PATCH', location: bea.meta.location }),
    expect.objectContaining({ method: 'DELETE', status: '204', location: cleo.meta.location }),
  ])
  expect(['200', '204']).toContain(results[2]?.status)
  expect((await scim.read('User', idIn(post))).meta.location).toBe(post?.location)
  expect(await scim.read('User', ann.id)).toMatchObject({ title: 'Head' })
  expect(await scim.read('User', bea.id)).toMatchObject({ title: 'Guide' })
  scim.refused(await scim.get('User', cleo.id), 404)
})

test('a result has the version of the resource that it leaves', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('bulk-results-have-a-version')
  await scim.supports('etag')
  const ann = await scim.user()
  const data = patchOp({ op: 'replace', path: 'title', value: 'Guide' })
  const results = await bulk(scim, [
    { method: 'POST', path: '/Users', bulkId: 'qwerty', data: scim.body('User') },
    { method: 'PATCH', path: `/Users/${ann.id}`, data },
  ])
  for (const result of results) {
    expect(result.version).toBe((await scim.read('User', idIn(result))).meta.version)
  }
})

test('an operation that fails has SCIM’s error in its result, and the next is performed', {
  tag: '@basic',
}, async ({ driver, promise, scim }) => {
  promise('bulk-goes-on-after-errors', 'bulk-errors-stand-in-response')
  promise('bulk-results-have-a-location', 'bulk-status-is-a-string')
  const { userName } = await scim.user()
  const results = await bulk(scim, [
    { method: 'POST', path: '/Users', bulkId: 'a', data: scim.body('User', { userName }) },
    { method: 'POST', path: '/Users', bulkId: 'b', data: { schemas: [USER] } },
    { method: 'DELETE', path: `/Users/${driver.missingId}` },
    { method: 'POST', path: '/Users', bulkId: 'c', data: scim.body('User') },
  ])
  expect(results.map(({ status }) => status)).toEqual(['409', '400', '404', '201'])
  for (const { status, response } of results.slice(0, 3)) {
    expect(response).toMatchObject({ schemas: [ERROR], status })
  }
  const [taken, nameless, , created] = results
  expect(taken).toMatchObject({ method: 'POST', bulkId: 'a' })
  expect(taken).not.toHaveProperty('location')
  expect(nameless).not.toHaveProperty('location')
  await scim.read('User', idIn(created))
})

test('an operation that fails half-way leaves nothing behind', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('bulk-goes-on-after-errors', 'patch-is-all-or-nothing')
  promise('refused-requests-change-nothing')
  const [ann, bea] = [await scim.user(), await scim.user()]
  const group = await scim.group(members(ann))
  const data = patchOp(
    { op: 'add', path: 'members', value: [{ value: bea.id }] },
    { op: 'remove', path: `members[value eq "${ann.id}"]` },
    { op: 'replace', path: 'displayName', value: 7 },
  )
  await unchanged(scim, [group, ann, bea], async () => {
    const results = await bulk(scim, [
      { method: 'PATCH', path: `/Groups/${group.id}`, data },
      { method: 'POST', path: '/Users', bulkId: 'next', data: scim.body('User') },
    ])
    expect(results.map(({ status }) => status)).toEqual(['400', '201'])
  })
})

test('failOnErrors stops after that many errors, and keeps what was done', {
  tag: '@basic',
}, async ({ driver, promise, scim }) => {
  promise('bulk-stops-at-fail-on-errors', 'bulk-keeps-what-was-done')
  const bodies = [scim.body('User'), scim.body('User'), scim.body('User')]
  const post = (at: number) => ({
    method: 'POST',
    path: '/Users',
    bulkId: `user-${at}`,
    data: bodies[at],
  })
  const wrong = { method: 'DELETE', path: `/Users/${driver.missingId}` }
  const job = [post(0), wrong, post(1), wrong, post(2)]
  const results = await bulk(scim, job, { failOnErrors: 2 })
  expect(results.map(({ status }) => status)).toEqual(['201', '404', '201', '404'])
  const made = bodies.map(({ userName }) => count(scim, 'User', `userName eq "${userName}"`))
  expect(await Promise.all(made)).toEqual([1, 1, 0])
  const first = await bulk(scim, [wrong, post(2)], { failOnErrors: 1 })
  expect(first.map(({ status }) => status)).toEqual(['404'])
})

test('the version in an operation is its condition', { tag: '@edge' }, async ({
  promise,
  scim,
}) => {
  promise('bulk-version-is-checked')
  await scim.supports('etag')
  const [ann, bea] = [await scim.user(), await scim.user()]
  const data = patchOp({ op: 'replace', path: 'title', value: 'Guide' })
  const results = await bulk(scim, [
    { method: 'PATCH', path: `/Users/${ann.id}`, version: 'W/"other"', data },
    { method: 'DELETE', path: `/Users/${ann.id}`, version: 'W/"other"' },
    { method: 'PATCH', path: `/Users/${bea.id}`, version: String(bea.meta.version), data },
  ])
  expect(results.slice(0, 2).map(({ status }) => status)).toEqual(['412', '412'])
  expect(Number(results[2]?.status)).toBeLessThan(300)
  expect(await scim.read('User', ann.id)).toEqual(ann)
  expect(await scim.read('User', bea.id)).toMatchObject({ title: 'Guide' })
})

test('what is no BulkRequest is refused, and nothing is done', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('bulk-needs-its-urn', 'bulk-refused-does-nothing')
  const data = scim.body('User')
  const post = { method: 'POST', path: '/Users', bulkId: 'a', data }
  for (const wrong of [
    { schemas: undefined },
    { schemas: [] },
    { schemas: [USER] },
    { Operations: undefined },
    { Operations: post },
    { failOnErrors: 'one' },
  ]) {
    await test.step(JSON.stringify(wrong), async () => {
      const body = { schemas: [BULK_REQUEST], Operations: [post], ...wrong }
      scim.refused(await scim.send('bulk', { body }), 400, ['invalidSyntax', 'invalidValue'])
    })
  }
  expect(await count(scim, 'User', `userName eq "${data.userName}"`)).toBe(0)
})

test('an operation that lacks a part is not performed', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('bulk-post-needs-a-bulk-id', 'bulk-needs-data')
  const ann = await scim.user()
  const data = scim.body('User')
  await unchanged(scim, [ann], async () => {
    for (const operation of [
      { method: 'POST', path: '/Users', data },
      { method: 'POST', path: '/Users', bulkId: 'a' },
      { method: 'PUT', path: `/Users/${ann.id}` },
      { method: 'PATCH', path: `/Users/${ann.id}` },
      { method: 'PATCH', path: `/Users/${ann.id}`, data: { title: 'Guide' } },
      { method: 'GET', path: `/Users/${ann.id}` },
    ]) {
      await test.step(JSON.stringify(operation), () => refusedAlone(scim, operation))
    }
  })
  expect(await count(scim, 'User', `userName eq "${data.userName}"`)).toBe(0)
})

test('an operation without a method or a path is not performed', { tag: '@edge' }, async ({
  promise,
  scim,
}) => {
  promise('bulk-needs-method-and-path')
  const data = scim.body('User')
  for (const operation of [
    { path: '/Users', bulkId: 'a', data },
    { method: 'POST', bulkId: 'a', data },
  ]) {
    await refusedAlone(scim, operation)
  }
  expect(await count(scim, 'User', `userName eq "${data.userName}"`)).toBe(0)
})

test('more operations than the target takes are refused whole', { tag: '@basic' }, async ({
  lacks,
  promise,
  scim,
}) => {
  promise('bulk-too-many-operations-is-413', 'bulk-refused-does-nothing')
  const { maxOperations = 0 } = (await scim.config()).bulk ?? {}
  if (maxOperations < 1 || maxOperations > 5000) lacks('a maxOperations that can be reached')
  const data = scim.body('User')
  const first = { method: 'POST', path: '/Users', bulkId: 'a', data }
  const rest = Array.from({ length: maxOperations }, () => ({ method: 'DELETE', path: '/Users/x' }))
  const reply = await sendBulk(scim, [first, ...rest])
  scim.refused(reply, 413)
  expect(reply.text).toContain(String(maxOperations))
  expect(await count(scim, 'User', `userName eq "${data.userName}"`)).toBe(0)
})

test('a larger body than the target takes is refused whole', { tag: '@basic' }, async ({
  lacks,
  promise,
  scim,
}) => {
  promise('bulk-too-large-is-413', 'bulk-refused-does-nothing')
  const { maxPayloadSize = 0 } = (await scim.config()).bulk ?? {}
  if (maxPayloadSize < 1000 || maxPayloadSize > 4_000_000) lacks('a maxPayloadSize to be reached')
  const data = scim.body('User')
  const operation = { method: 'POST', path: '/Users', bulkId: 'a', data }
  const reply = await sendBulk(scim, [operation], { filler: 'x'.repeat(maxPayloadSize) })
  scim.refused(reply, 413)
  expect(reply.text).toContain(String(maxPayloadSize))
  expect(await count(scim, 'User', `userName eq "${data.userName}"`)).toBe(0)
})

/** The operation fails, or the job does: the RFC does not say which. */
async function refusedAlone(scim: Scim, operation: BulkOperation): Promise<void> {
  const reply = await sendBulk(scim, [operation])
  if (reply.status !== 200) return scim.refused(reply, 400)
  const [result] = (reply.body as WireBulk).Operations
  expect(result).toMatchObject({ status: '400', response: { schemas: [ERROR], status: '400' } })
}
