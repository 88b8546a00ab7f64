import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { specFile } from '../specs/read.ts'
import { headers, test, users } from './command.test.kit.ts'

const misuses: readonly [args: string, want: RegExp][] = [
  ['serve --prot 0', /unknown option '--prot'/],
  ['serve --port http', /--port.*whole number from 0 to 65535/],
  ['serve --port', /--port.*argument missing/],
  ['serve --auth none', /--auth.*lenient, strict, off/],
  ['serve --delay soon', /--delay.*milliseconds/],
  ['serve --users -1', /--users.*whole number/],
  ['serve --users 5 --seed fixture', /--users goes with --seed generated/],
  ['serve --spec nobody=x.yaml', /no API is called nobody; there are .*gotomeeting/],
  ['serve --spec gotomeeting=none.yaml', /none\.yaml: there is no such file/],
  ['serve --seed none.json --ephemeral', /none\.json: there is no such fixture/],
  ['serve --db .', /--db takes a file, and .* is a folder/],
  ['serve --db /dev/null/state.json', /--db takes a file in a folder, and \/dev\/null is none/],
  ['reset --db .', /--db takes a file, and .* is a folder/],
  ['serve --application-token-header Authorization', /header other than Authorization/],
  ['serve --db a --ephemeral', /choose either --db or --ephemeral/],
  ['serve --ephemeral --host 203.0.113.1', /--host/],
  ['serve --ephemeral --host nobody.invalid', /nobody\.invalid/],
  ['test nobody', /no API is called nobody/],
  ['test -g filter', /unknown option '-g'; flags of Playwright go behind --: rehearsal test -- -g/],
  ['test --tokn t', /unknown option '--tokn'$/],
  ['test --report list,pdf', /--report.*list, html, junit, github, json/],
  ['test --min-coverage 101', /--min-coverage.*whole number from 0 to 100/],
  ['test --shard 4/3', /--shard.*as 1\/3/],
  ['test --shard 1/99999999999', /--shard.*as 1\/3, up to 10000/],
  ['test -- --shard 1/99999999999', /--shard 1\/99999999999: It takes a part/],
  ['test -- --timeout 9999999999', /--timeout takes milliseconds up to 86400000/],
  ['test -- --global-timeout=9999999999', /--global-timeout takes milliseconds up to/],
  ['test -- --output .', /--output \.: the folder is emptied, and you are in it/],
  ['test -- --output ..', /the folder is emptied, and you are in it/],
  ['test -- --reporter=foo', /--reporter foo: there is no such file or package, and Playwright/],
  ['test -- --reporter line,./foo.js', /--reporter \.\/foo\.js: there is no such file or package/],
  ['test -- -c other.js', /-c: the suite has a configuration of its own/],
  ['test --min-coverage 5 -- -g x', /--min-coverage is of the whole suite, and -g chooses some/],
  ['test --min-coverage 5 -- users', /--min-coverage is of the whole suite, and users chooses/],
  ['test --json -- --list', /--json tells what a run came to, and --list runs nothing/],
  ['test --deviations .', /\.: it is a folder: give a file/],
  ['test --write-deviations .', /\.: it is a folder: give a file/],
  ['test hub --referee --explained none.yaml', /none\.yaml: there is no such file/],
  ['test hub --referee --explained .', /\.: it is a folder: give a file/],
  ['merge nowhere', /nowhere: there is no such folder/],
  ['merge .', /\. has nothing of a shard: give what rehearsal test --shard leaves/],
  ['test --deviations none.yaml', /none\.yaml: there is no such file/],
  [
    'test --write-deviations hub',
    /takes a file, and hub is an API: name the APIs before the flags/,
  ],
  ['reset --ephemeral', /ephemeral/],
  ['validate .', /rehearsal: \.: /],
  ['validate', /missing required argument 'spec'/],
  ['sreve', /unknown command 'sreve'/],
]

for (const [args, want] of misuses) {
  test(`rehearsal ${args} exits with 2 and says why in a line`, async ({ terminal }) => {
    const { code, stdout, stderr } = await terminal.run(args.split(' '))
    expect(stderr.split('\n')[0]).toMatch(want)
    expect(stderr).not.toMatch(/\n +at /)
    expect([code, stdout]).toEqual([2, ''])
    expect(existsSync(join(terminal.folder, '.rehearsal'))).toBe(false)
  })
}

test('help and version are no failures', async ({ terminal }) => {
  for (const args of [['--help'], ['--version'], ['serve', '--help']]) {
    const { code, stdout, stderr } = await terminal.run(args)
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/\w/)
  }
})

test('a process says the same and ends the same as a run within another', async ({ terminal }) => {
  for (const args of [['--version'], ['routes', 'hub'], ['serve', '--port', 'http'], ['sreve']]) {
    expect(await terminal.execute(args)).toEqual(await terminal.run(args))
  }
})

test('a port that is taken names the process that has it, and a way out', async ({ terminal }) => {
  const server = createServer().listen(0, '127.0.0.1')
  await expect.poll(() => server.listening).toBe(true)
  const { port } = server.address() as AddressInfo
  const { code, stderr } = await terminal.run(['serve', '--ephemeral', '--port', `${port}`])
  server.close()
  expect(code).toBe(2)
  expect(stderr).toContain(`port ${port} is taken by`)
  expect(stderr).toContain(`(process ${process.pid})`)
  expect(stderr).toContain('--port 0')
})

test('the first line of serve --json says all that a program needs', async ({ terminal }) => {
  const { first } = await terminal.play(['gotomeeting', '--auth', 'strict'])
  const [api] = first.apis
  expect(first).toMatchObject({
    url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    auth: 'strict',
    tokens: expect.arrayContaining(['admin-token', 'reader-token', 'expired-token']),
    state: join(terminal.folder, '.rehearsal', 'state.json'),
  })
  expect(api).toMatchObject({
    name: 'gotomeeting',
    url: `${first.url}/gotomeeting/identity/v1`,
    spec: expect.stringMatching(/gotomeeting\.yaml$/),
    operations: 17,
    users: expect.any(Number),
    groups: expect.any(Number),
  })
  expect(first).not.toHaveProperty('adminToken')
  expect(first.apis).toHaveLength(1)
})

test('serve on every address gives its admin token, in memory no state', async ({ terminal }) => {
  const { first } = await terminal.play(['gotomeeting', '--host', '0.0.0.0', '--ephemeral'])
  expect(first).toMatchObject({ state: null, adminToken: expect.stringMatching(/^[\w-]{20,}$/) })
})

test('routes are a table for a person and a list for a program', async ({ terminal }) => {
  const table = await terminal.run(['routes'])
  expect(table.stdout).toMatch(/^METHOD +PATH +OPERATION/)
  const list = await terminal.run(['routes', 'formstack', '--json'])
  const rows = JSON.parse(list.stdout) as { api: string; operation: string; played: boolean }[]
  expect(new Set(rows.map(({ api }) => api))).toEqual(new Set(['formstack']))
  expect(rows).toContainEqual({
    api: 'formstack',
    method: 'PATCH',
    path: '/formstack/scim/Users/{id}',
    operation: 'patchUser',
    evidence: 'stated',
    played: true,
  })
  expect([table.code, list.code]).toEqual([0, 0])
  expect((await terminal.run(['routes', '--quiet'])).stdout).toBe('')
})

test('a good document is valid, for a person and for a program', async ({ terminal }) => {
  const good = await terminal.run(['validate', specFile('gotomeeting')])
  expect([good.code, good.stderr]).toEqual([0, ''])
  expect(good.stdout).toContain('is valid: 17 operations')
  const json = await terminal.run(['validate', specFile('formstack'), '--json'])
  expect(JSON.parse(json.stdout)).toEqual({ valid: true })
})

const operation = { operationId: 'only', responses: { 200: { description: 'fine' } } }
const whole = { openapi: '3.1.0', info: { title: 't', version: '1' } }

const documents: readonly [given: string, text: string, want: RegExp][] = [
  ['no YAML', 'a: [', /line \d+, column \d+/],
  ['no document', '', /not an OpenAPI 3\.1 document|is empty/],
  ['Swagger', 'swagger: "2.0"', /not an OpenAPI 3\.1 document/],
  ['no operations', JSON.stringify({ ...whole, paths: {} }), /no operations/],
  [
    'no title',
    JSON.stringify({ ...whole, info: {}, paths: { '/a': { get: operation } } }),
    /title/,
  ],
  [
    'a type that is none',
    JSON.stringify({ ...whole, paths: { '/a': { get: with200({ type: 'strange' }) } } }),
    /strange|type/,
  ],
  [
    'a reference to nothing',
    JSON.stringify({ ...whole, paths: { '/a': { get: with200({ $ref: '#/components/x' }) } } }),
    /components\/x/,
  ],
]

for (const [given, text, want] of documents) {
  test(`a document with ${given} is not valid, and the file is named`, async ({ terminal }) => {
    await writeFile(join(terminal.folder, 'bad.yaml'), text)
    const { code, stdout, stderr } = await terminal.run(['validate', 'bad.yaml'])
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain('bad.yaml')
    expect(stderr).toMatch(want)
    expect(stderr).not.toMatch(/\n +at /)
  })
}

function with200(schema: object) {
  const content = { 'application/json': { schema } }
  return { ...operation, responses: { 200: { description: 'fine', content } } }
}

test('SIGTERM ends with 0 and SIGINT with 130, and both leave no lock', async ({ terminal }) => {
  for (const [signal, code] of [['SIGTERM', 0] as const, ['SIGINT', 130] as const]) {
    const server = await terminal.serve(['gotomeeting'])
    const lock = join(terminal.folder, '.rehearsal', 'state.json.lock')
    expect(existsSync(lock)).toBe(true)
    await (await fetch(users(server), { headers })).text()
    expect(await server.end(signal)).toBe(code)
    expect(existsSync(lock)).toBe(false)
  }
})
