import { again } from '../again.ts'
import type { Client } from '../call.ts'
import type { Reply } from '../exchange.ts'
import { expect, test } from '../suite.ts'
import { untouched } from '../untouched.ts'
import { isError, listUsers, lookUp, own, readUser, update } from './laurel.ts'

test.describe('the look-up of an identity', () => {
  test('answers with the identity, whichever of several it is', async ({
    client,
    make,
    promise,
  }) => {
    promise('lookup-answers-an-identity', 'lookup-is-not-an-id')
    const { id } = await make.user()
    const { customer } = await readUser(client, id)
    const identities = [
      { type: 'zoom', value: `${make.prefix}+a b/ü@example.com` },
      { type: 'aderant', value: make.name(), customerId: customer._id },
    ]
    await update(client, id, { identities })
    for (const identity of identities) {
      const reply = await lookUp(client, { type: identity.type, value: identity.value })
      expect({ status: reply.status, body: reply.body }).toEqual({ status: 200, body: identity })
    }
  })

  test('is refused without a type and a value', async ({ client, promise }) => {
    promise('lookup-needs-type-and-value', 'malformed-queries-are-400')
    for (const query of [
      {},
      { type: 'aderant' },
      { value: '1' },
      { type: '', value: '1' },
      { type: 'aderant', value: '' },
    ]) {
      isError(await client.send('lookupIdentity', { path: own, query }), 400)
    }
  })

  test('finds nothing that is written otherwise, or that nobody has', async ({
    client,
    make,
    promise,
  }) => {
    promise('lookup-compares-exactly', 'unknown-identity-is-404')
    const { id } = await make.user()
    const [type, value] = ['aderant', make.name('Value')]
    await update(client, id, { identities: [{ type, value }] })
    for (const other of [
      { type: 'Aderant', value },
      { type, value: value.toLowerCase() },
      { type, value: value.slice(1) },
      { type, value: `${value} ` },
      { type: 'zoom', value },
    ]) {
      isError(await lookUp(client, other), 404)
    }
    await update(client, id, { identities: [] })
    isError(await lookUp(client, { type, value }), 404)
  })

  test('by a customer finds what is bound there, and nothing else', async ({
    client,
    make,
    promise,
  }) => {
    promise('lookup-by-customer-finds-bound-identities')
    const { id } = await make.user()
    const customerId = (await readUser(client, id)).customer._id
    const bound = { type: 'aderant', value: make.name(), customerId }
    const free = { type: 'zoom', value: make.name() }
    await update(client, id, { identities: [bound, free] })
    expect((await lookUp(client, bound)).body).toEqual(bound)
    isError(await lookUp(client, { ...free, customerId }), 404)
    isError(await lookUp(client, { ...bound, customerId: 'f'.repeat(24) }), 404)
  })
})

test.describe('finding or creating an identity', () => {
  test('finds the first of its type, and changes nothing', async ({
    client,
    make,
    promise,
    verbs,
  }) => {
    promise('found-identity-is-200', 'question-compares-emails-without-case')
    const { id, userName } = await make.user()
    const identities = ['zoom', 'aderant', 'aderant'].map((type) => ({ type, value: make.name() }))
    await update(client, id, { identities })
    await untouched(client, [verbs.getUser(id)], async () => {
      for (const email of [userName, userName.toUpperCase()]) {
        const reply = await ask(client, email, 'aderant')
        expect(reply.status).toBe(200)
        expect(reply.body).toEqual(identities[1])
      }
    })
  })

  test('creates the one that is missing, behind the others, once', async ({
    client,
    make,
    promise,
  }) => {
    promise('missing-identity-is-created', 'asking-again-finds', 'identity-types-are-open')
    const { id, userName } = await make.user()
    const held = { type: 'zoom', value: make.name() }
    const { customer } = await update(client, id, { identities: [held] })
    const type = 'a type of our own'
    const made = { type, value: userName, customerId: customer._id }
    const first = await ask(client, userName, type)
    expect({ status: first.status, body: first.body }).toEqual({ status: 201, body: made })
    const second = await ask(client, userName, type)
    expect({ status: second.status, body: second.body }).toEqual({ status: 200, body: made })
    expect((await readUser(client, id)).identities).toEqual([held, made])
  })

  test('sets the time of the last update of whom it adds to', async ({ client, make, promise }) => {
    promise('added-identity-updates-the-user')
    const { id, userName } = await make.user()
    const { updatedAt } = await readUser(client, id)
    let number = 0
    // Two requests may come within a millisecond, so another one is added then.
    await again(async () => {
      await ask(client, userName, `type ${number++}`)
      expect((await readUser(client, id)).updatedAt > updatedAt).toBe(true)
    })
  })

  test('creates the user too when nobody has the email', async ({
    client,
    make,
    promise,
    say,
    verbs,
  }) => {
    promise('missing-user-is-created', 'asking-again-finds')
    const email = make.address(make.name())
    const made = await ask(client, email, 'aderant')
    const [user, ...others] = await listUsers(client, { search: email })
    try {
      expect(made.status).toBe(201)
      expect(made.body).toEqual({ type: 'aderant', value: email, customerId: user?.customer._id })
      expect(others).toEqual([])
      expect(user).toMatchObject({ email, firstName: '', lastName: '', nickname: '', jobTitle: '' })
      expect(user).toMatchObject({ status: 'active', identities: [made.body], roles: [] })
      expect((await ask(client, email, 'aderant')).status).toBe(200)
    } finally {
      if (user) await say(verbs.deleteUser(user._id))
    }
  })

  test('is refused when the identity would be another user’s, and nobody is made', async ({
    client,
    make,
    promise,
    verbs,
  }) => {
    promise('created-identity-obeys-uniqueness', 'refused-requests-change-nothing')
    const [ann, bea] = [await make.user(), await make.user()]
    const stranger = make.address(make.name())
    const identities = [bea.userName, stranger].map((value) => ({ type: 'aderant', value }))
    await update(client, ann.id, { identities })
    await untouched(client, [verbs.getUser(ann.id), verbs.getUser(bea.id)], async () => {
      isError(await ask(client, bea.userName, 'aderant'), 409)
      isError(await ask(client, stranger, 'aderant'), 409)
    })
    expect(await listUsers(client, { search: stranger })).toEqual([])
  })

  test('takes an email and a type', async ({ client, make, promise }) => {
    promise('body-is-required', 'properties-keep-their-types')
    const email = make.address(make.name())
    for (const body of [
      {},
      { email },
      { identityType: 'aderant' },
      { email: 'ann', identityType: 'aderant' },
      { email, identityType: '' },
      { email, identityType: null },
    ]) {
      isError(await client.send('findOrCreateIdentity', { path: own, body }), 400)
    }
    expect(await listUsers(client, { search: email })).toEqual([])
  })
})

function ask(client: Client, email: string, identityType: string): Promise<Reply> {
  return client.send('findOrCreateIdentity', { path: own, body: { email, identityType } })
}
