import { expect, test } from '../suite.ts'
import { createUser, isError, own, readUser, update } from './laurel.ts'

test.describe('creating a user', () => {
  test('answers 201 with somebody of whom little is known', async ({ client, make, promise }) => {
    promise('create-user-answers-201', 'create-user-fills-in-defaults')
    const email = make.address(make.name())
    const made = await createUser(client, { email, jobTitle: 'ignored' })
    expect(made).toEqual({
      _id: expect.any(String),
      createdAt: expect.any(String),
      updatedAt: made.createdAt,
      email,
      firstName: '',
      lastName: '',
      nickname: '',
      jobTitle: '',
      status: 'active',
      isSuperDelegate: false,
      groupIds: [],
      customer: expect.any(Object),
      delegators: [],
      delegates: [],
      identities: [],
      roles: [],
    })
    expect(await readUser(client, made._id)).toEqual(made)
  })

  test('takes names and identities', async ({ client, make, promise }) => {
    promise('create-user-fills-in-defaults')
    const identities = [
      { type: 'zoom', value: make.name() },
      { type: 'aderant', value: make.name() },
    ]
    const rest = { firstName: 'Ann', lastName: 'Lee', identities }
    const made = await createUser(client, { email: make.address(make.name()), ...rest })
    expect(await readUser(client, made._id)).toMatchObject(rest)
  })

  test('is refused for an email or an identity that is taken', async ({
    client,
    make,
    promise,
    say,
    verbs,
  }) => {
    promise('create-user-obeys-uniqueness', 'refused-requests-change-nothing')
    const { id, userName } = await make.user()
    const identities = [{ type: 'aderant', value: make.name() }]
    await update(client, id, { identities })
    const email = make.address(make.name())
    isError(await client.send('createUser', { body: { ...own, email, identities } }), 409)
    isError(await client.send('createUser', { body: { ...own, email: userName } }), 409)
    const where = { field: 'userName', operator: 'eq', value: email } as const
    expect(await say(verbs.listUsers({ where }))).toEqual({ total: 0, items: [] })
  })

  test('takes a customer and an email, and the customer is the own one', async ({
    client,
    make,
    promise,
  }) => {
    promise('create-user-needs-its-customer', 'foreign-customer-is-403')
    const email = make.address(make.name())
    isError(await client.send('createUser', { body: { email } }), 400)
    isError(await client.send('createUser', { body: own }), 400)
    isError(await client.send('createUser', { body: { ...own, email: 'ann' } }), 400)
    isError(await client.send('createUser', { body: { ...own, email, identities: null } }), 400)
    const customerId = 'f'.repeat(24)
    isError(await client.send('createUser', { body: { email, customerId } }), 403)
    const identities = [{ type: 'aderant', value: make.name(), customerId }]
    isError(await client.send('createUser', { body: { ...own, email, identities } }), 400)
  })
})
