import type { WireUpn } from '../drivers/nexus-wire.ts'
import { type Account, expect, expectProblem, test, untouched } from './nexus-account.ts'

const CREATE = 'CreateUserCustomUpn'
const PATCH = 'PatchUserCustomUpn'
const DELETE = 'DeleteUserCustomUpn'

test('a custom UPN is answered with 201 and is in the user, and in no other', async ({
  account,
  promise,
}) => {
  promise('create-upn-answers-201', 'created-upn-is-in-the-user', 'upn-key-may-be-null')
  promise('lists-of-a-user-keep-an-order')
  const [ann, bea] = [await account.create(), await account.create()]
  const one = await upn(account, ann.id, { clientUpnKey: 'z', customUpnValue: 'a@b' })
  const two = await upn(account, ann.id, { customUpnValue: 'c@d' })
  const three = await upn(account, ann.id, { clientUpnKey: 'a', customUpnValue: 'a@b' })
  expect(one).toMatchObject({ clientUpnKey: 'z', customUpnValue: 'a@b', userId: ann.id })
  expect(two.clientUpnKey).toBeNull()
  expect((await account.read(ann.id)).customUpns).toEqual([one, two, three])
  expect((await account.read(bea.id)).customUpns).toEqual([])
})

test.describe('a custom UPN is refused, new or patched', () => {
  for (const { what, body, field, promised } of [
    {
      what: 'without an at sign',
      body: { customUpnValue: 'ann' },
      field: 'customUpnValue',
      promised: 'upn-is-user-at-domain',
    },
    {
      what: 'without a domain',
      body: { customUpnValue: 'ann@' },
      field: 'customUpnValue',
      promised: 'upn-is-user-at-domain',
    },
    {
      what: 'with two at signs',
      body: { customUpnValue: 'a@b@c' },
      field: 'customUpnValue',
      promised: 'upn-is-user-at-domain',
    },
    {
      what: 'with a long value',
      body: { customUpnValue: `a@${'b'.repeat(1023)}` },
      field: 'customUpnValue',
      promised: 'upn-has-limits',
    },
    {
      what: 'with a long key',
      body: { customUpnValue: 'a@b', clientUpnKey: 'k'.repeat(256) },
      field: 'clientUpnKey',
      promised: 'upn-has-limits',
    },
  ]) {
    test(what, async ({ account, client, promise }) => {
      promise(promised, 'patched-upn-keeps-the-rules')
      const { id } = await account.create()
      const { id: upnId } = await upn(account, id, { customUpnValue: 'good@b' })
      await untouched(client, [account.reading(id)], async () => {
        const path = { userId: id, upnId }
        expectProblem(await client.send(CREATE, { path, body }), 400, field)
        expectProblem(await client.send(PATCH, { path, body }), 400, field)
      })
    })
  }

  test('when it is new and has no value', async ({ account, client, promise }) => {
    promise('upn-needs-a-value')
    const { id } = await account.create()
    for (const body of [{}, { customUpnValue: null }, { clientUpnKey: 'k' }]) {
      const reply = await client.send(CREATE, { path: { userId: id }, body })
      expectProblem(reply, 400, 'customUpnValue')
    }
    expect((await account.read(id)).customUpns).toEqual([])
  })

  test('when another of the user has its key, null included', async ({
    account,
    client,
    promise,
  }) => {
    promise('upn-keys-are-unique-for-a-user', 'patched-upn-keeps-the-rules')
    const { id } = await account.create()
    await upn(account, id, { clientUpnKey: 'k', customUpnValue: 'a@b' })
    await upn(account, id, { customUpnValue: 'a@b' })
    const { id: upnId } = await upn(account, id, { clientUpnKey: 'K', customUpnValue: 'a@b' })
    await untouched(client, [account.reading(id)], async () => {
      for (const clientUpnKey of ['k', null]) {
        const body = { clientUpnKey, customUpnValue: 'x@y' }
        expectProblem(await client.send(CREATE, { path: { userId: id }, body }), 409)
      }
      const body = { clientUpnKey: 'k', customUpnValue: 'x@y' }
      expectProblem(await client.send(PATCH, { path: { userId: id, upnId }, body }), 409)
    })
    const other = await account.create()
    await upn(account, other.id, { clientUpnKey: 'k', customUpnValue: 'a@b' })
  })
})

test('a custom UPN may be as long as its limits', async ({ account, promise }) => {
  promise('upn-has-limits')
  const { id } = await account.create()
  const most = { clientUpnKey: 'k'.repeat(255), customUpnValue: `a@${'b'.repeat(1022)}` }
  expect(await upn(account, id, most)).toMatchObject(most)
})

test('a patch of a custom UPN sets what it names with a value', async ({ account, promise }) => {
  promise('patch-upn-applies-what-is-not-null', 'patch-upn-answers-200', 'created-never-changes')
  const { id } = await account.create()
  const before = await upn(account, id, { clientUpnKey: 'k', customUpnValue: 'a@b' })
  const path = { userId: id, upnId: before.id }
  for (const [body, changed] of [
    [{}, {}],
    [{ clientUpnKey: null, customUpnValue: null }, {}],
    [{ customUpnValue: 'c@d' }, { customUpnValue: 'c@d' }],
    [{ clientUpnKey: 'l' }, { customUpnValue: 'c@d', clientUpnKey: 'l' }],
  ]) {
    const after = await account.ask<WireUpn>(PATCH, 200, { path, body })
    expect(after).toEqual({ ...before, ...changed, modified: after.modified })
    expect((await account.read(id)).customUpns).toEqual([after])
  }
})

test('a deleted custom UPN is gone, and its key is free', async ({ account, client, promise }) => {
  promise('delete-upn-answers-204', 'deleted-upn-is-gone', 'unknown-upn-is-404')
  promise('deleted-upn-frees-its-key')
  const { id } = await account.create()
  const body = { clientUpnKey: 'k', customUpnValue: 'a@b' }
  const { id: upnId } = await upn(account, id, body)
  const path = { userId: id, upnId }
  expect(await account.ask(DELETE, 204, { path })).toBeUndefined()
  expect((await account.read(id)).customUpns).toEqual([])
  expectProblem(await client.send(DELETE, { path }), 404)
  expectProblem(await client.send(PATCH, { path, body }), 404)
  expect((await upn(account, id, body)).id).not.toBe(upnId)
})

test('a custom UPN is found below its own user alone', async ({
  account,
  client,
  driver,
  promise,
}) => {
  promise('upn-belongs-to-its-user', 'unknown-upn-is-404', 'missing-things-are-404')
  const [ann, bea] = [await account.create(), await account.create()]
  const { id: upnId } = await upn(account, ann.id, { customUpnValue: 'a@b' })
  await untouched(client, [account.reading(ann.id)], async () => {
    for (const userId of [bea.id, driver.missingId]) {
      const path = { userId, upnId }
      expectProblem(await client.send(DELETE, { path }), 404)
      expectProblem(await client.send(PATCH, { path, body: { customUpnValue: 'x@y' } }), 404)
    }
  })
  const body = { customUpnValue: 'a@b' }
  expectProblem(await client.send(CREATE, { path: { userId: driver.missingId }, body }), 404)
})

function upn(account: Account, userId: string, body: object): Promise<WireUpn> {
  return account.ask(CREATE, 201, { path: { userId }, body })
}
