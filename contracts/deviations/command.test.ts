/** `rehearsal test` against a deployment that departs from its document, until it is mended. */
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { test as base, expect } from '#test'
import { outside } from '../prove/serving.ts'

const root = dirname(fileURLToPath(import.meta.resolve('rehearsal/package.json')))

interface Ran {
  readonly code: number
  readonly said: string
}

interface Deployment {
  /** Whether it keeps its document. */
  mended: boolean
  readonly file: string
  run(flags: readonly string[], today?: string): Promise<Ran>
}

const test = base.extend<{ deployment: Deployment }>({
  deployment: async ({}, use) => {
    const server = createServer((request, response) => {
      const { status, body } = answerTo(request, deployment.mended)
      response.setHeader('content-type', 'application/json')
      response.writeHead(status).end(JSON.stringify(body))
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const folder = mkdtempSync(join(tmpdir(), 'rehearsal-known-'))
    const deployment: Deployment = {
      mended: false,
      file: join(folder, 'rehearsal.deviations.yaml'),
      run: (flags, today = '2026-11-27') => rehearse(folder, url, flags, today),
    }
    await use(deployment)
    server.closeAllConnections()
    server.close()
    rmSync(folder, { recursive: true })
  },
})

/** GoToMeeting, as far as two scenarios ask. What is not mended has two faults. */
function answerTo({ url = '', headers }: IncomingMessage, mended: boolean) {
  if (headers.authorization === 'Bearer old') {
    const status = mended || !url.endsWith('/Users') ? 403 : 401
    return { status, body: { Errors: [{ description: 'it is too old', code: `${status}` }] } }
  }
  if (url.startsWith('/Users/me'))
    return { status: 200, body: { ...me, ...(!mended && { id: 1 }) } }
  const body = url.startsWith('/S') ? config : { resources: [], totalResults: 0 }
  return { status: 200, body }
}

const me = {
  id: '1',
  userName: 'ann@brightwater.example',
  displayName: 'Ann',
  name: { givenName: 'Ann', familyName: 'Lee' },
  locale: 'en_US',
  timezone: 'Europe/Paris',
  meta: { created: '2026-01-01T00:00:00.000Z', location: 'http://localhost/Users/1' },
}

const [yes, no] = [{ supported: true }, { supported: false }]
const documentationUrl = 'http://localhost/documentation'
const config = {
  ...{ documentationUrl, patch: yes, bulk: no, filter: no, changePassword: no, sort: no, etag: no },
  xmlDataFormat: no,
  authenticationSchemes: {
    name: 'OAuth',
    description: 'OAuth',
    specUrl: documentationUrl,
    documentationUrl,
  },
}

function rehearse(cwd: string, url: string, flags: readonly string[], today: string): Promise<Ran> {
  const target = ['test', 'gotomeeting', '--target', url, '--token', 'any', ...flags]
  const grep = 'No Name|an expired credential is refused by every operation that reads'
  const command = [join(root, 'dist/mock/cli.js'), ...target, '--', '--workers=1', '--grep', grep]
  const own = { NO_COLOR: '1', REHEARSAL_GOTOMEETING_EXPIRED_TOKEN: 'old', REHEARSAL_TODAY: today }
  return new Promise((done) => {
    const options = { cwd, env: { ...outside(), ...own } }
    execFile(process.execPath, command, options, (error, stdout, stderr) => {
      done({ code: Number(error?.code ?? 0), said: stdout + stderr })
    })
  })
}

test('a deviation is proposed, owned, known, and asked for when it is gone', {
  tag: '@long',
}, async ({ deployment }) => {
  test.setTimeout(600_000)
  const first = await deployment.run(['--write-deviations'])
  expect(first.code).toBe(1)
  expect(first.said).toContain('\nWrote 2 proposed entries to rehearsal.deviations.yaml')
  expect(first.said).toContain('\n0 passed, 2 failed')

  const open = await deployment.run([])
  expect(open.code).toBe(2)
  expect(open.said).toMatch(
    /^rehearsal: rehearsal\.deviations\.yaml: entry 1 .*owner is still TODO/,
  )

  const proposed = readFileSync(deployment.file, 'utf8')
  expect(proposed).toMatch(/\n# curl .*\/Users\/me.*\n- api: gotomeeting\n {2}operation: getMe\n/)
  expect(proposed).toMatch(/\n {2}reason: '?answered 200: \/id must be string/)
  writeFileSync(deployment.file, proposed.replaceAll('TODO', 'Ada'))
  const known = await deployment.run([])
  expect([known.code, known.said]).toEqual([0, expect.stringContaining('Known deviations: 2')])
  expect(known.said).toMatch(/\n1 passed, 0 failed, 1 known\n/)
  expect(known.said).not.toContain('✘')

  const late = await deployment.run([], '2027-02-26')
  expect(late.code).toBe(1)
  expect(late.said).toContain(
    'yaml: entry 1 (gotomeeting getMe response_schema_conformance /id) expired on 2027-02-25',
  )
  expect(late.said).toContain('ContractBroken')
  expect(late.said.match(/entry 1 .*expired on/g)).toHaveLength(1)

  deployment.mended = true
  const gone = await deployment.run([])
  expect(gone.code).toBe(1)
  expect(gone.said.match(/No Name means nothing" passed without it. Remove it/g)).toHaveLength(1)
  writeFileSync(deployment.file, '# none\n')
  expect((await deployment.run([])).code).toBe(0)
})
