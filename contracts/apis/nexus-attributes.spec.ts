import type { WireUser } from '../drivers/nexus-wire.ts'
import { CONNECTION, expect, test } from './nexus-account.ts'

test('a key that is sent is the name of an attribute, and others stay', async ({
  account,
  promise,
}) => {
  promise('key-becomes-name', 'attributes-are-merged-by-name', 'attribute-keeps-its-id')
  const { id } = await account.create()
  const first = await account.sync(id, { attributes: [pair('a', '1'), pair('b', '2')] })
  const { user } = await account.sync(id, { attributes: [pair('b', '3'), pair('B', '4')] })
  expect(values(user)).toEqual({ a: '1', b: '3', B: '4' })
  const ids = user.attributes.map((one) => one.id)
  expect(ids.slice(0, 2)).toEqual(first.user.attributes.map((one) => one.id))
  expect(ids).toEqual(ids.toSorted((one, other) => one - other))
  expect(user.attributes[0]).toMatchObject({ userId: id, expires: null })
})

test('the last of several with one key counts', async ({ account, promise }) => {
  promise('last-of-repeated-keys-wins')
  const { id } = await account.create()
  const { user } = await account.sync(id, { attributes: [pair('a', '1'), pair('a', '2')] })
  expect(values(user)).toEqual({ a: '2' })
})

test('a value that is null or left out is kept as null', async ({ account, promise }) => {
  promise('null-value-is-a-value')
  const { id } = await account.create()
  await account.sync(id, { attributes: [pair('a', '1'), pair('b', '2')] })
  const { user } = await account.sync(id, { attributes: [pair('a', null), { key: 'b' }] })
  expect(values(user)).toEqual({ a: null, b: null })
})

test('an empty list changes no attribute', async ({ account, promise }) => {
  promise('attributes-may-be-empty')
  const { id } = await account.create()
  const before = await account.sync(id, { attributes: [pair('a', '1')] })
  expect(await account.sync(id, { attributes: [] })).toEqual(before)
})

test('names of a prototype are names like any other', async ({ account, promise }) => {
  promise('key-becomes-name')
  const { id } = await account.create()
  const attributes = ['__proto__', 'constructor', 'toString'].map((key) => pair(key, key))
  const { user } = await account.sync(id, { attributes })
  expect(user.attributes.map(({ name }) => name)).toEqual(attributes.map(({ key }) => key))
})

test('an attribute that has expired is in no reply, and is there again when it is set', async ({
  account,
  lacks,
  planted,
  promise,
}) => {
  promise('expired-things-are-left-out', 'set-attribute-does-not-expire')
  let name = ''
  const id = planted('attributes', (row) => {
    name = String(row.name)
    return row.expires !== undefined && String(row.expires) < new Date().toISOString()
  })
  const before = await account.read(id)
  const held = before.attributes.find((one) => one.name === name)
  if (held?.expires === null) lacks('a mock in which nobody has set the attribute anew')
  expect(held).toBeUndefined()
  const connection = { connectionId: before.identities[0]?.azoConnectionId ?? CONNECTION }
  const { user } = await account.sync(id, { attributes: [pair(name, 'again')], connection })
  const anew = expect.objectContaining({ name, value: 'again', expires: null })
  expect(user.attributes).toEqual([...before.attributes, anew])
})

test.describe('a clientUpnKey in a synchronisation', () => {
  test('selects the custom UPNs that have exactly it, and makes none', async ({
    account,
    promise,
  }) => {
    promise('client-upn-key-selects-custom-upns', 'client-upn-key-creates-nothing')
    promise('client-upn-key-may-be-null')
    const { id } = await account.create()
    for (const body of [
      { clientUpnKey: 'rdp', customUpnValue: 'a@b' },
      { clientUpnKey: 'RDP', customUpnValue: 'c@d' },
      { clientUpnKey: null, customUpnValue: 'e@f' },
    ]) {
      await account.ask('CreateUserCustomUpn', 201, { path: { userId: id }, body })
    }
    for (const [own, wanted] of [
      [{ clientUpnKey: 'rdp' }, ['a@b']],
      [{ clientUpnKey: 'vnc' }, []],
      [{ clientUpnKey: '' }, []],
      [{ clientUpnKey: null }, ['a@b', 'c@d', 'e@f']],
      [{}, ['a@b', 'c@d', 'e@f']],
    ] as const) {
      const { user } = await account.sync(id, own)
      expect(user.customUpns.map((one) => one.customUpnValue)).toEqual(wanted)
    }
    expect((await account.read(id)).customUpns).toHaveLength(3)
  })

  test('may have 255 characters', async ({ account, promise }) => {
    promise('client-upn-key-has-255-characters-at-most')
    const { id } = await account.create()
    await account.sync(id, { clientUpnKey: 'k'.repeat(255) })
  })
})

function pair(key: string, value: string | null) {
  return { key, value }
}

function values({ attributes }: WireUser): Record<string, string | null> {
  return Object.fromEntries(attributes.map(({ name, value }) => [name, value]))
}
