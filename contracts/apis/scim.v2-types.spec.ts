import type { Attribute } from '../scim-schemas.ts'
import { ENTERPRISE, expect, test, USER } from './scim.ts'

/** RFC 7643 section 2.3: what is no value of a type. */
const wrong: Readonly<Record<string, readonly unknown[]>> = {
  string: [5, true, { a: 1 }, ['a']],
  boolean: ['yes', 1, {}],
  reference: [5, {}],
  complex: ['text', 5, true],
  binary: [5, 'no base64 at all!'],
  integer: ['5', 1.5, true],
  decimal: ['5', true],
  dateTime: [5, 'yesterday', '2011-05-13', '04:42:34Z', '2011-13-13T04:42:34Z'],
}

for (const urn of [USER, ENTERPRISE]) {
  test(`a value of the wrong type is refused, whatever attribute of ${urn} it is for`, {
    tag: '@basic',
  }, async ({ lacks, promise, scim }) => {
    promise('wrong-types-are-400')
    const schema = (await scim.schemas()).find(({ id }) => id === urn)
    if (!schema) return lacks(`the schema ${urn}`)
    const accepted: string[] = []
    for (const [path, value] of schema.attributes.filter(isWritable).flatMap(badValues)) {
      const own = { [path]: value }
      const body = scim.body('User', urn === USER ? own : { [urn]: own })
      const reply = await scim.create('User', body)
      if (reply.status === 400) scim.refused(reply, 400, 'invalidValue')
      else accepted.push(`${reply.status}: ${JSON.stringify(own)}`)
    }
    expect(accepted).toEqual([])
    expect(await scim.ids('User', { filter: scim.mine('User') })).toEqual([])
  })
}

test('a value of the wrong type inside of another is refused', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('wrong-types-are-400')
  for (const own of [
    { name: { familyName: 5 } },
    { name: { familyName: ['Jensen'] } },
    { emails: [{ value: 5 }] },
    { emails: [{ value: 'a@example.com', primary: 'first' }] },
    { emails: [['a@example.com']] },
    { emails: { value: 'a@example.com' } },
    { addresses: [{ locality: { name: 'Hollywood' } }] },
  ]) {
    scim.refused(await scim.create('User', scim.body('User', own)), 400, 'invalidValue')
  }
})

test('a certificate is base64', { tag: '@edge' }, async ({ promise, scim }) => {
  promise('binaries-are-base64')
  await scim.attribute(USER, 'x509Certificates.value')
  const value = Buffer.from('a certificate?>').toString('base64')
  expect(await scim.user({ x509Certificates: [{ value }] })).toMatchObject({
    x509Certificates: [{ value }],
  })
  for (const bad of ['no base64', '*'.repeat(8), 'AAA=AAAA', 'A']) {
    const body = scim.body('User', { x509Certificates: [{ value: bad }] })
    scim.refused(await scim.create('User', body), 400, 'invalidValue')
  }
})

test('the text of a boolean is no boolean', { tag: '@edge' }, async ({ promise, scim }) => {
  promise('strict-booleans-are-no-text')
  for (const active of ['true', 'False']) {
    scim.refused(await scim.create('User', scim.body('User', { active })), 400, 'invalidValue')
  }
})

function isWritable({ mutability = 'readWrite' }: Attribute): boolean {
  return mutability !== 'readOnly'
}

function badValues({ name, type, multiValued }: Attribute): [path: string, value: unknown][] {
  const single = wrong[type] ?? []
  // An array is the right type here, and what is in it the wrong one.
  const all = multiValued ? ['text', ...single.map((one) => [one])] : single
  return all.map((value) => [name, value])
}
