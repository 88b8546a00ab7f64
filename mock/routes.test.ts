import { expect, test } from '#test'
import { type FindRoute, routes, WrongMethod } from './routes.ts'
import { failureOf, specOf } from './tiny-api.test.kit.ts'

const paths = {
  '/Users': { get: 'list', post: 'create' },
  '/Users/{userKey}': { get: 'read', put: 'replace', delete: 'drop' },
  '/Users/me': { get: 'me', patch: 'changeMe' },
  '/Users/{key}/groups/{groupKey}': { get: 'nested' },
  '/Users/{userKey}/$sync': { post: 'sync' },
  '/Users/.search': { post: 'search' },
  '/a:b': { get: 'colon' },
  '/by-name/{user-name}': { get: 'dashed' },
  '/by-name/{user.name}/x': { get: 'dotted' },
  '/files/{name}.json': { get: 'suffixed' },
  '/things(all)': { get: 'bracket' },
  '/star*': { get: 'star' },
}

function router(): FindRoute {
  const items = Object.entries(paths).map(([path, methods]) => [
    path,
    Object.fromEntries(
      Object.entries(methods).map(([method, operationId]) => [
        method,
        { operationId, responses: {} },
      ]),
    ),
  ])
  return routes(specOf(Object.fromEntries(items)).operations)
}

const found: readonly [asked: string, operation: string, path?: Record<string, string>][] = [
  ['GET /Users', 'list'],
  ['HEAD /Users', 'list'],
  ['POST /Users', 'create'],
  ['GET /Users/me', 'me'],
  ['HEAD /Users/me', 'me'],
  ['PATCH /Users/me', 'changeMe'],
  ['GET /Users/ME', 'read', { userKey: 'ME' }],
  ['GET /Users/me2', 'read', { userKey: 'me2' }],
  ['GET /Users/m', 'read', { userKey: 'm' }],
  ['PUT /Users/7', 'replace', { userKey: '7' }],
  ['GET /Users/me/groups/9', 'nested', { key: 'me', groupKey: '9' }],
  ['GET /Users/7/groups/9', 'nested', { key: '7', groupKey: '9' }],
  ['POST /Users/7/$sync', 'sync', { userKey: '7' }],
  ['POST /Users/.search', 'search'],
  ['GET /a:b', 'colon'],
  ['GET /Users/a%20b', 'read', { userKey: 'a b' }],
  ['GET /Users/a%2Fb', 'read', { userKey: 'a/b' }],
  ['GET /Users/..%2F..', 'read', { userKey: '../..' }],
  ['GET /Users/%E6%BC%A2', 'read', { userKey: '漢' }],
  ['GET /Users/%00', 'read', { userKey: '\0' }],
  ['GET /Users/a;b=c', 'read', { userKey: 'a;b=c' }],
  ['GET /Users/a+b@c:d,e', 'read', { userKey: 'a+b@c:d,e' }],
  ['GET /Users/100%25', 'read', { userKey: '100%' }],
  ['GET /Users/%3Fx', 'read', { userKey: '?x' }],
  ['GET /Users/__proto__', 'read', { userKey: '__proto__' }],
  ['GET /by-name/x-y.z', 'dashed', { 'user-name': 'x-y.z' }],
  ['GET /by-name/x-y/x', 'dotted', { 'user.name': 'x-y' }],
  ['GET /files/a.json', 'suffixed', { name: 'a' }],
  ['GET /things(all)', 'bracket'],
  ['GET /star*', 'star'],
]

for (const [asked, operation, path = {}] of found) {
  test(`${asked} is for ${operation}`, () => {
    const [method = '', url = ''] = asked.split(' ')
    const route = router()(method, url)
    expect(route.operation.id).toBe(operation)
    expect({ ...route.path }).toEqual(path)
  })
}

test('a segment as long as a request line can be is a parameter', () => {
  const long = 'x'.repeat(16_000)
  expect(router()('GET', `/Users/${long}`).path).toMatchObject({ userKey: long })
})

const wrong: readonly [asked: string, allowed: readonly string[]][] = [
  ['DELETE /Users', ['GET', 'POST']],
  ['PUT /Users', ['GET', 'POST']],
  ['OPTIONS /Users', ['GET', 'POST']],
  ['PURGE /Users', ['GET', 'POST']],
  ['constructor /Users', ['GET', 'POST']],
  ['get /Users', ['GET', 'POST']],
  ['DELETE /Users/me', ['GET', 'PATCH']],
  ['GET /Users/7/$sync', ['POST']],
  ['HEAD /Users/7/$sync', ['POST']],
]

for (const [asked, allowed] of wrong) {
  test(`${asked} is refused, and ${allowed} named`, () => {
    const [method = '', url = ''] = asked.split(' ')
    const refused = failureOf(() => router()(method, url))
    expect(refused).toBeInstanceOf(WrongMethod)
    expect(refused).toMatchObject({
      code: 'wrongMethod',
      allowed: expect.arrayContaining([...allowed]),
    })
    expect((refused as WrongMethod).allowed).toHaveLength(allowed.length)
  })
}

const unknown = [
  'GET /',
  'GET ',
  'GET /users',
  'GET /Users/7/',
  'GET //Users',
  'GET /Users/7/groups',
  'GET /Users/7/8/9',
  'GET /star',
  'GET /stars',
  'GET /Users/../Users',
  'GET /Users/%zz/groups/1/2',
  'GET /__proto__',
]

for (const asked of unknown) {
  test(`${asked} is an unknown path`, () => {
    const [method = '', url = ''] = asked.split(' ')
    const refused = failureOf(() => router()(method, url))
    expect(refused).toMatchObject({ code: 'unknownPath' })
    expect((refused as Error).message).toContain(url)
  })
}

test('a segment that is no URL encoding is refused, and is no crash', () => {
  for (const segment of ['%', '%z', '%zz', '%C0%AE', '%ff']) {
    const refused = failureOf(() => router()('GET', `/Users/${segment}`))
    expect(refused).toMatchObject({ code: expect.stringMatching(/^(unknownPath|malformed)$/) })
  }
})
