/** How `rehearsal test` comes to a deployment: which hosts, by what settings, with whose token. */
import { writeFile } from 'node:fs/promises'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { test as base, type Terminal } from './command.test.kit.ts'

/** Answers at a free port until the test is over. */
type Listen = (answer: RequestListener) => Promise<string>

const test = base.extend<{ listen: Listen }>({
  listen: async ({}, use) => {
    const closing: (() => void)[] = []
    await use(async (answer) => {
      const server = createServer(answer)
      await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
      closing.push(() => server.close())
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    })
    for (const close of closing) close()
  },
})

function config({ folder }: Terminal, text: string): Promise<void> {
  return writeFile(join(folder, 'rehearsal.config.yaml'), text)
}

const REAL = ['test', 'scim', '--target', 'http://rehearsal.invalid/scim/v2', '--token', 's3cret']

test('a host that is not listed is not written to, and what to add is said', async ({
  terminal,
}) => {
  const { code, stderr } = await terminal.run([...REAL, '--allow-writes'])
  expect(code).toBe(2)
  expect(stderr).toContain('writing to rehearsal.invalid needs --allow-host rehearsal.invalid (or')
  const listed = [
    '--allow-writes',
    '--allow-host',
    'a.invalid',
    '--allow-host',
    'rehearsal.invalid',
  ]
  expect((await terminal.run([...REAL, ...listed])).code).toBe(3)
  const env = { REHEARSAL_ALLOW_HOST: 'a.invalid,rehearsal.invalid' }
  expect((await terminal.run([...REAL, '--allow-writes'], env)).code).toBe(3)
})

test('without writes any host is read, unless there is a list', async ({ terminal }) => {
  expect((await terminal.run(REAL)).code).toBe(3)
  await config(terminal, 'test: { allowHost: a.invalid }\n')
  const { code, stderr } = await terminal.run(REAL)
  expect([code, stderr]).toEqual([2, expect.stringContaining('not among the hosts listed')])
})

test('the section test sets what neither flag nor environment does', async ({
  terminal,
  listen,
}) => {
  const seen: string[] = []
  const target = await listen(({ headers, url }, reply) => {
    seen.push(`${url} ${headers.authorization}`)
    reply.writeHead(401).end()
  })
  const settings = `{ target: { scim: '${target}' }, tokenCommand: echo of-command, rate: 5 }`
  await config(terminal, `port: 1\ntest: ${settings}\n`)
  const { code, stderr } = await terminal.run(['test'])
  expect([code, stderr]).toEqual([3, expect.stringContaining("the administrator's token (401)")])
  expect(seen.at(-1)).toMatch(/^\/Users\?.*count=1 Bearer of-command$/)
  await terminal.run(['test', '--token-command', 'echo of-flag'])
  await terminal.run(['test'], { REHEARSAL_TOKEN_COMMAND: 'echo of-environment' })
  await terminal.run(['test'], { REHEARSAL_TOKEN: 'of-token' })
  await terminal.run(['test', '--token-command', 'echo of-flag'], { REHEARSAL_TOKEN: 'of-token' })
  const tokens = seen.filter((one) => one.includes('Users')).map((one) => one.split(' ')[2])
  expect(tokens).toEqual(['of-command', 'of-flag', 'of-environment', 'of-token', 'of-flag'])
})

test('a switch that the environment sets to 0 is off, whatever the file says', async ({
  terminal,
}) => {
  await config(terminal, 'test: { allowWrites: true }\n')
  expect((await terminal.run(REAL)).code).toBe(2)
  expect((await terminal.run(REAL, { REHEARSAL_ALLOW_WRITES: '0' })).code).toBe(3)
})

for (const [text, want] of [
  ['token: abc', 'test.token: a credential is not read from a file'],
  ['readerToken: abc', 'test.readerToken: a credential is not read from a file'],
  ['rates: 5', 'test.rates is not a setting; there are allowHost, allowWrites, '],
  ['rate: fast', 'test.rate: It takes requests per second'],
  ['allowWrites: maybe', 'test.allowWrites: It takes true or false'],
  ['settle: 5', 'test.settle: It takes a duration'],
  ['- rate', 'test takes settings with values'],
] as const) {
  test(`a section test that says "${text}" is refused with 2`, async ({ terminal }) => {
    await config(terminal, `test:\n  ${text}\n`)
    const { code, stdout, stderr } = await terminal.run(['test', 'scim'])
    expect([code, stderr]).toEqual([2, expect.stringContaining(`rehearsal.config.yaml: ${want}`)])
    expect(stdout + stderr).not.toContain('abc')
  })
}

for (const [flag, value] of [
  ['--max-requests', 'many'],
  ['--max-created', '1.5'],
  ['--rate', '0'],
  ['--max-wait', '5'],
  ['--settle', 'a while'],
] as const) {
  test(`${flag} ${value} is refused with 2`, async ({ terminal }) => {
    const { code, stderr } = await terminal.run([...REAL, flag, value])
    expect([code, stderr]).toEqual([2, expect.stringMatching(/It takes/)])
  })
}

test('a token is not taken to where a target points', async ({ terminal, listen }) => {
  const seen: string[] = []
  const elsewhere = await listen(({ headers }, reply) => {
    seen.push(String(headers.authorization))
    reply.writeHead(200).end('{}')
  })
  const packed = Buffer.from('a:s3c/ret').toString('base64url')
  const target = await listen(({ headers }, reply) => {
    const back = encodeURIComponent(String(headers.authorization))
    reply.writeHead(302, { location: `${elsewhere}/s?back=${back}&a=${packed}#token=x` }).end()
  })
  const asked = ['test', 'scim', '--target', target, '--token', 's3c/ret']
  const { code, stderr } = await terminal.run(asked)
  const shown = `points to ${elsewhere}/s?back=Bearer%20$TOKEN&a=YTp$TOKEN#token=***`
  expect([code, stderr]).toEqual([3, expect.stringContaining(shown)])
  expect(seen).toEqual([])
})

test('a mock that says it is elsewhere is not followed, and no URL holds a password', async ({
  terminal,
  listen,
}) => {
  const apis = [{ name: 'hub', url: 'http://rehearsal.invalid/hub' }]
  const target = await listen((_, reply) => reply.end(JSON.stringify({ rehearsal: true, apis })))
  const { code, stderr } = await terminal.run(['test', 'hub', '--target', target])
  expect([code, stderr]).toEqual([2, expect.stringContaining('which is elsewhere')])
  const url = 'http://ann:s3cret@rehearsal.invalid/'
  const named = await terminal.run(['test', 'hub', '--target', url])
  expect([named.code, named.stderr]).toEqual([2, expect.not.stringContaining('s3cret')])
})

test('a token command that fails gives no verdict, and its token is not told', async ({
  terminal,
  listen,
}) => {
  const target = await listen((_, reply) => reply.writeHead(404).end())
  const asked = ['test', 'scim', '--target', target]
  const command = 'echo of-command; echo no of-command >&2; exit 1'
  const failed = await terminal.run([...asked, '--token-command', command])
  expect([failed.code, failed.stderr]).toEqual([3, expect.stringContaining('ended with 1')])
  expect(failed.stdout + failed.stderr).not.toContain('of-command')
})
