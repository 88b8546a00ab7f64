/** The deployment that judges the suite, as far as the suite relies on it. */
import { expect, test } from '#test'
import { SCIMMY_TOKEN, startScimmy } from './server.ts'

const headers = {
  Authorization: `Bearer ${SCIMMY_TOKEN}`,
  'Content-Type': 'application/scim+json',
}
const USER = 'urn:ietf:params:scim:schemas:core:2.0:User'
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group'

// One after another: SCIMMY keeps its settings in statics.
test.describe.configure({ mode: 'default' })

test('SCIMMY keeps people and groups, and forgets the memberships of whoever is deleted', async () => {
  const scimmy = await startScimmy()
  try {
    const ann = await send(`${scimmy.url}/Users`, 'POST', { schemas: [USER], userName: 'ann' })
    expect(ann).toMatchObject({
      userName: 'ann',
      meta: { location: `${scimmy.url}/Users/${ann.id}` },
    })
    const inner = { schemas: [GROUP], displayName: 'inner', members: [{ value: ann.id }] }
    const { id } = await send(`${scimmy.url}/Groups`, 'POST', inner)
    const outer = { schemas: [GROUP], displayName: 'outer', members: [{ value: id }] }
    const { id: outerId } = await send(`${scimmy.url}/Groups`, 'POST', outer)
    expect(await send(`${scimmy.url}/Users/${ann.id}`)).toMatchObject({
      groups: [
        { value: id, type: 'direct' },
        { value: outerId, type: 'indirect' },
      ],
    })
    await fetch(`${scimmy.url}/Users/${ann.id}`, { method: 'DELETE', headers })
    expect(await send(`${scimmy.url}/Groups/${id}`)).toMatchObject({ members: [] })
    expect(await send(`${scimmy.url}/Users?count=1`)).toMatchObject({ itemsPerPage: 1 })
  } finally {
    await scimmy.close()
  }
})

test('a deployment that is started again is empty again, and lets nobody in without the token', async () => {
  const first = await startScimmy()
  await send(`${first.url}/Users`, 'POST', { schemas: [USER], userName: 'ann' })
  await first.close()
  const second = await startScimmy()
  try {
    expect(await send(`${second.url}/Users`)).toMatchObject({ totalResults: 1 })
    const config = await send(`${second.url}/ServiceProviderConfig`)
    expect(config.authenticationSchemes).toHaveLength(1)
    expect((await fetch(`${second.url}/Users`)).status).toBe(401)
  } finally {
    await second.close()
  }
})

async function send(url: string, method = 'GET', body?: object): Promise<Record<string, unknown>> {
  const reply = await fetch(url, { method, headers, ...(body && { body: JSON.stringify(body) }) })
  return (await reply.json()) as Record<string, unknown>
}
