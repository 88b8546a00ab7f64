import { ENTERPRISE, expect, patchOp, test } from './scim.ts'
import { bulk, idIn } from './scim.v2-bulk.ts'
import { memberIds } from './scim.v2-resources.ts'

test.beforeEach(({ scim }) => scim.supports('bulk'))

test('what a bulk creates is referred to by its bulkId, before and after it', {
  tag: '@basic',
}, async ({ promise, scim }) => {
  promise('bulk-id-is-resolved', 'bulk-id-is-resolved-forward', 'ids-never-contain-bulk-id')
  const user = { method: 'POST', path: '/Users', bulkId: 'qwerty', data: scim.body('User') }
  const of = [{ type: 'User', value: 'bulkId:qwerty' }]
  const group = (bulkId: string) => ({
    method: 'POST',
    path: '/Groups',
    bulkId,
    data: scim.body('Group', { members: of }),
  })
  const results = await bulk(scim, [group('before'), user, group('after')])
  expect(results.map(({ status }) => status)).toEqual(['201', '201', '201'])
  expect(results.map(({ bulkId }) => bulkId)).toEqual(['before', 'qwerty', 'after'])
  const [before, made, after] = results.map(idIn)
  expect(memberIds(await scim.read('Group', before ?? ''))).toEqual([made])
  expect(memberIds(await scim.read('Group', after ?? ''))).toEqual([made])
  expect(made).not.toContain('bulkId')
})

test('a bulkId is resolved in extensions and in patches', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('bulk-id-is-resolved', 'bulk-patches-are-whole-messages')
  const group = await scim.group()
  const manager = { value: 'bulkId:boss' }
  const results = await bulk(scim, [
    { method: 'POST', path: '/Users', bulkId: 'boss', data: scim.body('User') },
    {
      method: 'POST',
      path: '/Users',
      bulkId: 'clerk',
      data: scim.body('User', { [ENTERPRISE]: { manager } }),
    },
    {
      method: 'PATCH',
      path: `/Groups/${group.id}`,
      data: patchOp({
        op: 'add',
        path: 'members',
        value: [{ value: 'bulkId:boss' }, { value: 'bulkId:clerk' }],
      }),
    },
  ])
  const [boss = '', clerk = ''] = results.map(idIn)
  const { [ENTERPRISE]: enterprise } = await scim.read('User', clerk)
  expect(enterprise).toMatchObject({ manager: { value: boss } })
  expect(memberIds(await scim.read('Group', group.id))).toEqual([boss, clerk].sort())
})

test('a bulkId is resolved in the path of an operation', { tag: '@edge' }, async ({
  promise,
  scim,
}) => {
  promise('bulk-id-is-resolved-in-paths')
  const data = patchOp({ op: 'add', path: 'title', value: 'Guide' })
  const results = await bulk(scim, [
    { method: 'POST', path: '/Users', bulkId: 'a', data: scim.body('User') },
    { method: 'PATCH', path: '/Users/bulkId:a', data },
  ])
  expect(await scim.read('User', idIn(results[0]))).toMatchObject({ title: 'Guide' })
})

test('groups that refer to each other are made, or refused as a conflict', {
  tag: '@edge',
}, async ({ promise, scim }) => {
  promise('bulk-circular-references-are-tried')
  const group = (bulkId: string, other: string) => ({
    method: 'POST',
    path: '/Groups',
    bulkId,
    data: scim.body('Group', { members: [{ type: 'Group', value: `bulkId:${other}` }] }),
  })
  const results = await bulk(scim, [group('one', 'two'), group('two', 'one')])
  expect(results).toHaveLength(2)
  for (const { status } of results) expect(['201', '409']).toContain(status)
  if (results.some(({ status }) => status === '409')) return
  const [one = '', two = ''] = results.map(idIn)
  expect(memberIds(await scim.read('Group', one))).toEqual([two])
  expect(memberIds(await scim.read('Group', two))).toEqual([one])
})

test('a bulkId that nothing has fails what refers to it alone', { tag: '@edge' }, async ({
  promise,
  scim,
}) => {
  promise('bulk-unknown-bulk-id-fails')
  const data = scim.body('Group', { members: [{ value: 'bulkId:nothing' }] })
  const results = await bulk(scim, [
    { method: 'POST', path: '/Groups', bulkId: 'a', data },
    { method: 'POST', path: '/Users', bulkId: 'b', data: scim.body('User') },
  ])
  expect(['400', '409']).toContain(results[0]?.status)
  expect(results[1]?.status).toBe('201')
  expect(await scim.ids('Group', { filter: scim.mine('Group') })).toEqual([])
})

test('what refers to a creation that failed fails too', { tag: '@edge' }, async ({
  promise,
  scim,
}) => {
  promise('bulk-unknown-bulk-id-fails')
  const { userName } = await scim.user()
  const results = await bulk(scim, [
    { method: 'POST', path: '/Users', bulkId: 'a', data: scim.body('User', { userName }) },
    {
      method: 'POST',
      path: '/Groups',
      bulkId: 'b',
      data: scim.body('Group', { members: [{ value: 'bulkId:a' }] }),
    },
  ])
  expect(results[0]?.status).toBe('409')
  expect(['400', '409']).toContain(results[1]?.status)
})
