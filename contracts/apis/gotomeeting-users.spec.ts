import type { WireUser } from '../drivers/gotomeeting.ts'
import { expect, test } from '../suite.ts'

test('creating a user answers 201 and where she is', async ({ client, make, promise }) => {
  promise('create-user-answers-201', 'create-user-sends-location')
  const body = { userName: make.address(make.name()) }
  const reply = await client.send('createUsers', { body })
  expect(reply.status).toBe(201)
  expect(reply.headers.get('location')).toBe((reply.body as WireUser).meta.location)
})

test('a created user is answered by key, in the list and by a filter', async ({
  client,
  make,
  promise,
}) => {
  promise('created-user-joins-the-organization')
  const { body } = await client.send('createUsers', { body: full(make.address(make.name())) })
  const { id, userName } = body as WireUser
  expect((await client.send('getUser', { path: { userKey: id } })).body).toEqual(body)
  const everybody = (await client.send('getUsers')).body as { resources: WireUser[] }
  expect(everybody.resources).toContainEqual(body)
  const query = { filter: `userName eq "${userName}"` }
  expect((await client.send('getUsers', { query })).body).toEqual({
    resources: [body],
    totalResults: 1,
  })
})

test('what a new user leaves out is filled in', async ({ client, make, promise }) => {
  promise('create-user-fills-in-defaults')
  const [bare, named] = [make.address(make.name()), make.address(make.name())]
  const name = { givenName: 'Ann', familyName: 'Lee' }
  expect((await client.send('createUsers', { body: { userName: bare } })).body).toMatchObject({
    userName: bare,
    displayName: bare,
    name: { givenName: '', familyName: '' },
    locale: 'en_US',
    timezone: 'UTC',
  })
  expect(
    (await client.send('createUsers', { body: { userName: named, name } })).body,
  ).toMatchObject({ displayName: 'Ann Lee', name })
})

test.describe('a userName', () => {
  test('has to be there', async ({ client, isRefusal, promise }) => {
    promise('user-name-is-required')
    const { userName: _, ...rest } = full('')
    isRefusal(await client.send('createUsers', { body: rest }), 'wrongType')
    isRefusal(await client.send('createUsers', { body: full('') }), 'wrongType')
    isRefusal(await client.send('createUsers', { body: {} }), 'wrongType')
  })

  test('has 128 characters at most', async ({ client, isRefusal, make, promise }) => {
    promise('user-name-has-128-characters-at-most')
    const domain = make.address('')
    const longest = make.address(make.name().padEnd(128 - domain.length, 'x'))
    expect(longest).toHaveLength(128)
    expect((await client.send('createUsers', { body: full(longest) })).status).toBe(201)
    isRefusal(await client.send('createUsers', { body: full(`x${longest}`) }), 'wrongType')
    isRefusal(await client.send('createUsers', { body: full('x'.repeat(1_000_000)) }), 'wrongType')
  })

  test('is an address', async ({ client, isRefusal, make, promise }) => {
    promise('user-name-is-an-address')
    const domain = make.address('').slice(1)
    for (const userName of [
      make.name(),
      `@${domain}`,
      `${make.name()}@`,
      `a@b@${domain}`,
      `a b@${domain}`,
      `a\n@${domain}`,
    ]) {
      isRefusal(await client.send('createUsers', { body: full(userName) }), 'wrongType')
    }
  })

  test('is in a domain of the organization', async ({ client, isRefusal, make, promise }) => {
    promise('user-domain-belongs-to-the-organization', 'foreign-domain-is-400')
    const userName = `${make.name()}@rehearsal.invalid`
    isRefusal(await client.send('createUsers', { body: full(userName) }), 'wrongType')
  })

  test('is in the whole of a domain, in any case', async ({ client, isRefusal, make, promise }) => {
    promise('domains-are-compared-whole')
    const domain = make.address('').slice(1)
    for (const other of [`mail.${domain}`, `my${domain}`, `${domain}.invalid`, domain.slice(1)]) {
      const userName = `${make.name()}@${other}`
      isRefusal(await client.send('createUsers', { body: full(userName) }), 'wrongType')
    }
    const loud = `${make.name()}@${domain.toUpperCase()}`
    expect((await client.send('createUsers', { body: full(loud) })).status).toBe(201)
  })

  test('stays in a domain of the organization when it is changed', async ({
    client,
    isRefusal,
    make,
    promise,
    say,
    verbs,
  }) => {
    promise('changed-user-name-obeys-the-domain-rule')
    const user = await make.user()
    const path = { userKey: user.id }
    const userName = `${make.name()}@rehearsal.invalid`
    isRefusal(await client.send('updateUser', { path, body: { userName } }), 'wrongType')
    isRefusal(await client.send('replaceUser', { path, body: full(userName) }), 'wrongType')
    expect(await say(verbs.getUser(user.id))).toEqual(user)
  })

  test('that is taken is refused with 409, when creating and when changing', async ({
    make,
    promise,
    refused,
    verbs,
  }) => {
    promise('user-name-is-unique', 'user-email-conflict-is-409')
    const [ann, bea] = [await make.user(), await make.user()]
    await refused(verbs.createUser(ann), 'duplicateUser')
    await refused(verbs.changeUser(bea.id, { userName: ann.userName }), 'duplicateUser')
    await refused(verbs.replaceUser(bea.id, ann), 'duplicateUser')
  })

  test('of the user herself is no conflict in a change', async ({ make, promise, say, verbs }) => {
    promise('own-user-name-is-no-conflict')
    const ann = await make.user()
    const userName = ann.userName.toUpperCase()
    expect(await say(verbs.changeUser(ann.id, { userName }))).toEqual({ ...ann, userName })
  })
})

test.describe('the other fields of a user', () => {
  for (const locale of ['en', 'en_US', 'de-AT', 'zh_CN']) {
    test(`the locale may be ${locale}, and is answered so`, async ({ client, make, promise }) => {
      promise('locale-is-checked', 'locale-takes-either-separator')
      const body = { ...full(make.address(make.name())), locale }
      expect((await client.send('createUsers', { body })).body).toMatchObject({ locale })
    })
  }

  for (const locale of ['', 'english', 'en_', 'en_USA', 'en US', 'xx', 'en_YY', 'e', 'en_US_x']) {
    test(`the locale cannot be "${locale}"`, async ({ client, isRefusal, make, promise }) => {
      promise('locale-is-checked')
      const body = { ...full(make.address(make.name())), locale }
      isRefusal(await client.send('createUsers', { body }), 'wrongType')
    })
  }

  test('the timezone is one of the IANA database', async ({ client, isRefusal, make, promise }) => {
    promise('timezone-is-checked')
    for (const timezone of ['Europe/Madrid', 'UTC', 'US/Eastern', 'America/Argentina/Ushuaia']) {
      const body = { ...full(make.address(make.name())), timezone }
      expect((await client.send('createUsers', { body })).body).toMatchObject({ timezone })
    }
    for (const timezone of ['', 'Mars/Olympus', 'Europe/', 'Europe', ' UTC', 'Europe/Madrid/x']) {
      const body = { ...full(make.address(make.name())), timezone }
      isRefusal(await client.send('createUsers', { body }), 'wrongType')
    }
  })

  test('the parts of a name have 60 characters at most', async ({
    client,
    isRefusal,
    make,
    promise,
  }) => {
    promise('name-parts-have-60-characters-at-most')
    const long = 'é'.repeat(60)
    const body = { ...full(make.address(make.name())), name: { givenName: long, familyName: long } }
    expect((await client.send('createUsers', { body })).status).toBe(201)
    const userName = make.address(make.name())
    for (const part of ['givenName', 'familyName']) {
      const name = { givenName: 'a', familyName: 'b', [part]: `${long}x` }
      isRefusal(
        await client.send('createUsers', { body: { ...body, userName, name } }),
        'wrongType',
      )
    }
  })

  test('a name has both parts', async ({ client, isRefusal, make, promise }) => {
    promise('name-has-both-parts')
    const user = await make.user()
    for (const name of [{}, { givenName: 'Ann' }, { familyName: 'Lee' }]) {
      const body = { ...full(make.address(make.name())), name }
      isRefusal(await client.send('createUsers', { body }), 'wrongType')
      const change = { path: { userKey: user.id }, body: { name } }
      isRefusal(await client.send('updateUser', change), 'wrongType')
    }
  })

  test('a password is never answered', async ({ client, make, promise }) => {
    promise('password-is-never-returned')
    const password = `secret-${make.name()}`
    const body = { ...full(make.address(make.name())), password }
    const made = await client.send('createUsers', { body })
    const path = { userKey: (made.body as WireUser).id }
    const replies = [
      made,
      await client.send('getUser', { path }),
      await client.send('updateUser', { path, body: { password: `${password}-2` } }),
      await client.send('replaceUser', { path, body: { ...body, password: `${password}-3` } }),
      await client.send('getUsers', { query: { filter: `userName eq "${body.userName}"` } }),
    ]
    expect(replies.map(({ status }) => status)).toEqual([201, 200, 200, 200, 200])
    for (const { text } of replies) {
      expect(text).not.toContain(password)
      expect(text).not.toContain('"password"')
    }
  })
})

function full(userName: string) {
  return {
    userName,
    displayName: 'Rehearsal Person',
    name: { givenName: 'Rehearsal', familyName: 'Person' },
    locale: 'en_US',
    timezone: 'America/Los_Angeles',
  }
}
