import { expect, test } from '#test'
import type { Operation } from '../../specs/read.ts'
import { routesOf } from './routes.ts'

const templates = [
  ['get', '/Users/{id}'],
  ['delete', '/Users/{id}'],
  ['get', '/Users/me'],
  ['post', '/Users/.search'],
  ['get', "/users/Find(a='{one}',b='{two}')"],
  ['get', '/users/{id}'],
  ['put', '/users/{id}/$sync'],
]
const find = routesOf(
  templates.map(([method, path]) => ({ id: `${method} ${path}`, method, path }) as Operation),
)

const cases = [
  { given: 'GET /Users/7', want: 'get /Users/{id}', path: { id: '7' } },
  { given: 'GET /Users/a%20b%2Fc', want: 'get /Users/{id}', path: { id: 'a b/c' } },
  { given: 'GET /Users/%E0', want: 'get /Users/{id}', path: { id: '%E0' } },
  { given: 'GET /Users/me', want: 'get /Users/me', path: {} },
  { given: 'DELETE /Users/me', want: undefined },
  { given: 'POST /Users/.search', want: 'post /Users/.search', path: {} },
  { given: 'POST /Users/xsearch', want: undefined },
  {
    given: "GET /users/Find(a='1',b='2')",
    want: templates[4]?.join(' '),
    path: { one: '1', two: '2' },
  },
  { given: 'PUT /users/1/%24sync', want: 'put /users/{id}/$sync', path: { id: '1' } },
  { given: 'PUT /users/1/2/$sync', want: undefined },
  { given: 'GET /Users', want: undefined },
]

for (const { given, want, path } of cases) {
  test(`${given} is for ${want ?? 'no operation'}`, () => {
    const [method = '', asked = ''] = given.split(' ')
    const found = find(method, asked)
    expect({ want: found?.operation.id, path: found?.path }).toEqual({ want, path })
  })
}
