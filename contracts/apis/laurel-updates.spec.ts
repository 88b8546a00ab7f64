import { again } from '../again.ts'
import { at } from '../drivers/laurel.ts'
import { expect, test } from '../suite.ts'
import { untouched } from '../untouched.ts'
import { isError, readUser, tryUpdate, update } from './laurel.ts'

const texts = ['jobTitle', 'seniority', 'department', 'office', 'subdepartment', 'pod'] as const

test.describe('an update', () => {
  const changes = [
    { firstName: 'Anna' },
    { lastName: 'Łukasz 漢字 😀' },
    { nickname: 'Nic' },
    { jobTitle: 'Partner', pod: 'Harbor' },
    { seniority: 'Senior', department: 'Tax', office: 'Boston', subdepartment: 'Appeals' },
  ]
  test('sets what it names and leaves the rest', async ({ client, make, promise }) => {
    promise('update-user-changes-only-what-is-sent', 'changes-are-seen-at-once')
    const { id } = await make.user()
    for (const change of changes) {
      const { updatedAt: _, ...before } = await readUser(client, id)
      const updated = await update(client, id, change)
      expect(updated).toMatchObject({ ...before, ...change })
      expect(await readUser(client, id)).toEqual(updated)
    }
  })

  test('of nothing changes nothing', async ({ client, make, promise, verbs }) => {
    promise('empty-update-changes-nothing', 'updated-at-follows-changes')
    const { id } = await make.user()
    const identities = [{ type: 'aderant', value: make.name() }]
    const same = { nickname: 'Nic', identities, delegateIds: [], roleIds: [] }
    await update(client, id, same)
    await untouched(client, [verbs.getUser(id)], async () => {
      await update(client, id, {})
      await update(client, id, same)
    })
  })

  test('sets the time of the last update, whatever it alters', async ({
    client,
    lacks,
    make,
    promise,
    say,
    verbs,
  }) => {
    promise('updated-at-follows-changes')
    const [{ id }, other] = [await make.user(), await make.user()]
    const { items } = await say(verbs.listUsers({}))
    const holders = await Promise.all(items.slice(0, 3).map((one) => readUser(client, one.id)))
    const role = holders.flatMap(({ roles }) => roles)[0] ?? lacks('a user with a role')
    for (const change of [
      { nickname: 'Nic' },
      { identities: [{ type: 'aderant', value: make.name() }] },
      { delegateIds: [other.id] },
      { roleIds: [role._id] },
    ]) {
      const { updatedAt } = await readUser(client, id)
      // Two requests may come within a millisecond, so the change is taken back and made again.
      await again(async () => {
        await update(client, id, { nickname: '', identities: [], delegateIds: [], roleIds: [] })
        await update(client, id, change)
        expect((await readUser(client, id)).updatedAt > updatedAt).toBe(true)
      })
    }
  })

  test('ignores what only the API sets, and what it does not know', async ({
    client,
    make,
    promise,
    verbs,
  }) => {
    promise('read-only-fields-are-ignored', 'unknown-properties-are-ignored')
    const { id } = await make.user()
    await untouched(client, [verbs.getUser(id)], async () => {
      await update(client, id, {
        _id: 'f'.repeat(24),
        createdAt: '2001-01-01T00:00:00Z',
        updatedAt: '2001-01-01T00:00:00Z',
        status: 'adminDisabled',
        isSuperDelegate: true,
        superDelegatePermissions: [{ _id: 'f'.repeat(24) }],
        groupIds: ['f'.repeat(24)],
        customerId: 'f'.repeat(24),
        favouriteColour: 'green',
      })
    })
  })

  test('may empty a nickname, and other texts', async ({ client, make, promise }) => {
    promise('nickname-can-be-emptied', 'other-texts-can-be-emptied')
    const { id } = await make.user()
    const all = Object.fromEntries([...texts, 'nickname'].map((name) => [name, 'x']))
    expect(await update(client, id, all)).toMatchObject(all)
    const none = Object.fromEntries([...texts, 'nickname'].map((name) => [name, '']))
    expect(await update(client, id, none)).toMatchObject(none)
    expect(await readUser(client, id)).toMatchObject(none)
  })

  test('is refused when a value is of another type, or empty where it must not be', async ({
    client,
    make,
    promise,
    verbs,
  }) => {
    promise('properties-keep-their-types', 'names-cannot-be-emptied', 'email-is-checked')
    promise('refused-requests-change-nothing')
    const { id } = await make.user()
    const wrong = [
      { firstName: '' },
      { lastName: '' },
      { firstName: null },
      { nickname: null },
      { pod: 7 },
      { office: ['Boston'] },
      { email: '' },
      { email: 'ann' },
      { email: 'ann@' },
      { email: null },
      { roleIds: null },
      { roleIds: 'f'.repeat(24) },
      { identities: {} },
      { identities: [{ type: 'aderant' }] },
      { identities: [{ type: '', value: '1' }] },
      { identities: [{ type: 'aderant', value: '' }] },
      { identities: [{ type: 'aderant', value: 1 }] },
    ]
    await untouched(client, [verbs.getUser(id)], async () => {
      for (const body of wrong) {
        isError(await tryUpdate(client, id, { jobTitle: 'Half', ...body }), 400)
        const path = at(id)
        const v2 = { jobTitle: 'Half', ...body }
        isError(await client.send('updateUserV2', { path, body: v2 }), 400)
      }
      isError(await tryUpdate(client, id, { jobTitle: 'Half', delegateIds: null }), 400)
    })
  })

  test('with the email of another user is refused', async ({ client, make, promise, verbs }) => {
    promise('email-is-unique', 'emails-compare-without-case', 'refused-requests-change-nothing')
    const [ann, bea] = [await make.user(), await make.user()]
    await untouched(client, [verbs.getUser(ann.id), verbs.getUser(bea.id)], async () => {
      for (const email of [ann.userName, ann.userName.toUpperCase()]) {
        isError(await tryUpdate(client, bea.id, { email, jobTitle: 'Half' }), 409)
      }
    })
  })

  test('of nobody is not found', async ({ client, driver, isRefusal, promise }) => {
    promise('missing-user-is-404')
    for (const operation of ['updateUser', 'updateUserV2']) {
      const call = { path: at(driver.missingId), body: { nickname: 'Nic' } }
      isRefusal(await client.send(operation, call), 'missingUser')
    }
  })
})

test.describe('version 2 of an update', () => {
  test('does what version 1 does', async ({ client, make, promise }) => {
    promise('v2-follows-v1')
    const [one, two, other] = await Promise.all([make.user(), make.user(), make.user()])
    for (const body of [
      { firstName: 'Anna', nickname: '', office: 'Boston' },
      { identities: [{ type: 'zoom', value: make.name() }] },
      { identities: [], roleIds: [] },
    ]) {
      const first = await update(client, one.id, body)
      await update(client, one.id, { identities: [] })
      const second = (await client.send('updateUserV2', { path: at(two.id), body })).body
      const differing = { _id: two.id, email: two.userName, createdAt: expect.any(String) }
      expect(second).toEqual({ ...first, ...differing, updatedAt: expect.any(String) })
    }
    const path = at(two.id)
    isError(await client.send('updateUserV2', { path, body: { email: other.userName } }), 409)
    isError(await client.send('updateUserV2', { path, body: { roleIds: ['f'.repeat(24)] } }), 400)
  })

  test('leaves delegation alone', async ({ client, make, promise, verbs }) => {
    promise('v2-leaves-delegation-alone')
    const [ann, bea, cleo] = await Promise.all([make.user(), make.user(), make.user()])
    await update(client, ann.id, { delegateIds: [bea.id] })
    const reads = [ann, bea, cleo].map(({ id }) => verbs.getUser(id))
    await untouched(client, reads, async () => {
      for (const body of [
        { delegateIds: [] },
        { delegateIds: [cleo.id] },
        { delegateIds: [ann.id], delegates: [{ userId: cleo.id }] },
        { delegateIds: 'anything', delegates: 7 },
      ]) {
        expect((await client.send('updateUserV2', { path: at(ann.id), body })).status).toBe(200)
      }
    })
  })
})
