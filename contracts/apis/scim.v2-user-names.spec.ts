import type { Reply } from '../exchange.ts'
import { expect, patchOp, test } from './scim.ts'

test('a userName in another case is the same userName', { tag: '@basic' }, async ({
  make,
  promise,
  scim,
}) => {
  promise('user-names-compare-without-case', 'duplicate-user-name-is-409')
  const userName = make.address(make.name('CaMeL'))
  const { id } = await scim.user({ userName })
  expect((await scim.read('User', id)).userName).toBe(userName)
  for (const other of [userName.toLowerCase(), userName.toUpperCase()]) {
    const body = scim.body('User', { userName: other })
    scim.refused(await scim.create('User', body), 409, 'uniqueness')
    expect(await scim.ids('User', { filter: `userName eq "${other}"` }), other).toEqual([id])
  }
})

test('a userName is prepared before it is compared', { tag: '@edge' }, async ({
  make,
  promise,
  scim,
}) => {
  promise('user-names-are-prepared-before-comparing')
  const composed = make.name('caf\u00e9')
  const { id } = await scim.user({ userName: composed })
  for (const other of [composed.normalize('NFD'), fullWidth(composed)]) {
    const body = scim.body('User', { userName: other })
    scim.refused(await scim.create('User', body), 409, 'uniqueness')
    expect(await scim.ids('User', { filter: `userName eq "${other}"` })).toEqual([id])
  }
})

test('nobody takes the userName of another by a change', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('refused-requests-change-nothing')
  const { userName } = await scim.user()
  const { id } = await scim.user()
  const before = await scim.read('User', id)
  // RFC 7644 section 3.12 has 409 in its table of statuses, and uniqueness under 400.
  const refused = (reply: Reply) => scim.refused(reply, [400, 409], 'uniqueness')
  for (const taken of [userName, userName.toUpperCase()]) {
    refused(await scim.put('User', id, { ...scim.body('User'), userName: taken }))
    expect(await scim.read('User', id)).toEqual(before)
  }
})

test('a userName that is taken is a conflict in a change as in a create', { tag: '@edge' }, async ({
  promise,
  scim,
}) => {
  promise('user-name-clash-in-a-change-is-409')
  await scim.supports('patch')
  const { userName } = await scim.user()
  const { id } = await scim.user()
  const before = await scim.read('User', id)
  const change = patchOp({ op: 'replace', path: 'userName', value: userName })
  scim.refused(await scim.put('User', id, scim.body('User', { userName })), 409, 'uniqueness')
  scim.refused(await scim.patch('User', id, change), 409, 'uniqueness')
  expect(await scim.read('User', id)).toEqual(before)
})

test("a user may be sent the userName that is the user's already", async ({ promise, scim }) => {
  promise('own-user-name-is-no-conflict')
  const { id, userName } = await scim.user()
  const other = userName.toUpperCase()
  expect(await scim.replaced('User', id, scim.body('User', { userName: other }))).toMatchObject({
    id,
    userName: other,
  })
  expect(await scim.ids('User', { filter: `userName eq "${userName}"` })).toEqual([id])
})

test('an empty userName is refused in a change, which does nothing', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('user-name-is-required', 'put-needs-the-required')
  const { id } = await scim.user()
  const before = await scim.read('User', id)
  for (const userName of ['', null]) {
    const body = { ...scim.body('User'), userName, title: 'Nobody' }
    scim.refused(await scim.put('User', id, body), 400, 'invalidValue')
  }
  expect(await scim.read('User', id)).toEqual(before)
})

/** The printable characters of ASCII as they are written beside Chinese. */
function fullWidth(text: string): string {
  return text.replaceAll(/[a-z0-9]/g, (one) => String.fromCodePoint(one.charCodeAt(0) + 0xfee0))
}
