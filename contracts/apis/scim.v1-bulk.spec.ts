/** Bulk jobs (draft-scim-api-01 section 3.5). */
import type { Reply } from '../exchange.ts'
import { below, CORE, ENTERPRISE, expect, type Resource, test, valuesOf } from './scim.v1.ts'

interface Result {
  readonly method: string
  readonly bulkId?: string
  readonly location?: string
  readonly version?: string
  readonly status: { readonly code: string; readonly description?: string }
  readonly response?: unknown
}

/** Results by their bulkIds: the order in which a job is done is the server's. */
function resultsIn({ status, body, text }: Reply): Record<string, Result> {
  expect(status, text).toBe(200)
  const { schemas, Operations: results } = body as { schemas: unknown; Operations: Result[] }
  expect(schemas).toEqual([CORE])
  return Object.fromEntries(results.map((each) => [each.bulkId ?? each.location, each]))
}

function idIn({ location = '' }: Result): string {
  return decodeURIComponent(below(location).split('/')[2] ?? '')
}

test.beforeEach(async ({ scim }) => {
  await scim.needs('bulk')
})

test('a job makes, changes and deletes, and tells of each how it went', { tag: '@basic' }, async ({
  client,
  make,
  promise,
  scim,
}) => {
  promise(
    'bulk-answers-200-with-results',
    'bulk-results-name-their-operation',
    'bulk-delete-has-the-code-200',
    'bulk-status-is-an-object',
  )
  const [one, two, three] = [await scim.user(), await scim.user(), await scim.user()]
  const userName = make.address(make.name())
  const versioned = ({ id, meta: { version } }: Resource) => ({
    path: `/Users/${id}`,
    ...(version !== undefined && { version }),
  })
  const reply = await client.send('bulk', {
    body: {
      schemas: [CORE],
      Operations: [
        { method: 'POST', path: '/Users', bulkId: 'made', data: { schemas: [CORE], userName } },
        {
          method: 'PUT',
          bulkId: 'put',
          ...versioned(one),
          data: { schemas: [CORE], userName: one.userName, title: 'Put' },
        },
        { method: 'PATCH', bulkId: 'patch', ...versioned(two), data: { title: 'Patched' } },
        { method: 'DELETE', bulkId: 'gone', ...versioned(three) },
      ],
    },
  })
  const results = resultsIn(reply)
  expect(results).toMatchObject({
    made: { method: 'POST', bulkId: 'made', status: { code: '201' } },
    put: { method: 'PUT', status: { code: '200' }, location: one.meta.location },
    patch: { method: 'PATCH', location: two.meta.location },
    gone: { method: 'DELETE', status: { code: '200' } },
  })
  const made = await scim.read('User', idIn(results.made as Result))
  expect(made).toMatchObject({ userName, meta: { location: results.made?.location } })
  expect(results.made?.version).toBe(made.meta.version)
  expect((await scim.read('User', one.id)).title).toBe('Put')
  if (results.patch?.status.code !== '501') {
    expect((await scim.read('User', two.id)).title).toBe('Patched')
  }
  scim.refused(await scim.send('get', 'User', { id: three.id }), 404)
})

test('an error has a description, no location if nothing was made, and the rest goes on', {
  tag: '@basic',
}, async ({ client, make, promise, scim }) => {
  promise('bulk-status-is-an-object', 'bulk-stops-at-fail-on-errors')
  const { userName } = await scim.user()
  const free = make.address(make.name())
  const reply = await client.send('bulk', {
    body: {
      schemas: [CORE],
      Operations: [
        { method: 'POST', path: '/Users', bulkId: 'taken', data: { userName } },
        { method: 'POST', path: '/Users', bulkId: 'lacking', data: { title: 'x' } },
        { method: 'POST', path: '/Users', bulkId: 'good', data: { userName: free } },
      ],
    },
  })
  const { taken, lacking, good } = resultsIn(reply)
  expect(good?.status.code).toBe('201')
  for (const [result, code] of [
    [taken, '409'],
    [lacking, '400'],
  ] as const) {
    expect(result?.status).toMatchObject({ code, description: expect.stringMatching(/\S/) })
    expect(result).not.toHaveProperty('location')
  }
})

test('an unknown id is 404 in a job too', { tag: '@edge' }, async ({ client, make, promise }) => {
  promise('bulk-status-is-an-object')
  const path = `/Users/${make.name('nobody')}`
  const operation = { method: 'DELETE', path, bulkId: 'x', version: 'W/"1"' }
  const reply = await client.send('bulk', { body: { schemas: [CORE], Operations: [operation] } })
  const { code, description } = resultsIn(reply).x?.status ?? {}
  expect([code, typeof description]).toEqual(['404', 'string'])
})

test('a job stops after failOnErrors errors', { tag: '@basic' }, async ({
  client,
  make,
  promise,
}) => {
  promise('bulk-stops-at-fail-on-errors')
  const bad = (bulkId: string) => ({ method: 'POST', path: '/Users', bulkId, data: { title: 'x' } })
  const good = { userName: make.address(make.name()) }
  const reply = await client.send('bulk', {
    body: {
      schemas: [CORE],
      failOnErrors: 1,
      Operations: [bad('a'), bad('b'), { ...bad('c'), data: good }],
    },
  })
  const codes = Object.values(resultsIn(reply)).map(({ status }) => status.code)
  expect(codes.filter((code) => code.startsWith('4'))).toEqual(['400'])
})

test('references by bulkId lead to what the job makes', { tag: '@basic' }, async ({
  client,
  make,
  promise,
  scim,
}) => {
  promise('bulk-id-is-resolved')
  const [boss, own] = [make.address(make.name()), make.address(make.name())]
  const reply = await client.send('bulk', {
    body: {
      schemas: [CORE],
      Operations: [
        {
          method: 'POST',
          path: '/Groups',
          bulkId: 'group',
          data: { displayName: make.name(), members: [{ value: 'bulkId:own' }] },
        },
        {
          method: 'POST',
          path: '/Users',
          bulkId: 'own',
          data: {
            schemas: [CORE, ENTERPRISE],
            userName: own,
            [ENTERPRISE]: { manager: { managerId: 'bulkId:boss' } },
          },
        },
        { method: 'POST', path: '/Users', bulkId: 'boss', data: { userName: boss } },
      ],
    },
  })
  const { group, own: user, boss: manager } = resultsIn(reply) as Record<string, Result>
  const ids = {
    group: idIn(group as Result),
    user: idIn(user as Result),
    manager: idIn(manager as Result),
  }
  expect(valuesOf(await scim.read('Group', ids.group), 'members')).toEqual([ids.user])
  expect((await scim.read('User', ids.user))[ENTERPRISE]).toMatchObject({
    manager: { managerId: ids.manager },
  })
})

test('PUT, PATCH and DELETE need the version where there are versions', { tag: '@edge' }, async ({
  client,
  promise,
  scim,
}) => {
  promise('bulk-without-versions-is-400')
  await scim.needs('etag')
  const user = await scim.user()
  const { id, userName } = user
  const path = `/Users/${id}`
  const reply = await client.send('bulk', {
    body: {
      schemas: [CORE],
      Operations: [
        { method: 'PUT', path, bulkId: 'put', data: { userName, title: 'x' } },
        { method: 'PATCH', path, bulkId: 'patch', data: { title: 'x' } },
        { method: 'DELETE', path, bulkId: 'delete' },
      ],
    },
  })
  for (const { status } of Object.values(resultsIn(reply))) expect(status.code).toBe('400')
  expect(await scim.read('User', id)).toEqual(user)
})

test('another version in a job is 412 or 409, and changes nothing', { tag: '@basic' }, async ({
  client,
  promise,
  scim,
}) => {
  promise('bulk-needs-versions')
  await scim.needs('etag')
  const user = await scim.user()
  const path = `/Users/${user.id}`
  const version = 'W/"another"'
  const reply = await client.send('bulk', {
    body: {
      schemas: [CORE],
      Operations: [
        { method: 'PUT', path, version, bulkId: 'put', data: { userName: user.userName } },
        { method: 'DELETE', path, version, bulkId: 'delete' },
      ],
    },
  })
  for (const { status } of Object.values(resultsIn(reply))) {
    expect(['409', '412']).toContain(status.code)
  }
  expect(await scim.read('User', user.id)).toEqual(user)
})
