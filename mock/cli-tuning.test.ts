/** How SCIM is to be played: by whose profile, and with which schemas beside its own. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { headers, type Played, test } from './command.test.kit.ts'

const URN = 'urn:example:params:scim:schemas:extension:badge:2.0:User'
const schema = { id: URN, name: 'Badge', attributes: [{ name: 'number' }] }

function scim({ first }: Played, path: string): Promise<Response> {
  return fetch(`${first.apis[0]?.url}${path}`, { headers })
}

test('serve takes schemas from a file and clients from a profile', async ({ terminal }) => {
  await writeFile(join(terminal.folder, 'badge.json'), JSON.stringify(schema))
  const args = ['scim.v2', '--ephemeral', '--profile', 'entra', '--schemas', 'badge.json']
  const server = await terminal.play(args)
  expect((await scim(server, `/Schemas/${URN}`)).status).toBe(200)
  const filter = encodeURIComponent('emails[type eq "work"].value eq "x"')
  expect((await scim(server, `/Users?filter=${filter}`)).status).toBe(200)
})

const bad = [
  { given: ['--profile', 'entry'], says: 'no profile is called entry' },
  { given: ['--schemas', 'missing.json'], says: 'missing.json: no schemas can be read' },
  { given: ['--schemas', 'odd.json'], says: 'a schema cannot be used' },
]

for (const { given, says } of bad) {
  test(`serve ${given.join(' ')} ends with 2 and says why`, async ({ terminal }) => {
    await writeFile(join(terminal.folder, 'odd.json'), '[{"id": 7}]')
    const { code, stderr } = await terminal.run(['serve', 'scim', '--ephemeral', ...given])
    expect([code, stderr]).toEqual([2, expect.stringContaining(says)])
  })
}
