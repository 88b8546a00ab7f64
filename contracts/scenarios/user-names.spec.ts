import { expect, test } from '../suite.ts'
import { untouched } from '../untouched.ts'

test.describe('a userName', () => {
  test('that another user has is refused', async ({ client, make, verbs, say, refused }) => {
    const ann = await make.user()
    const twin = make.person({ userName: ann.userName, givenName: 'Twin' })
    await untouched(client, [verbs.getUser(ann.id)], () =>
      refused(verbs.createUser(twin), 'duplicateUser'),
    )
    expect(await say(verbs.listUsers(named(ann.userName)))).toEqual({ total: 1, items: [ann] })
  })

  test('that differs from another only in case is refused', async ({ make, verbs, refused }) => {
    const ann = await make.user()
    const twin = make.person({ userName: ann.userName.toUpperCase() })
    await refused(verbs.createUser(twin), 'duplicateUserInOtherCase')
  })

  test('that another user has is refused in a change', async ({ client, make, verbs, refused }) => {
    const [ann, bea] = [await make.user(), await make.user()]
    await untouched(client, [verbs.getUser(ann.id), verbs.getUser(bea.id)], () =>
      refused(verbs.changeUser(bea.id, { userName: ann.userName }), 'duplicateUser'),
    )
  })

  test('that another user has is refused in a replacement', async ({
    client,
    make,
    verbs,
    refused,
  }) => {
    const [ann, bea] = [await make.user(), await make.user()]
    const twin = make.person({ userName: ann.userName, givenName: 'Twin' })
    await untouched(client, [verbs.getUser(ann.id), verbs.getUser(bea.id)], () =>
      refused(verbs.replaceUser(bea.id, twin), 'duplicateUser'),
    )
  })

  test('of the user herself is no conflict, and is kept in the case that was sent', async ({
    about,
    alter,
    make,
    verbs,
    say,
  }) => {
    about('ownUserName')
    const ann = await make.user()
    expect(await say(alter(ann.id, ann))).toEqual(ann)
    const louder = { ...ann, userName: ann.userName.toUpperCase() }
    expect(await say(alter(ann.id, louder))).toEqual(louder)
    expect(await say(verbs.getUser(ann.id))).toEqual(louder)
  })

  test('is won by one of several who want it at once', async ({
    make,
    verbs,
    client,
    isRefusal,
  }) => {
    const { operation, call, status } = verbs.createUser(make.person())
    const wanting = Array.from({ length: 5 }, () => client.send(operation, call))
    const replies = await Promise.all(wanting)
    const lost = replies.filter((reply) => reply.status !== status)
    for (const reply of lost) isRefusal(reply, 'duplicateUser')
    expect(lost).toHaveLength(4)
  })

  test('is free again when its user is deleted', async ({ about, make, verbs, say }) => {
    about('userNameFreed')
    const ann = await make.user()
    await say(verbs.deleteUser(ann.id))
    const heir = await make.user({ userName: ann.userName })
    expect(heir.id).not.toBe(ann.id)
    expect(await say(verbs.getUser(heir.id))).toEqual(heir)
  })

  test('is free again when its user gives it up', async ({ about, alter, make, renaming, say }) => {
    about('userReplacement')
    renaming()
    const ann = await make.user()
    await say(alter(ann.id, make.person()))
    const heir = await make.user({ userName: ann.userName })
    expect(heir.id).not.toBe(ann.id)
  })
})

function named(userName: string) {
  return { where: { field: 'userName', operator: 'eq', value: userName } } as const
}
