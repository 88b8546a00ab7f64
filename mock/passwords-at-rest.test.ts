/** Passwords appear in no reply, no log and nothing on disk, whatever is done with them. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '#test'
import { createMock } from './index.ts'

const SECRET = 'Hush-4711-velvet-Curtain'
const SCIM_USER = 'urn:ietf:params:scim:schemas:core:2.0:User'

const requests = [
  { path: '/hub/api/auth/users', body: { userName: 'hush', displayName: 'H', password: SECRET } },
  { path: '/hub/api/auth/users', body: { userName: 'hush', password: SECRET, active: 'odd' } },
  { path: '/hub/api/auth/login', body: { username: 'hush', password: SECRET } },
  { path: '/hub/api/auth/login', body: { username: 'nobody', password: SECRET } },
  { path: '/hub/api/auth/password/validate', body: { password: SECRET } },
  { path: '/scim/v2/Users', body: { schemas: [SCIM_USER], userName: 'hush', password: SECRET } },
  { path: '/scim/v2/Users', body: { schemas: [SCIM_USER], password: [SECRET] } },
  { path: '/scim/v1/Users', body: { userName: 'hush1', password: SECRET } },
]

test('a password is in no reply, no log, no journal and no snapshot', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hush-'))
  const told: string[] = []
  const { error } = console
  console.error = (...words) => told.push(words.join(' '))
  try {
    const mock = await createMock({ apis: ['hub', 'scim'], db: join(folder, 'state.json') })
    for (const { path, body } of requests) {
      const reply = await fetch(mock.url + path, {
        method: 'POST',
        headers: { Authorization: 'Bearer admin-token', 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      })
      told.push(JSON.stringify([...reply.headers]) + (await reply.text()))
    }
    const onDisk = () => readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'))
    const journal = onDisk()
    await mock.close()
    const everything = [...told, ...journal, ...onDisk()]
    expect(everything.join('\n')).toContain('hush')
    expect(everything.filter((text) => text.includes(SECRET))).toEqual([])
  } finally {
    console.error = error
    rmSync(folder, { recursive: true, force: true })
  }
})
