import type { Member } from '../drivers/driver.ts'
import { expect, test } from '../suite.ts'

test.describe('a group within a group', () => {
  test.beforeEach(({ about }) => about('nesting'))

  test('is a member like any other', async ({ make, verbs, say }) => {
    const inner = await make.group()
    const ann = await make.user()
    const members: Member[] = [{ kind: 'user', id: ann.id }, asMember(inner)]
    const outer = await make.group(members)
    expect((await say(verbs.getGroup(outer.id))).members).toEqual(members)
  })

  test('does not make its own members those of the outer one', async ({
    about,
    make,
    verbs,
    say,
  }) => {
    about('membersAreDirect')
    const ann = await make.user()
    const inner = await make.group([{ kind: 'user', id: ann.id }])
    const outer = await make.group([asMember(inner)])
    expect((await say(verbs.getGroup(outer.id))).members).toEqual([asMember(inner)])
  })

  test('may be in two groups that are in a third', async ({ make, verbs, say }) => {
    const inner = await make.group()
    const [left, right] = [await make.group([asMember(inner)]), await make.group([asMember(inner)])]
    const top = await make.group([asMember(left), asMember(right)])
    expect((await say(verbs.getGroup(top.id))).members).toHaveLength(2)
  })

  test('leaves the outer one when it is deleted', async ({ about, make, verbs, say }) => {
    about('groupLeavesGroups')
    const inner = await make.group()
    const outer = await make.group([asMember(inner)])
    await say(verbs.deleteGroup(inner.id))
    expect((await say(verbs.getGroup(outer.id))).members).toEqual([])
  })

  test('outlives the outer one', async ({ about, make, verbs, say }) => {
    about('membersOutliveGroup')
    const inner = await make.group()
    const outer = await make.group([asMember(inner)])
    await say(verbs.deleteGroup(outer.id))
    expect(await say(verbs.getGroup(inner.id))).toEqual(inner)
  })

  test('has to be there', async ({ make, verbs, say, refused, driver }) => {
    const outer = await make.group()
    const nobody = asMember({ id: driver.missingId })
    await refused(verbs.setMembers(outer, [nobody]), 'unknownMember')
    expect(await say(verbs.getGroup(outer.id))).toEqual(outer)
  })

  test('has to be a group when it is said to be one', async ({
    driver,
    lacks,
    make,
    verbs,
    refused,
  }) => {
    const found = driver.memberKindIsFound
    if (found) lacks(`an API that is told what a member is: ${found.reason}`)
    const ann = await make.user()
    const outer = await make.group()
    await refused(verbs.setMembers(outer, [asMember(ann)]), 'unknownMember')
  })
})

test.describe('a group cannot contain itself', () => {
  test.beforeEach(({ about }) => about('nesting'))

  test('directly', async ({ make, verbs, say, refused }) => {
    const group = await make.group()
    await refused(verbs.setMembers(group, [asMember(group)]), 'selfMember')
    expect(await say(verbs.getGroup(group.id))).toEqual(group)
  })

  test('through another', async ({ make, verbs, say, refused }) => {
    const inner = await make.group()
    const outer = await make.group([asMember(inner)])
    await refused(verbs.setMembers(inner, [asMember(outer)]), 'cycle')
    expect(await say(verbs.getGroup(inner.id))).toEqual(inner)
    expect(await say(verbs.getGroup(outer.id))).toEqual(outer)
  })

  test('through several others, also in a replacement', async ({
    about,
    make,
    verbs,
    say,
    refused,
  }) => {
    about('membersWithGroup')
    const first = await make.group()
    const second = await make.group([asMember(first)])
    const third = await make.group([asMember(second)])
    const { displayName } = first
    const ring = { displayName, members: [asMember(third)] }
    await refused(verbs.replaceGroup(first.id, ring), 'cycle')
    expect(await say(verbs.getGroup(first.id))).toEqual(first)
  })

  test('but two may change places', async ({ make, verbs, say }) => {
    const inner = await make.group()
    const outer = await make.group([asMember(inner)])
    await say(verbs.setMembers(outer, []))
    await say(verbs.setMembers(inner, [asMember(outer)]))
    expect((await say(verbs.getGroup(inner.id))).members).toEqual([asMember(outer)])
  })
})

function asMember({ id }: { id: string }): Member {
  return { kind: 'group', id }
}
