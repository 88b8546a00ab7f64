import { expect, test } from '#test'
import { scimV2 } from '../drivers/scim.v2.ts'
import type { Reply } from '../exchange.ts'
import { shownIn } from './shown.ts'

function listOf(Resources: readonly unknown[]): Reply {
  const body = { totalResults: Resources.length, Resources }
  return { status: 200, body, text: JSON.stringify(body), headers: {} } as unknown as Reply
}

test('who is shown in part, without an id, is nobody to be remembered', () => {
  const reply = listOf([{ userName: 'a' }, { id: '1', userName: 'b' }, { id: 2 }])
  const { missingUser, missingGroup } = shownIn(scimV2, 'listUsers', reply)
  expect(missingUser.map(({ id }) => id)).toEqual(['1'])
  expect(missingGroup).toEqual([])
})
