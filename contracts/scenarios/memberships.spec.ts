import type { Member } from '../drivers/driver.ts'
import { expect, test } from '../suite.ts'

test.describe('the members of a group', () => {
  test('are those that it was made with', async ({ about, make, verbs, say }) => {
    about('membersAreAnswered')
    const members = (await make.users(3)).map(asMember)
    const group = await make.group(members)
    expect(group.members).toEqual(members)
    expect((await say(verbs.getGroup(group.id))).members).toEqual(members)
  })

  test('are seen from the user too', async ({ about, make, verbs, say }) => {
    about('groupsOfUser')
    const ann = await make.user()
    expect(await say(verbs.groupsOf(ann.id))).toEqual([])
    const [one, two] = [await make.group([asMember(ann)]), await make.group([asMember(ann)])]
    expect([...(await say(verbs.groupsOf(ann.id)))].sort()).toEqual([one.id, two.id].sort())
    await say(verbs.setMembers(one, []))
    expect(await say(verbs.groupsOf(ann.id))).toEqual([two.id])
    await say(verbs.deleteGroup(two.id))
    expect(await say(verbs.groupsOf(ann.id))).toEqual([])
  })

  test('are replaced without touching the name', async ({ about, make, verbs, say }) => {
    about('groupReplacement')
    const [ann, bea] = (await make.users(2)).map(asMember) as [Member, Member]
    const group = await make.group([ann])
    await say(verbs.setMembers(group, [bea]))
    expect(await say(verbs.getGroup(group.id))).toEqual({ ...group, members: [bea] })
    await say(verbs.setMembers(group, []))
    expect(await say(verbs.getGroup(group.id))).toEqual({ ...group, members: [] })
  })

  test('hold the same user once, though she is sent twice', async ({ about, make, verbs, say }) => {
    about('repeatedMember')
    const [ann, bea] = (await make.users(2)).map(asMember) as [Member, Member]
    const group = await make.group([ann, bea, ann])
    expect((await say(verbs.getGroup(group.id))).members).toEqual([ann, bea])
  })

  test('can be in several groups', async ({ about, make, verbs, say }) => {
    about('membersAreAnswered')
    const ann = asMember(await make.user())
    const [one, two] = [await make.group([ann]), await make.group([ann])]
    await say(verbs.setMembers(one, []))
    expect((await say(verbs.getGroup(two.id))).members).toEqual([ann])
  })
})

test.describe('adding and removing', () => {
  test('adds to the members that are there', async ({ about, make, verbs, say }) => {
    about('memberChange')
    const [ann, bea] = (await make.users(2)).map(asMember) as [Member, Member]
    const group = await make.group([ann])
    await say(verbs.addMember(group.id, bea))
    expect((await say(verbs.getGroup(group.id))).members).toEqual([ann, bea])
  })

  test('adds one who is a member already without adding her twice', async ({
    about,
    make,
    verbs,
    say,
  }) => {
    about('memberAgain')
    const ann = asMember(await make.user())
    const group = await make.group([ann])
    await say(verbs.addMember(group.id, ann))
    expect((await say(verbs.getGroup(group.id))).members).toEqual([ann])
  })

  test('removes one and keeps the others', async ({ about, make, verbs, say }) => {
    about('memberChange')
    const [ann, bea, cleo] = (await make.users(3)).map(asMember) as [Member, Member, Member]
    const group = await make.group([ann, bea, cleo])
    await say(verbs.removeMember(group.id, bea))
    expect((await say(verbs.getGroup(group.id))).members).toEqual([ann, cleo])
  })

  test('loses none of several who are added at once', async ({ about, make, verbs, say }) => {
    about('memberChange')
    const members = (await make.users(6)).map(asMember)
    const group = await make.group()
    await Promise.all(members.map((member) => say(verbs.addMember(group.id, member))))
    const { members: present } = await say(verbs.getGroup(group.id))
    expect(present.map(({ id }) => id).sort()).toEqual(members.map(({ id }) => id).sort())
  })
})

test.describe('a member who is nobody', () => {
  test('is refused when a group is made, and no group is made', async ({
    about,
    make,
    verbs,
    say,
    refused,
    driver,
  }) => {
    about('membersWithGroup')
    const displayName = make.name()
    const nobody: Member = { kind: 'user', id: driver.missingId }
    await refused(verbs.createGroup({ displayName, members: [nobody] }), 'unknownMember')
    // Had it been made, its name would be taken now.
    await say(verbs.createGroup({ displayName, members: [] }))
  })

  test('is refused in a replacement, and neither name nor members change', async ({
    about,
    make,
    verbs,
    say,
    refused,
    driver,
  }) => {
    about('membersWithGroup')
    const [ann, bea] = (await make.users(2)).map(asMember) as [Member, Member]
    const group = await make.group([ann])
    const nobody: Member = { kind: 'user', id: driver.missingId }
    const replacement = { displayName: make.name(), members: [bea, nobody] }
    await refused(verbs.replaceGroup(group.id, replacement), 'unknownMember')
    expect(await say(verbs.getGroup(group.id))).toEqual(group)
  })

  test('is refused among new members, and none of them joins', async ({
    make,
    verbs,
    say,
    refused,
    driver,
  }) => {
    const [ann, bea] = (await make.users(2)).map(asMember) as [Member, Member]
    const group = await make.group([ann])
    const nobody: Member = { kind: 'user', id: driver.missingId }
    await refused(verbs.setMembers(group, [bea, nobody]), 'unknownMember')
    expect(await say(verbs.getGroup(group.id))).toEqual(group)
  })

  test('is refused when she is added', async ({ make, verbs, say, refused, driver }) => {
    const group = await make.group()
    const nobody: Member = { kind: 'user', id: driver.missingId }
    await refused(verbs.addMember(group.id, nobody), 'unknownMember')
    expect(await say(verbs.getGroup(group.id))).toEqual(group)
  })

  test('is refused when she was deleted', async ({ make, verbs, say, refused }) => {
    const ann = await make.user()
    const group = await make.group()
    await say(verbs.deleteUser(ann.id))
    await refused(verbs.setMembers(group, [asMember(ann)]), 'unknownMember')
  })
})

test.describe('deleting', () => {
  test('a user takes her out of every group', async ({ about, make, verbs, say }) => {
    about('userLeavesGroups')
    const [ann, bea] = [await make.user(), await make.user()]
    const one = await make.group([asMember(ann), asMember(bea)])
    const two = await make.group([asMember(ann)])
    await say(verbs.deleteUser(ann.id))
    expect((await say(verbs.getGroup(one.id))).members).toEqual([asMember(bea)])
    expect((await say(verbs.getGroup(two.id))).members).toEqual([])
  })

  test('a user and giving her name to another puts the other in no group', async ({
    about,
    make,
    verbs,
    say,
  }) => {
    about('userLeavesGroups')
    const ann = await make.user()
    const group = await make.group([asMember(ann)])
    await say(verbs.deleteUser(ann.id))
    await make.user({ userName: ann.userName })
    expect((await say(verbs.getGroup(group.id))).members).toEqual([])
  })

  test('a group leaves its members as they are', async ({ about, make, verbs, say }) => {
    about('membersOutliveGroup')
    const ann = await make.user()
    const group = await make.group([asMember(ann)])
    await say(verbs.deleteGroup(group.id))
    expect(await say(verbs.getUser(ann.id))).toEqual(ann)
  })
})

function asMember({ id }: { id: string }): Member {
  return { kind: 'user', id }
}
