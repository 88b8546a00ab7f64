import { again } from '../again.ts'
import type { Identity } from '../drivers/laurel.ts'
import { expect, test } from '../suite.ts'
import { createUser, ids, isError, listUsers, own, readUser, update } from './laurel.ts'

interface InShort {
  _id: string
  email: string
  name: string | null
  relevantIdentities: Identity[]
}

const relevant = {
  'cloud-assistant-cdr': ['cisco-cdr', 'phone', 'phone-extension'],
  'cloud-assistant-google': ['google'],
  'cloud-assistant-microsoft-exchange': ['exchange', 'user-principal-name'],
  'cloud-assistant-microsoft-teams': ['azure', 'user-principal-name'],
  'cloud-assistant-zoom': ['zoom'],
}

test.describe('the list', () => {
  test('is an array of everybody, in the order of their ids', async ({ client, make, promise }) => {
    promise('list-is-an-array', 'list-holds-all-users', 'list-is-not-paged', 'list-is-in-id-order')
    const made = (await make.users(3)).map(({ id }) => id)
    const listed = ids(await listUsers(client))
    expect(listed).toEqual(listed.toSorted())
    expect(listed.filter((id) => made.includes(id))).toEqual(made)
    expect(new Set(listed).size).toBe(listed.length)
    expect(await listUsers(client, { search: make.name('nobody') })).toEqual([])
  })

  test('holds users of every status', async ({ client, lacks, promise }) => {
    promise('disabled-users-are-listed')
    const users = await listUsers(client)
    if (users.every(({ status }) => status === 'active')) lacks('a disabled user')
    expect(users.some(({ status }) => status === 'active')).toBe(true)
  })

  test('is refused without an integration', async ({ client, promise }) => {
    promise('integration-is-required', 'malformed-queries-are-400')
    isError(await client.send('listUsers', { path: own }), 400)
    isError(await client.send('listUsers', { path: own, query: { integration: '' } }), 400)
  })

  test('answers whole users for an integration of any other name', async ({
    client,
    make,
    promise,
  }) => {
    promise('integration-values-are-open', 'other-integrations-answer-whole-users')
    const { id, userName } = await make.user()
    const whole = await readUser(client, id)
    for (const integration of ['x', 'Cloud-Assistant-Zoom', 'a b/ü', '__proto__']) {
      expect(await listUsers(client, { search: userName, integration })).toEqual([whole])
    }
  })
})

test.describe('the list for an integration', () => {
  for (const [integration, types] of Object.entries(relevant)) {
    test(`${integration} has users in short, with what they are called there`, async ({
      client,
      make,
      promise,
    }) => {
      promise(
        'known-integrations-answer-users-in-short',
        'relevant-identities-follow-the-integration',
      )
      const all = [...new Set(Object.values(relevant).flat()), 'aderant', 'Zoom']
      const identities = all.map((type) => ({ type, value: make.name() }))
      const email = make.address(make.name())
      const { _id } = await createUser(client, { email, firstName: 'Ann', identities })
      const [user, ...others] = await inShort(client, { integration, search: email })
      const relevantIdentities = identities.filter(({ type }) => types.includes(type))
      expect(user).toEqual({ _id, email, name: 'Ann', relevantIdentities })
      expect({ others, types: relevantIdentities.length }).toEqual({
        others: [],
        types: types.length,
      })
    })
  }

  test('hides nobody, and joins the parts of a name that there are', async ({
    client,
    make,
    promise,
  }) => {
    promise('integration-hides-nobody', 'name-in-short-is-joined')
    const names = [
      { firstName: 'Ann', lastName: 'Lee', name: 'Ann Lee' },
      { firstName: '', lastName: 'Lee', name: 'Lee' },
      { firstName: 'Ann', lastName: null, name: 'Ann' },
      { name: null },
    ]
    for (const { name, ...parts } of names) {
      const email = make.address(make.name())
      const { _id } = await createUser(client, { email, ...parts })
      const found = await inShort(client, { integration: 'cloud-assistant-zoom', search: email })
      expect(found).toEqual([{ _id, email, name, relevantIdentities: [] }])
    }
  })
})

test.describe('a search', () => {
  test('looks at four fields, at any part of them, and at nothing else', async ({
    client,
    make,
    promise,
  }) => {
    promise('search-covers-four-fields', 'search-finds-any-part')
    const { id } = await make.user()
    const word = (label: string) => make.name(label)
    const fields = {
      firstName: word('Erster'),
      lastName: word('LETZTER'),
      nickname: word('ruf'),
      email: make.address(word('post')),
    }
    const elsewhere = {
      jobTitle: word('job'),
      department: word('dep'),
      office: word('off'),
      pod: word('pod'),
      seniority: word('sen'),
      subdepartment: word('sub'),
    }
    const identities = [{ type: 'aderant', value: word('ident') }]
    await update(client, id, { ...fields, ...elsewhere, identities })
    for (const text of Object.values(fields)) {
      for (const search of [text, text.slice(3), text.slice(2, -1), text.toUpperCase()]) {
        expect(ids(await listUsers(client, { search }))).toEqual([id])
      }
    }
    for (const search of [...Object.values(elsewhere), word('ident'), id]) {
      expect(await listUsers(client, { search })).toEqual([])
    }
  })

  test('looks at one field at a time', async ({ client, make, promise }) => {
    promise('search-looks-at-one-field-at-a-time')
    const givenName = make.name('first')
    const { familyName } = await make.user({ givenName, familyName: 'Last' })
    for (const joint of ['', ' ', ',', '\n']) {
      expect(await listUsers(client, { search: `${givenName}${joint}${familyName}` })).toEqual([])
    }
    expect(await listUsers(client, { search: givenName })).toHaveLength(1)
  })

  test('takes every character as it stands', async ({ client, make, promise }) => {
    promise('search-is-literal')
    const odd = ' .*[a](b)|\\^$+?%_"\'{} ü 漢 '
    const { id } = await make.user({ givenName: `${make.prefix}${odd}x` })
    expect(ids(await listUsers(client, { search: `${make.prefix}${odd}` }))).toEqual([id])
    for (const syntax of ['.*', '%', '*', '?', '^', ' ', '  .']) {
      expect(await listUsers(client, { search: `${make.prefix}${syntax}x` })).toEqual([])
    }
  })

  test('for nothing finds everybody', async ({ client, make, promise }) => {
    promise('empty-search-finds-everybody')
    const { id } = await make.user()
    await again(async () => {
      const everybody = ids(await listUsers(client))
      expect(everybody).toContain(id)
      expect(ids(await listUsers(client, { search: '' }))).toEqual(everybody)
    })
  })
})

async function inShort(
  client: Parameters<typeof listUsers>[0],
  query: { integration: string; search: string },
): Promise<InShort[]> {
  return (await listUsers(client, query)) as unknown as InShort[]
}
