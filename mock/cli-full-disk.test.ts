/** A disk that is full, played by a limit on the size of files. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect } from '@playwright/test'
import { create, type First, headers, names, test, users } from './command.test.kit.ts'

const command = fileURLToPath(new URL('../dist/mock/cli.js', import.meta.url))

test('on a full disk a write is a 503 that leaves nothing, and reading goes on', async ({
  terminal,
}) => {
  const script = `ulimit -f 64; exec "$0" "$1" serve gotomeeting --port 0 --json`
  const child = spawn('bash', ['-c', script, process.execPath, command], { cwd: terminal.folder })
  const [line] = await once(createInterface({ input: child.stdout }), 'line')
  const server = { first: JSON.parse(line) as First }
  const made: string[] = []
  let refused: Response | undefined
  for (let number = 0; !refused && number < 2000; number++) {
    const reply = await create(server, `user${number}`)
    if (reply.status === 201) made.push(`user${number}`)
    else refused = reply
  }
  expect(refused?.status).toBe(503)
  expect(await refused?.json()).toMatchObject({ Errors: [{ code: '503' }] })
  const shown = await names(server)
  expect(shown).toContain(made.at(-1))
  expect(shown).not.toContain(`user${made.length}`)
  expect((await create(server, 'another')).status).toBe(503)
  expect((await fetch(`${users(server)}/me`, { headers })).status).toBe(200)
  child.kill('SIGKILL')
  await once(child, 'exit')
  const again = await terminal.serve(['gotomeeting'])
  expect(await names(again)).toEqual(shown)
  expect((await create(again, 'another')).status).toBe(201)
})
