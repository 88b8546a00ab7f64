/** What `serve` tells a person, and what `test` says when there is no verdict. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { expect } from '@playwright/test'
import { test } from './command.test.kit.ts'

test('serve tells what is mounted, where, from what, for whom, and how to reset it', async ({
  terminal,
}) => {
  const command = fileURLToPath(new URL('../dist/mock/cli.js', import.meta.url))
  const options = { cwd: terminal.folder, env: { PATH: process.env.PATH } }
  const child = spawn(process.execPath, [command, 'serve', '--port', '0'], options)
  let text = ''
  child.stdout.setEncoding('utf8').on('data', (part) => {
    text += part
  })
  await expect.poll(() => text, { timeout: 20_000 }).toContain('Ctrl-C')
  child.kill('SIGTERM')
  await once(child, 'exit')
  for (const part of [
    /formstack +http:\/\/127\.0\.0\.1:\d+\/formstack\/scim/,
    /gotomeeting +http:\/\/127\.0\.0\.1:\d+\/gotomeeting\/identity\/v1/,
    /\d+ users and \d+ groups, 17 operations from .*specs\/gotomeeting\.yaml/,
    /admin-token \(everything\)/,
    /lenient: any other credential counts as admin-token/,
    /\.rehearsal\/state\.json; 'npx rehearsal reset' begins anew/,
    /curl -H 'Authorization: Bearer admin-token'/,
  ]) {
    expect(text).toMatch(part)
  }
})

test('a target that is not there gives no verdict: 3, and the target is named', async ({
  terminal,
}) => {
  const server = createServer().listen(0, '127.0.0.1')
  await expect.poll(() => server.listening).toBe(true)
  const target = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  server.close()
  const { code, stderr } = await terminal.run(['test', 'formstack', '--target', target])
  expect(code).toBe(3)
  expect(stderr).toContain(`${target} cannot be reached`)
})

test('a target that speaks no TLS is told from one that is not there', async ({ terminal }) => {
  const server = createServer().listen(0, '127.0.0.1')
  await expect.poll(() => server.listening).toBe(true)
  const target = `https://127.0.0.1:${(server.address() as AddressInfo).port}`
  const asked = ['test', 'formstack', '--target', target, '--token', 's3cret']
  const { code, stderr } = await terminal.run(asked)
  server.close()
  expect([code, stderr]).toEqual([3, expect.stringContaining('it may speak http and not https')])
})

test('a target that refuses the token gives no verdict, and no token is told', async ({
  terminal,
}) => {
  const server = createServer((_, reply) => reply.writeHead(401).end()).listen(0, '127.0.0.1')
  await expect.poll(() => server.listening).toBe(true)
  const target = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const asked = ['test', 'formstack', '--target', target, '--token', 's3cret']
  const { code, stdout, stderr } = await terminal.run(asked)
  const without = await terminal.run(['test', 'formstack', '--target', target])
  server.close()
  expect([code, without.code]).toEqual([3, 3])
  expect(stderr).toContain("refuses the administrator's token (401)")
  expect(without.stderr).toContain('no token for formstack')
  expect(stdout + stderr).not.toContain('s3cret')
})

test('a target that is no URL, or of no known API, is bad usage', async ({ terminal }) => {
  const odd = await terminal.run(['test', 'formstack', '--target', 'localhost:4010'])
  expect([odd.code, odd.stderr]).toEqual([2, expect.stringContaining('--target takes a URL')])
  const nobody = await terminal.run(['test', 'nobody', '--target', 'http://127.0.0.1:1'])
  expect([nobody.code, nobody.stderr]).toEqual([2, expect.stringContaining('no API is called')])
})
