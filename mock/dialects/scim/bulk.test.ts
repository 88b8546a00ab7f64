/** What a hostile or careless client may put into a bulk job. */
import { test as base, expect, shared } from '#test'
import { createMock } from '../../index.ts'

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User'
const BULK = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest'

interface Result {
  readonly status: string
  readonly location?: string
  readonly response?: { readonly detail: string }
}
interface Answer {
  readonly status: number
  readonly results: readonly Result[]
}
type Bulk = (...operations: readonly unknown[]) => Promise<Answer>

const mock = shared(() => createMock({ apis: ['scim.v2'] }))

const test = base.extend<{ bulk: Bulk }>({
  bulk: async ({}, use) => {
    const { url } = await mock()
    await use(async (...Operations) => {
      const reply = await fetch(`${url}/scim/v2/Bulk`, {
        method: 'POST',
        headers: { Authorization: 'Bearer admin-token', 'Content-Type': 'application/scim+json' },
        body: JSON.stringify({ schemas: [BULK], Operations }),
      })
      const body = (await reply.json()) as { Operations?: readonly Result[] }
      return { status: reply.status, results: body.Operations ?? [] }
    })
  },
})

let made = 0

/** The operation that makes a user of a name that nobody else has. */
function making(own: object = {}) {
  const bulkId = `person-${++made}`
  const data = { schemas: [USER], userName: `bulk.${made}`, ...own }
  return { method: 'POST', path: '/Users', bulkId, data }
}

function nested(depth: number): unknown {
  let value: unknown = 1
  for (let level = 0; level < depth; level++) value = [value]
  return value
}

test('a password that looks like a reference is a password', async ({ bulk }) => {
  const first = making()
  const second = making({ password: `bulkId:${first.bulkId}` })
  const third = making({ password: 'bulkId:hunter2' })
  const change = {
    method: 'PATCH',
    path: `/Users/bulkId:${third.bulkId}`,
    data: {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations: [{ op: 'replace', path: 'password', value: 'bulkId:hunter3' }],
    },
  }
  const { status, results } = await bulk(first, second, third, change)
  expect(status).toBe(200)
  expect(results.map((each) => each.status)).toEqual(['201', '201', '201', '200'])
  expect(JSON.stringify(results)).not.toContain('hunter')
})

test('data nested a thousand levels deep is refused, and data nested a little is not', async ({
  bulk,
}) => {
  expect((await bulk(making({ x: nested(1000) }))).status).toBe(400)
  expect((await bulk(making({ x: nested(20) }))).results).toMatchObject([{ status: '201' }])
})

test('a path that is none fails by itself, and has no location', async ({ bulk }) => {
  const paths = ['/Users/%zz', '/Users/a b', '/Users/\ud800', '/Users/é{}', 'Users/x', '', '\u2028']
  const deletions = paths.map((path) => ({ method: 'DELETE', path }))
  const { status, results } = await bulk(...deletions, making())
  expect(status).toBe(200)
  const failed = paths.map(() => expect.objectContaining({ status: '404' }))
  expect(results).toEqual([...failed, expect.objectContaining({ status: '201' })])
  expect(results.flatMap(({ location }) => location ?? [])).toHaveLength(1)
})

test('the location of what a reference in a path leads to is its own', async ({ bulk }) => {
  const maker = making()
  const { results } = await bulk(maker, { method: 'DELETE', path: `/Users/bulkId:${maker.bulkId}` })
  expect(results.map(({ status }) => status)).toEqual(['201', '204'])
  expect(results[1]?.location).toBe(results[0]?.location)
})

test('an empty bulkId is none', async ({ bulk }) => {
  const { status, results } = await bulk({ ...making(), bulkId: '' })
  expect([status, results[0]?.status]).toEqual([200, '400'])
})

test('the bulkId of anything but a POST stands for nothing', async ({ bulk }) => {
  const maker = making()
  const gone = { method: 'DELETE', path: `/Users/bulkId:${maker.bulkId}`, bulkId: `gone-${made}` }
  const { results } = await bulk(maker, gone, making({ title: `bulkId:${gone.bulkId}` }))
  expect(results.map(({ status }) => status)).toEqual(['201', '204', '400'])
})
