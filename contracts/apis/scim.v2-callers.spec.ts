import type { Call } from '../call.ts'
import { expect, patchOp, test } from './scim.ts'

/** Credentials that nobody has. */
const strangers: Readonly<Record<string, Call>> = {
  'no credential': { as: 'nobody' },
  'a token that has expired': { as: 'expired' },
  'a token that was revoked': { as: 'revoked' },
  'a token without a scheme': { headers: { authorization: 'nobody-was-given-this' } },
  'a scheme without a token': { headers: { authorization: 'Bearer' } },
  'a scheme that there is not': { headers: { authorization: 'Rehearsal bm9ib2R5' } },
}

for (const [what, call] of Object.entries(strangers)) {
  test(`${what} is refused with a challenge, and nothing is done`, { tag: '@basic' }, async ({
    promise,
    scim,
  }) => {
    promise('invalid-credential-is-401', 'refusals-carry-a-challenge')
    promise('refusals-of-credentials-are-scim-errors', 'missing-credential-is-401')
    const user = await scim.user()
    const change = patchOp({ op: 'replace', path: 'title', value: 'Stranger' })
    for (const reply of [
      await scim.list('User', { filter: scim.mine('User') }, call),
      await scim.get('User', user.id, call),
      await scim.get('Group', user.id, call),
      await scim.create('User', scim.body('User'), call),
      await scim.put('User', user.id, scim.body('User', { userName: user.userName }), call),
      await scim.patch('User', user.id, change, call),
      await scim.remove('User', user.id, call),
      await scim.search('User', { filter: scim.mine('User') }, call),
    ]) {
      scim.refused(reply, 401)
      expect(reply.headers.get('www-authenticate')).toMatch(/^[A-Za-z]+( |$)/)
    }
    expect(await scim.read('User', user.id)).toEqual(user)
    expect(await scim.ids('User', { filter: scim.mine('User') })).toEqual([user.id])
  })
}

test('whoever is refused is not told whether a resource is there', { tag: '@edge' }, async ({
  promise,
  scim,
}) => {
  promise('credential-is-judged-first')
  const { id } = await scim.user()
  const nobody = { as: 'nobody' } as const
  const [there, missing, bad] = [
    await scim.get('User', id, nobody),
    await scim.get('User', `${id}0`, nobody),
    await scim.create('User', { nonsense: true }, nobody),
  ]
  expect([there, missing, bad].map(({ status }) => status)).toEqual([401, 401, 401])
  expect(missing.body).toEqual(there.body)
})

test('a user name and password are a credential beside a token', { tag: '@edge' }, async ({
  promise,
  scim,
  target,
}) => {
  promise('basic-works-beside-bearer')
  const user = await scim.user()
  const basic = Buffer.from(`${target.tokens.admin}:${target.tokens.admin}`).toString('base64')
  const reply = await scim.get('User', user.id, { headers: { authorization: `Basic ${basic}` } })
  expect(reply).toMatchObject({ status: 200, body: user })
})

test('who may read may query by GET and by POST, and change nothing', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('reading-needs-read-and-writing-needs-write')
  const [as, user] = ['reader', await scim.user()] as const
  const filter = scim.mine('User')
  expect(await scim.get('User', user.id, { as })).toMatchObject({ status: 200, body: user })
  for (const reply of [
    await scim.list('User', { filter }, { as }),
    await scim.search('User', { filter }, { as }),
  ]) {
    expect(reply).toMatchObject({ status: 200, body: { totalResults: 1 } })
  }
  const change = patchOp({ op: 'replace', path: 'title', value: 'Reader' })
  scim.refused(await scim.create('User', scim.body('User'), { as }), 403)
  scim.refused(await scim.patch('User', user.id, change, { as }), 403)
  scim.refused(await scim.remove('User', user.id, { as }), 403)
  expect(await scim.read('User', user.id)).toEqual(user)
})

test('a token that nobody was given is refused', { tag: '@basic' }, async ({
  lacks,
  promise,
  scim,
  target,
}) => {
  promise('invalid-credential-is-401', 'refusals-carry-a-challenge')
  if (target.mock) lacks('a server that takes no unknown token for the administrator')
  const headers = { authorization: 'Bearer nobody-was-given-this' }
  scim.refused(await scim.list('User', undefined, { headers }), 401)
  scim.refused(await scim.create('User', scim.body('User'), { headers }), 401)
})
