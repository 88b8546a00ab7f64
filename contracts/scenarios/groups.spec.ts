import { again } from '../again.ts'
import { names } from '../lists.ts'
import { expect, test } from '../suite.ts'
import { untouched } from '../untouched.ts'

test.describe('a group', () => {
  test('is answered by id as it was sent', async ({ about, make, verbs, say }) => {
    about('groupIsAnswered')
    const displayName = make.name('Ünï "quoted" \\ 漢字 😀')
    const group = await say(verbs.createGroup({ displayName, members: [] }))
    expect(group).toMatchObject({ displayName, members: [] })
    expect(await say(verbs.getGroup(group.id))).toEqual(group)
  })

  test('is in the list of all', async ({ about, make, verbs, say }) => {
    about('groupIsAnswered')
    const group = await make.group()
    await again(async () => {
      const { total } = await say(names(verbs.listGroups({ count: 1 })))
      const { items } = await say(names(verbs.listGroups({ count: total })))
      expect(items.map(({ id }) => id)).toContain(group.id)
    })
  })

  test('has an id of its own, which no later one gets', async ({ about, make, verbs, say }) => {
    about('idsAreNotReused')
    const one = await make.group()
    const two = await make.group()
    await say(verbs.deleteGroup(two.id))
    const three = await make.group()
    expect(new Set([one.id, two.id, three.id]).size).toBe(3)
  })

  test('keeps its members when it is renamed', async ({ about, make, verbs, say }) => {
    about('groupChange')
    const ann = await make.user()
    const group = await make.group([{ kind: 'user', id: ann.id }])
    const displayName = make.name('renamed')
    await say(verbs.renameGroup(group.id, displayName))
    expect(await say(verbs.getGroup(group.id))).toEqual({ ...group, displayName })
  })

  test('is what its replacement says', async ({ about, make, verbs, say }) => {
    about('groupReplacement')
    const [ann, bea] = [await make.user(), await make.user()]
    const group = await make.group([{ kind: 'user', id: ann.id }])
    const other = { displayName: make.name(), members: [{ kind: 'user', id: bea.id }] } as const
    await say(verbs.replaceGroup(group.id, other))
    expect(await say(verbs.getGroup(group.id))).toEqual({ id: group.id, ...other })
  })
})

test.describe('the name of a group', () => {
  test('that another group has is refused', async ({ client, make, verbs, refused }) => {
    const { id, displayName } = await make.group()
    await untouched(client, [verbs.getGroup(id)], () =>
      refused(verbs.createGroup({ displayName, members: [] }), 'duplicateGroup'),
    )
  })

  test('that differs from another only in case is refused', async ({ make, verbs, refused }) => {
    const displayName = (await make.group()).displayName.toUpperCase()
    await refused(verbs.createGroup({ displayName, members: [] }), 'duplicateGroupInOtherCase')
  })

  test('that another group has is refused when renaming', async ({
    client,
    make,
    verbs,
    say,
    refused,
  }) => {
    const [one, two] = [await make.group(), await make.group()]
    await untouched(client, [verbs.getGroup(one.id), verbs.getGroup(two.id)], () =>
      refused(verbs.renameGroup(two.id, one.displayName), 'duplicateGroup'),
    )
    expect(await say(verbs.getGroup(two.id))).toEqual(two)
  })

  test('that another group has is refused in a replacement', async ({
    client,
    make,
    verbs,
    say,
    refused,
  }) => {
    const [one, two] = [await make.group(), await make.group()]
    const { displayName } = one
    await untouched(client, [verbs.getGroup(one.id), verbs.getGroup(two.id)], () =>
      refused(verbs.replaceGroup(two.id, { displayName, members: [] }), 'duplicateGroup'),
    )
    expect(await say(verbs.getGroup(two.id))).toEqual(two)
  })

  test('that is its own is no conflict, and is kept in the case that was sent', async ({
    about,
    make,
    verbs,
    say,
  }) => {
    about('ownGroupName')
    const group = await make.group()
    expect(await say(verbs.replaceGroup(group.id, group))).toEqual(group)
    const louder = { ...group, displayName: group.displayName.toUpperCase() }
    expect(await say(verbs.replaceGroup(group.id, louder))).toEqual(louder)
    expect(await say(verbs.getGroup(group.id))).toEqual(louder)
  })

  test('is won by one of several who want it at once', async ({
    make,
    verbs,
    client,
    isRefusal,
  }) => {
    const { operation, call, status } = verbs.createGroup({ displayName: make.name(), members: [] })
    const wanting = Array.from({ length: 5 }, () => client.send(operation, call))
    const replies = await Promise.all(wanting)
    const [won, ...lost] = replies.toSorted((one, other) => one.status - other.status)
    for (const reply of lost) isRefusal(reply, 'duplicateGroup')
    expect(won?.status).toBe(status)
  })

  test('is free again when its group is deleted', async ({ about, make, verbs, say }) => {
    about('groupNameFreed')
    const { id, displayName } = await make.group()
    await say(verbs.deleteGroup(id))
    const heir = await say(verbs.createGroup({ displayName, members: [] }))
    expect(heir.id).not.toBe(id)
  })
})

test.describe('a deleted group', () => {
  test('is gone, whatever is asked, and others stay', async ({
    about,
    client,
    make,
    verbs,
    say,
    refused,
  }) => {
    about('groupIsGone')
    const [group, other] = [await make.group(), await make.group()]
    await say(verbs.deleteGroup(group.id))
    await untouched(client, [verbs.getGroup(other.id)], async () => {
      await refused(verbs.getGroup(group.id), 'missingGroup')
      await refused(verbs.replaceGroup(group.id, group), 'missingGroup')
      await refused(verbs.setMembers(group, []), 'missingGroup')
      await refused(verbs.deleteGroup(group.id), 'missingGroup')
    })
  })

  test('is not in the list of all', async ({ about, make, verbs, say }) => {
    about('groupIsGone')
    const { id } = await make.group()
    await say(verbs.deleteGroup(id))
    const { total } = await say(names(verbs.listGroups({ count: 1 })))
    const { items } = await say(names(verbs.listGroups({ count: total })))
    expect(items.map((group) => group.id)).not.toContain(id)
  })

  test('cannot be renamed', async ({ about, client, make, verbs, say, refused }) => {
    about('groupIsGone')
    const [{ id }, other] = [await make.group(), await make.group()]
    await say(verbs.deleteGroup(id))
    await untouched(client, [verbs.getGroup(other.id)], () =>
      refused(verbs.renameGroup(id, make.name()), 'missingGroup'),
    )
  })
})

test.describe('a group that never was', () => {
  test('cannot be read', async ({ verbs, refused, driver }) => {
    await refused(verbs.getGroup(driver.missingId), 'missingGroup')
  })

  test('cannot be deleted', async ({ verbs, refused, driver }) => {
    await refused(verbs.deleteGroup(driver.missingId), 'missingGroup')
  })

  test('is not made by a replacement', async ({ make, verbs, refused, driver, say }) => {
    const displayName = make.name()
    const group = { displayName, members: [] }
    await refused(verbs.replaceGroup(driver.missingId, group), 'missingGroup')
    // Had it been made, its name would be taken now.
    await say(verbs.createGroup(group))
  })
})
