import type { Call, Client } from '../call.ts'
import { at, WHOLE } from '../drivers/laurel.ts'
import { expect, test } from '../suite.ts'
import { untouched } from '../untouched.ts'
import { isError, type own } from './laurel.ts'
import { type Credentials, reportsOf, credentialsGrant as rest, syncOf } from './laurel-clients.ts'

interface Token {
  readonly access_token: string
  readonly expires_in: number
  readonly token_type: string
}

test('a client gets a token for a day, whatever it sends as a token', async ({
  client,
  lacks,
  promise,
  target,
}) => {
  promise('token-lasts-a-day', 'token-needs-no-token', 'secrets-are-never-answered')
  const body = { ...syncOf(target, lacks), ...rest }
  for (const as of ['nobody', 'expired', 'member'] as const) {
    const reply = await client.send('createToken', { body, as })
    expect(reply.status).toBe(200)
    expect(reply.body).toMatchObject({ expires_in: 86_400, token_type: 'Bearer' })
    expect(reply.text).not.toContain(body.client_secret)
  }
})

test('a token opens the customer of its client, and no other', async ({
  client,
  lacks,
  make,
  promise,
  say,
  target,
  verbs,
}) => {
  promise('token-opens-its-customer', 'token-opens-no-other-customer', 'foreign-customer-is-403')
  const user = await make.user()
  const token = await newToken(client, syncOf(target, lacks))
  expect((await client.send('getUser', withToken(token, at(user.id)))).status).toBe(200)
  const body = { nickname: 'Nic' }
  const change = { ...withToken(token, at(user.id)), body }
  expect((await client.send('updateUser', change)).body).toMatchObject(body)
  const customerId = target.otherTenant ?? lacks('the id of another customer')
  const { items } = await say(verbs.listUsers({}), 'other-tenant')
  const stranger = items[0] ?? lacks('a user of another customer')
  const query = { integration: WHOLE }
  const abroad = withToken(token, { customerId, userId: stranger.id })
  isError(await client.send('listUsers', { ...abroad, query }), 403)
  isError(await client.send('getUser', abroad), 403)
  isError(await client.send('deleteUser', abroad), 403)
})

test('a token may do what its client may', async ({
  client,
  isRefusal,
  lacks,
  make,
  promise,
  target,
  verbs,
}) => {
  promise('token-has-the-permissions-of-its-client')
  const user = await make.user()
  const token = await newToken(client, reportsOf(target, lacks))
  const call = withToken(token, at(user.id))
  await untouched(client, [verbs.getUser(user.id)], async () => {
    expect((await client.send('getUser', call)).status).toBe(200)
    isRefusal(await client.send('updateUser', { ...call, body: { nickname: 'x' } }), 'missingRole')
    isRefusal(await client.send('deleteUser', call), 'missingRole')
  })
})

test('a new token leaves the earlier ones as good as they were', async ({
  client,
  lacks,
  make,
  promise,
  target,
}) => {
  promise('tokens-live-side-by-side')
  const user = await make.user()
  const tokens = [
    await newToken(client, syncOf(target, lacks)),
    await newToken(client, syncOf(target, lacks)),
  ]
  expect(new Set(tokens).size).toBe(2)
  for (const token of tokens) {
    expect((await client.send('getUser', withToken(token, at(user.id)))).status).toBe(200)
  }
})

test('a wrong client and a wrong secret are refused alike', async ({
  bystanders,
  client,
  lacks,
  promise,
  target,
}) => {
  promise('wrong-client-is-401', 'refusals-carry-a-challenge', 'secrets-are-never-answered')
  const sync = syncOf(target, lacks)
  const bodies: unknown[] = []
  const { reads } = await bystanders()
  await untouched(client, reads, async () => {
    for (const wrong of [
      { client_secret: `${sync.client_secret}x` },
      { client_secret: sync.client_secret.toUpperCase() },
      { client_id: 'nobody' },
      { client_id: '__proto__' },
    ]) {
      const reply = await client.send('createToken', { body: { ...sync, ...rest, ...wrong } })
      isError(reply, 401)
      expect(reply.headers.get('www-authenticate')).toMatch(/^Bearer( |$)/)
      expect(reply.text).not.toContain(sync.client_secret)
      bodies.push(reply.body)
    }
  })
  expect(bodies).toEqual(bodies.map(() => bodies[0]))
})

test('another grant, another audience and an incomplete request are refused', async ({
  client,
  promise,
}) => {
  promise('only-client-credentials-are-granted', 'audience-is-checked')
  promise('token-request-is-complete', 'secrets-are-never-answered')
  const secret = 'a secret that nobody should see'
  const whole = { client_id: 'anybody', client_secret: secret, ...rest }
  for (const body of [
    { ...whole, grant_type: 'password' },
    { ...whole, grant_type: '' },
    { ...whole, audience: 'https://example.com' },
    { ...whole, audience: `${rest.audience}/` },
    { ...whole, client_id: undefined },
    { ...whole, client_secret: undefined },
    { ...whole, audience: undefined },
    { ...whole, grant_type: undefined },
    { ...whole, client_secret: [secret] },
    { ...whole, client_id: '' },
  ]) {
    const reply = await client.send('createToken', { body })
    isError(reply, 400)
    expect(reply.text + JSON.stringify([...reply.headers])).not.toContain(secret)
  }
  const reply = await client.raw({ like: 'createToken', body: `{"client_secret": ${secret}}` })
  isError(reply, 400)
  expect(reply.text + JSON.stringify([...reply.headers])).not.toContain('a secret')
})

async function newToken(client: Client, of: Credentials): Promise<string> {
  const reply = await client.send('createToken', { body: { ...of, ...rest } })
  expect(reply.status).toBe(200)
  return (reply.body as Token).access_token
}

/** A call with a token of ours in the place of a persona's. */
function withToken(token: string, path: Partial<typeof own & { userId: string }>): Call {
  return { path, as: 'nobody', headers: { authorization: `Bearer ${token}` } }
}
