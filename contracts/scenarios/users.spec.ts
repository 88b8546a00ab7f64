import { again } from '../again.ts'
import { expect, test } from '../suite.ts'
import { untouched } from '../untouched.ts'

test.describe('a user', () => {
  test('is answered by id as she was sent', async ({ about, make, verbs, say }) => {
    about('userIsAnswered')
    const person = make.person({ givenName: 'Ann', familyName: "O'Née-Łukasz 漢字 😀" })
    const ann = await say(verbs.createUser(person))
    expect(ann).toEqual({ id: ann.id, ...person })
    expect(await say(verbs.getUser(ann.id))).toEqual(ann)
  })

  test('is found by userName', async ({ about, make, verbs, say }) => {
    about('filteringUsers')
    const ann = await make.user()
    await make.user()
    expect(await say(verbs.listUsers(named(ann.userName)))).toEqual({ total: 1, items: [ann] })
  })

  test('is in the list of all', async ({ about, make, verbs, say }) => {
    about('userIsAnswered')
    const ann = await make.user()
    await again(async () => {
      const { total } = await say(verbs.listUsers({ count: 1 }))
      const { items } = await say(verbs.listUsers({ count: total }))
      expect(items).toContainEqual(ann)
    })
  })

  test('has an id of her own, which nobody gets after her', async ({ about, make, verbs, say }) => {
    about('idsAreNotReused')
    const ann = await make.user()
    const bea = await make.user()
    await say(verbs.deleteUser(bea.id))
    const cleo = await make.user()
    expect(new Set([ann.id, bea.id, cleo.id]).size).toBe(3)
  })

  test('is altered by a change only in what it names', async ({ about, make, verbs, say }) => {
    about('userChange')
    const ann = await make.user({ givenName: 'Ann', familyName: 'Before' })
    const names = { givenName: 'Anna', familyName: 'After' }
    expect(await say(verbs.changeUser(ann.id, names))).toEqual({ ...ann, ...names })
    const userName = make.address(make.name('renamed'))
    const renamed = { ...ann, ...names, userName }
    expect(await say(verbs.changeUser(ann.id, { userName }))).toEqual(renamed)
    expect(await say(verbs.getUser(ann.id))).toEqual(renamed)
  })

  test('is what her replacement says', async ({ about, make, verbs, say }) => {
    about('userReplacement')
    const ann = await make.user()
    const other = make.person({ givenName: 'Bea', familyName: 'Otherwise' })
    expect(await say(verbs.replaceUser(ann.id, other))).toEqual({ id: ann.id, ...other })
    expect(await say(verbs.getUser(ann.id))).toEqual({ id: ann.id, ...other })
  })

  test('is last modified when she is altered, not when she is read', async ({
    about,
    alter,
    make,
    verbs,
    say,
  }) => {
    about('lastModified')
    const ann = await make.user()
    const before = await say(verbs.lastModified(ann.id))
    expect(await say(verbs.lastModified(ann.id))).toBe(before)
    // Some APIs count in seconds, so that a change may have to be made again.
    await again(async () => {
      await say(alter(ann.id, make.person({ givenName: make.name() })))
      expect(await say(verbs.lastModified(ann.id))).not.toBe(before)
    })
  })
})

test.describe('a deleted user', () => {
  test('is gone, whatever is asked, and others stay', async ({
    about,
    alter,
    client,
    make,
    verbs,
    say,
    refused,
  }) => {
    about('userIsGone')
    const [ann, bea] = [await make.user(), await make.user()]
    await say(verbs.deleteUser(ann.id))
    await untouched(client, [verbs.getUser(bea.id)], async () => {
      await refused(verbs.getUser(ann.id), 'missingUser')
      await refused(alter(ann.id, make.person()), 'missingUser')
      await refused(verbs.deleteUser(ann.id), 'missingUser')
    })
  })

  test('is not found by userName', async ({ about, make, verbs, say }) => {
    about('userIsGone')
    const ann = await make.user()
    await say(verbs.deleteUser(ann.id))
    expect(await say(verbs.listUsers(named(ann.userName)))).toEqual({ total: 0, items: [] })
  })

  test('cannot be changed', async ({ about, client, make, verbs, say, refused }) => {
    about('userIsGone')
    const [ann, bea] = [await make.user(), await make.user()]
    await say(verbs.deleteUser(ann.id))
    const names = { givenName: 'No', familyName: 'Body' }
    await untouched(client, [verbs.getUser(bea.id)], () =>
      refused(verbs.changeUser(ann.id, names), 'missingUser'),
    )
  })
})

test.describe('a user who never was', () => {
  test('cannot be read', async ({ verbs, refused, driver }) => {
    await refused(verbs.getUser(driver.missingId), 'missingUser')
  })

  test('cannot be deleted', async ({ verbs, refused, driver }) => {
    await refused(verbs.deleteUser(driver.missingId), 'missingUser')
  })

  test('is not made by a replacement', async ({ make, verbs, say, refused, driver }) => {
    const person = make.person()
    await refused(verbs.replaceUser(driver.missingId, person), 'missingUser')
    expect(await say(verbs.listUsers(named(person.userName)))).toEqual({ total: 0, items: [] })
  })
})

function named(userName: string) {
  return { where: { field: 'userName', operator: 'eq', value: userName } } as const
}
