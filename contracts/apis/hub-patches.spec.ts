import type { Client } from '../call.ts'
import type { WireGroup, WireUser } from '../drivers/hub-wire.ts'
import type { Reply } from '../exchange.ts'
import { expect, test } from '../suite.ts'
import { untouched } from '../untouched.ts'

const email = { op: 'add', path: '/email', value: 'a@b' } as const

test.describe('a patch of a user', () => {
  test('adds, replaces and removes in order, and answers the whole user', async ({
    client,
    make,
    promise,
  }) => {
    promise('patch-user-answers-the-user', 'patches-apply-in-order', 'add-sets-a-property')
    promise('patches-add-remove-and-replace', 'changes-are-seen-at-once')
    const { id } = await make.user()
    const reply = await patch(client, id, [
      email,
      { op: 'replace', path: '/email', value: 'c@d' },
      { op: 'add', path: '/externalId', value: 'x' },
      { op: 'remove', path: '/externalId', value: 'ignored' },
      { op: 'add', path: '/unixUserName', value: 'u' },
    ])
    expect(reply.status).toBe(200)
    expect(reply.body).toMatchObject({ _id: id, email: 'c@d', unixUserName: 'u', active: true })
    expect(reply.body).not.toHaveProperty('externalId')
    expect((await client.send('getUser', { path: { userId: id } })).body).toEqual(reply.body)
  })

  test('takes a body of the type of JSON Patch too', async ({ client, make, promise }) => {
    promise('only-json-is-read')
    const { id } = await make.user()
    const headers = { 'content-type': 'application/json-patch+json' }
    const reply = await client.send('patchUser', { path: { userId: id }, body: [email], headers })
    expect(reply.status).toBe(200)
  })

  test('without operations answers the user as she is', async ({
    client,
    make,
    promise,
    verbs,
  }) => {
    promise('empty-patches-change-nothing')
    const { id } = await make.user()
    await untouched(client, [verbs.getUser(id)], async () => {
      expect((await patch(client, id, [])).status).toBe(200)
    })
  })

  test('that removes the displayName leaves the userName in its place', async ({
    client,
    make,
    promise,
  }) => {
    promise('required-properties-cannot-be-removed')
    const { id, userName } = await make.user()
    const reply = await patch(client, id, [{ op: 'remove', path: '/displayName' }])
    expect((reply.body as WireUser).displayName).toBe(userName)
  })

  test('may deactivate and activate, and the reason follows', async ({ client, make, promise }) => {
    promise('inactive-users-have-a-reason')
    const { id } = await make.user()
    const inactive = await patch(client, id, [{ op: 'replace', path: '/active', value: false }])
    expect(inactive.body).toMatchObject({ active: false, inactiveReason: 'manual' })
    const active = await patch(client, id, [{ op: 'replace', path: '/active', value: true }])
    expect(active.body).not.toHaveProperty('inactiveReason')
  })

  const bad: readonly (readonly [cites: string, operation: Record<string, unknown>])[] = [
    ['patches-add-remove-and-replace', { op: 'test', path: '/email', value: 'a@b' }],
    ['patches-add-remove-and-replace', { op: 'move', from: '/email', path: '/externalId' }],
    ['patches-add-remove-and-replace', { op: 'copy', from: '/email', path: '/externalId' }],
    ['remove-and-replace-need-the-property', { op: 'remove', path: '/externalId' }],
    ['remove-and-replace-need-the-property', { op: 'replace', path: '/externalId', value: 'x' }],
    ['add-and-replace-need-a-value', { op: 'add', path: '/email' }],
    ['add-and-replace-need-a-value', { op: 'replace', path: '/userName' }],
    ['patch-paths-are-json-pointers', { op: 'add', path: 'email', value: 'a@b' }],
    ['patch-paths-are-json-pointers', { op: 'add', path: '', value: {} }],
    ['patch-paths-are-json-pointers', { op: 'add', path: '/~2', value: 'x' }],
    ['patch-paths-lead-to-properties', { op: 'add', path: '/nothing', value: 'x' }],
    ['patch-paths-lead-to-properties', { op: 'add', path: '/password', value: 'x' }],
    ['patch-paths-lead-to-properties', { op: 'add', path: '/email/0', value: 'x' }],
    ['patch-paths-lead-to-properties', { op: 'add', path: '/-', value: 'x' }],
    ['patch-paths-lead-to-properties', { op: 'add', path: '/~1email', value: 'a@b' }],
    ['patch-paths-lead-to-properties', { op: 'add', path: '/__proto__', value: {} }],
    ['required-properties-cannot-be-removed', { op: 'remove', path: '/userName' }],
    ['required-properties-cannot-be-removed', { op: 'remove', path: '/active' }],
    ['patched-values-keep-their-types', { op: 'replace', path: '/active', value: 'false' }],
    ['patched-values-keep-their-types', { op: 'replace', path: '/userName', value: ' x' }],
    ['patched-values-keep-their-types', { op: 'add', path: '/email', value: 'x' }],
    ['patched-values-keep-their-types', { op: 'add', path: '/inactiveReason', value: 'tired' }],
    ['null-is-no-value', { op: 'add', path: '/email', value: null }],
    ...['_id', '_created', '_modified', 'system', 'deleted', 'temporarilyLocked'].map(
      (name) =>
        [
          'patches-of-read-only-properties-are-400',
          { op: 'replace', path: `/${name}`, value: true },
        ] as const,
    ),
  ]
  test('that does not fit is refused, and leaves the effect of none of its operations', async ({
    client,
    driver,
    make,
    promise,
    verbs,
  }) => {
    promise('patches-are-all-or-nothing', ...bad.map(([cites]) => cites))
    const { id } = await make.user()
    await untouched(client, [verbs.getUser(id)], async () => {
      for (const [cites, operation] of bad) {
        await test.step(JSON.stringify(operation), async () => {
          const reply = await patch(client, id, [
            { ...email, path: '/userPrincipalName' },
            operation,
          ])
          expect(reply.status).toBe(400)
          if (/paths-lead|read-only/.test(cites)) {
            expect(driver.message(reply)).toContain(String(operation.path).slice(1))
          }
        })
      }
    })
  })

  test('to a userName that is taken is refused', async ({ client, make, promise, verbs }) => {
    promise('user-name-is-unique')
    const [ann, bea] = [await make.user(), await make.user()]
    await untouched(client, [verbs.getUser(bea.id)], async () => {
      const value = ann.userName.toUpperCase()
      const reply = await patch(client, bea.id, [
        email,
        { op: 'replace', path: '/userName', value },
      ])
      expect(reply.status).toBe(409)
    })
  })
})

test.describe('a patch of a group', () => {
  test('works as one of a user does', async ({ client, make, promise }) => {
    promise('groups-are-patched-like-users')
    const { id } = await make.group()
    const value = make.name('patched')
    const reply = await patchGroup(client, id, [
      { op: 'replace', path: '/name', value },
      { op: 'add', path: '/externalId', value: 'x' },
    ])
    expect(reply.body).toMatchObject({ _id: id, name: value, externalId: 'x' })
    const removed = await patchGroup(client, id, [{ op: 'remove', path: '/externalId' }])
    expect(removed.body as WireGroup).not.toHaveProperty('externalId')
  })

  test('that does not fit is refused and changes nothing', async ({
    client,
    make,
    promise,
    verbs,
  }) => {
    promise('groups-are-patched-like-users', 'members-are-not-patched')
    promise('required-properties-cannot-be-removed', 'patches-of-read-only-properties-are-400')
    const { id } = await make.group()
    await untouched(client, [verbs.getGroup(id)], async () => {
      for (const operation of [
        { op: 'add', path: '/members/-', value: 'x' },
        { op: 'remove', path: '/name' },
        { op: 'remove', path: '/externalId' },
        { op: 'replace', path: '/system', value: true },
        { op: 'replace', path: '/name', value: 7 },
        { op: 'test', path: '/name', value: 'x' },
      ]) {
        const reply = await patchGroup(client, id, [
          { ...email, path: '/externalId' },
          operation,
          operation,
        ])
        expect(reply.status, JSON.stringify(operation)).toBe(400)
      }
    })
  })
})

function patch(client: Client, userId: string, body: readonly object[]): Promise<Reply> {
  return client.send('patchUser', { path: { userId }, body })
}

function patchGroup(client: Client, groupId: string, body: readonly object[]): Promise<Reply> {
  return client.send('patchGroup', { path: { groupId }, body })
}
