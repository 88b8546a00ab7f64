import type { WireOperation, WireUser } from '../drivers/scim.v2-wire.ts'
import { expect, patchOp, test } from './scim.ts'

type Values = readonly { readonly value?: string; readonly primary?: boolean }[]

const work = { value: 'b@example.com', type: 'work' }
const home = { value: 'b@home.example', type: 'home' }

/** Those that are primary, by their values. */
function primaries({ emails }: WireUser): unknown[] {
  const values = (emails ?? []) as Values
  return values.filter(({ primary }) => primary === true).map(({ value }) => value)
}

const moves: readonly (readonly [operation: WireOperation, want: readonly string[]])[] = [
  [{ op: 'add', path: 'emails', value: [{ ...home, primary: true }] }, [home.value]],
  [{ op: 'add', value: { emails: [{ ...home, primary: true }] } }, [home.value]],
  [{ op: 'add', path: 'emails', value: [{ value: 'b@example.org', type: 'other' }] }, [work.value]],
  [
    { op: 'replace', path: 'emails[value eq "second@example.com"].primary', value: true },
    ['second@example.com'],
  ],
  [
    { op: 'add', path: 'emails[value eq "second@example.com"].primary', value: true },
    ['second@example.com'],
  ],
  [{ op: 'replace', path: 'emails[type eq "work"].primary', value: false }, []],
  [{ op: 'remove', path: 'emails[primary eq true]' }, []],
]

test('primary moves to the value that is made primary last', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('patch-primary-moves', 'primary-is-true-once')
  for (const [operation, want] of moves) {
    await test.step(JSON.stringify(operation), async () => {
      const second = { value: 'second@example.com', type: 'other' }
      const { id } = await scim.user({ emails: [{ ...work, primary: true }, second] })
      expect(primaries(await scim.patched('User', id, patchOp(operation)))).toEqual(want)
    })
  }
})

test('a value that is sent as primary is, and one without a word is not', {
  tag: '@basic',
}, async ({ promise, scim }) => {
  promise('absent-primary-is-false')
  const user = await scim.user({ emails: [work, { ...home, primary: true }] })
  expect(primaries(user)).toEqual([home.value])
  expect(primaries(await scim.read('User', user.id))).toEqual([home.value])
  const body = scim.body('User', { userName: user.userName, emails: [work, home] })
  expect(primaries(await scim.replaced('User', user.id, body))).toEqual([])
})

test('two primary values in one request are refused, or one of them is left', {
  tag: '@edge',
}, async ({ promise, scim }) => {
  promise('two-primaries-are-400')
  const emails = [
    { ...work, primary: true },
    { ...home, primary: true },
  ]
  const user = await scim.user()
  const put = scim.body('User', { userName: user.userName, emails })
  for (const reply of [
    await scim.create('User', scim.body('User', { emails })),
    await scim.put('User', user.id, put),
    await scim.patch('User', user.id, patchOp({ op: 'add', path: 'emails', value: emails })),
  ]) {
    if (reply.status === 400) scim.refused(reply, 400, 'invalidValue')
    else expect.soft(reply.status === 204 ? [1] : primaries(reply.body as WireUser)).toHaveLength(1)
  }
  expect(primaries(await scim.read('User', user.id)).length).toBeLessThan(2)
})

test('no value is answered twice with the same type', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('values-are-not-repeated')
  const { id } = await scim.user({ emails: [work, { ...work, display: 'B' }, home] })
  expect((await scim.read('User', id)).emails).toHaveLength(2)
  const add = { op: 'add', path: 'emails', value: [work, { ...work, type: 'other' }] }
  const after = await scim.patched('User', id, patchOp(add))
  expect(after.emails).toHaveLength(3)
})
