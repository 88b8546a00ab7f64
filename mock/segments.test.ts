import { expect, test } from '#test'
import type { Method, Operation } from '../specs/read.ts'
import { routes } from './routes.ts'

const paths = [
  '/users/{id}',
  '/users/me',
  '/users/{id}/$sync',
  "/users/Find(a='{a}',b='{b}')",
  '/things/{id}:undo',
]
const find = routes(paths.map((path) => operation('get', path)))

for (const { given, want, values } of [
  { given: '/users/7', want: '/users/{id}', values: { id: '7' } },
  { given: '/users/me', want: '/users/me', values: {} },
  { given: '/users/a%2Fb', want: '/users/{id}', values: { id: 'a/b' } },
  { given: '/users/%2524', want: '/users/{id}', values: { id: '%24' } },
  { given: '/users/7/$sync', want: '/users/{id}/$sync', values: { id: '7' } },
  { given: '/users/7/%24sync', want: '/users/{id}/$sync', values: { id: '7' } },
  { given: "/users/Find(a='x',b='y')", want: paths[3], values: { a: 'x', b: 'y' } },
  { given: "/users/Find(a='x%7Cy',b='z%20')", want: paths[3], values: { a: 'x|y', b: 'z ' } },
  { given: '/users/Find(a=%27x%27%2Cb=%27%27)', want: paths[3], values: { a: 'x', b: '' } },
  { given: "/users/Find(a='(''')',b='=,')", want: paths[3], values: { a: "(''')", b: '=,' } },
  { given: "/users/Find(a='x')", want: '/users/{id}', values: { id: "Find(a='x')" } },
  { given: '/things/7:undo', want: '/things/{id}:undo', values: { id: '7' } },
]) {
  test(`${given} is ${want} with ${JSON.stringify(values)}`, () => {
    const found = find('GET', given)
    expect(found.operation.path).toBe(want)
    expect({ ...found.path }).toEqual(values)
  })
}

for (const given of ['/', '/users', '/users/7/sync', '/users/7/$sync/8', '/things/7']) {
  test(`${given} is no path`, () => {
    expect(() => find('GET', given)).toThrow(`no path ${given}`)
  })
}

function operation(method: Method, path: string): Operation {
  return { method, path } as Operation
}
