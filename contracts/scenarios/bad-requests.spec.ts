import type { Spec } from '../../specs/read.ts'
import { expect, test } from '../suite.ts'
import { untouched } from '../untouched.ts'

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

test.describe('a path that the document does not have', () => {
  for (const path of ['/Nothing', '/', '/Users/1/2/3', '/Groups/1/members/2', '/__proto__']) {
    test(`is refused when reading ${path}`, async ({ client, isRefusal, lacks, spec }) => {
      if (methodsByPath(spec).has(path)) lacks(`an API without the path ${path}`)
      isRefusal(await client.raw({ method: 'GET', path }), 'unknownPath')
    })
  }

  test('is refused when writing', async ({ client, isRefusal }) => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      isRefusal(await client.raw({ method, path: '/Nothing', body: '{}' }), 'unknownPath')
    }
  })
})

test('a method that a path does not have is refused, and the reply names those that it has', async ({
  bystanders,
  client,
  driver,
  isRefusal,
  spec,
}) => {
  const { ids, reads } = await bystanders()
  await untouched(client, reads, async () => {
    for (const [path, documented] of methodsByPath(spec)) {
      for (const method of METHODS.filter((one) => !documented.includes(one))) {
        const draft = { method, path: driver.place(path, ids) }
        if (!client.may(draft)) continue
        await test.step(`${method} ${path}`, async () => {
          const reply = await client.raw(draft)
          isRefusal(reply, 'wrongMethod')
          expect(allowed(reply.headers)).toEqual(documented.toSorted())
        })
      }
    }
  })
})

test('a query parameter that the document does not have is ignored', async ({
  about,
  client,
  verbs,
}) => {
  about('unknownParameter')
  const { operation, call, status } = verbs.listUsers({ count: 1 })
  const query = { ...call.query, colour: 'green', constructor: '1', '': 'x' }
  const reply = await client.send(operation, { ...call, query })
  expect(reply.status).toBe(status)
})

function methodsByPath(spec: Spec): Map<string, string[]> {
  const paths = new Map<string, string[]>()
  for (const { path, method } of spec.operations) {
    paths.set(path, [...(paths.get(path) ?? []), method.toUpperCase()])
  }
  return paths
}

/** HEAD and OPTIONS come with GET and with CORS; documents seldom name them. */
function allowed(headers: Headers): string[] {
  const methods = (headers.get('allow') ?? '').split(',').map((one) => one.trim().toUpperCase())
  return methods.filter((one) => !['HEAD', 'OPTIONS'].includes(one)).sort()
}
