import type { Operation, Spec } from '../../specs/read.ts'
import type { Bystanders } from '../bystanders.ts'
import type { Client, Draft } from '../call.ts'
import type { Driver, RefusalName } from '../drivers/driver.ts'
import type { Reply } from '../exchange.ts'
import { expect, test } from '../suite.ts'
import { untouched } from '../untouched.ts'

const DEEP = 10_000
const TWO_MEGABYTES = 2 * 1024 * 1024

interface Bad {
  readonly what: string
  readonly why: RefusalName
  readonly draft: Pick<Draft, 'body' | 'headers'>
  /** Whether it says nothing at all to an operation that ignores what it does not know. */
  readonly ignorable?: true
}

const bad: readonly Bad[] = [
  { what: 'no body at all', why: 'missingBody', draft: {} },
  ...['{', '{"userName": "ann"', "{'userName': 1}", '{}}', 'nothing', '\u0000'].map(
    (body): Bad => ({ what: `no JSON: ${body}`, why: 'malformedJson', draft: { body } }),
  ),
  ...['[]', '"text"', '42', 'true', 'null'].map(
    (body): Bad => ({ what: `no object: ${body}`, why: 'malformedJson', draft: { body } }),
  ),
  ...['text/plain', 'application/xml', 'application/x-www-form-urlencoded'].map(
    (type): Bad => ({
      what: `a body of type ${type}`,
      why: 'wrongContentType',
      draft: { body: '{}', headers: { 'content-type': type } },
    }),
  ),
  {
    what: `${DEEP} arrays in each other`,
    why: 'deepBody',
    draft: { body: '['.repeat(DEEP) + ']'.repeat(DEEP) },
  },
  {
    what: `${DEEP} objects in each other`,
    why: 'deepBody',
    draft: { body: `${'{"a":'.repeat(DEEP)}1${'}'.repeat(DEEP)}` },
    ignorable: true,
  },
  {
    what: 'two megabytes of white space',
    why: 'largeBody',
    draft: { body: `{${' '.repeat(TWO_MEGABYTES)}}` },
  },
]

interface Situation {
  readonly client: Client
  readonly driver: Driver
  readonly present: Bystanders
  readonly spec: Spec
}

for (const { what, why, draft, ignorable } of bad) {
  test(`every operation that takes a body refuses ${JSON.stringify(what).slice(1, -1)}, and nothing changes`, async ({
    bystanders,
    client,
    driver,
    isRefusal,
    spec,
  }) => {
    const present = await bystanders()
    await everywhere({ client, driver, present, spec }, draft, (reply, { id, body }) => {
      if (driver.optional?.[id]?.includes(reply.status)) return
      const legal = ignorable && body?.check(JSON.parse(draft.body ?? '')).length === 0
      // Where nothing in the body counts, it may still be about something that is not there.
      if (legal && isDone(reply)) return
      // A frame does not tell a body that says nothing from one that lacks something.
      if (legal && !body?.frame) expect(reply.status, reply.text).toBe(404)
      else isRefusal(reply, why)
    })
  })
}

/** Sends a draft to every operation that takes a body, about those who are there. */
async function everywhere(
  { client, driver, present, spec }: Situation,
  draft: Bad['draft'],
  check: (reply: Reply, operation: Operation) => void,
): Promise<void> {
  const { ids, reads } = present
  await untouched(client, reads, async () => {
    for (const operation of spec.operations.filter((one) => isBad(one, draft))) {
      const { id, path } = operation
      const bad = { like: id, path: driver.place(path, ids), ...draft }
      if (!client.may(bad)) continue
      await test.step(id, async () => check(await client.raw(bad), operation))
    }
  })
}

function isDone({ status }: Reply): boolean {
  return [200, 201, 204].includes(status)
}

/** An operation that takes a list takes an empty one too. */
function isBad({ body }: Operation, draft: Bad['draft']): boolean {
  return body !== undefined && (draft.body !== '[]' || body.check([]).length > 0)
}

test.describe('a request to create a user is refused', () => {
  for (const value of [42, true, null, [], {}, ['ann@example.com']]) {
    test(`when the userName is ${JSON.stringify(value)}`, async ({
      client,
      isRefusal,
      make,
      verbs,
    }) => {
      const person = make.person()
      const { operation, call } = verbs.createUser(person)
      const body = swap(call.body, person.userName, value)
      isRefusal(await client.send(operation, { body }), 'wrongType')
    })
  }

  test('when it says more than the document knows, at any depth', async ({
    client,
    isRefusal,
    make,
    say,
    verbs,
  }) => {
    const person = make.person()
    const { operation, call } = verbs.createUser(person)
    const body = call.body as Record<string, unknown>
    const wrong = [
      { ...body, favouriteColour: 'green' },
      { ...body, constructor: { prototype: { admin: true } } },
      deepen(body, { favouriteColour: 'green' }),
    ]
    // A body without objects in it has no depth.
    for (const each of wrong.filter((one) => JSON.stringify(one) !== JSON.stringify(body))) {
      isRefusal(await client.send(operation, { body: each }), 'unknownProperty')
    }
    const where = { field: 'userName', operator: 'eq', value: person.userName } as const
    expect(await say(verbs.listUsers({ where }))).toEqual({ total: 0, items: [] })
  })

  test('when a name has a million characters', async ({ client, isRefusal, make, verbs }) => {
    const person = make.person({ givenName: 'x'.repeat(1024 * 1024) })
    const { operation, call } = verbs.createUser(person)
    isRefusal(await client.send(operation, call), 'longText')
  })

  test('when all that it says stands under __proto__', async ({
    client,
    isRefusal,
    make,
    say,
    verbs,
  }) => {
    const person = make.person()
    const { operation, call } = verbs.createUser(person)
    const body = `{"__proto__": ${JSON.stringify(call.body)}}`
    isRefusal(await client.raw({ like: operation, body }), 'protoKey')
    const where = { field: 'userName', operator: 'eq', value: person.userName } as const
    expect(await say(verbs.listUsers({ where }))).toEqual({ total: 0, items: [] })
  })
})

test('a request to create a group is refused when its name is no text', async ({
  client,
  isRefusal,
  make,
  verbs,
}) => {
  const displayName = make.name()
  const { operation, call } = verbs.createGroup({ displayName, members: [] })
  for (const value of [42, false, null, [], {}]) {
    const body = swap(call.body, displayName, value)
    isRefusal(await client.send(operation, { body }), 'wrongType')
  }
})

test('a request to alter a user so that her name is no text is refused, and she stays', async ({
  alter,
  client,
  isRefusal,
  make,
  renaming,
  verbs,
}) => {
  renaming()
  const user = await make.user()
  const { operation, call } = alter(user.id, user)
  await untouched(client, [verbs.getUser(user.id)], async () => {
    const body = swap(call.body, user.userName, 7)
    isRefusal(await client.send(operation, { ...call, body }), 'wrongType')
  })
})

test('keys of a prototype reach nobody else', async ({ client, make, verbs }) => {
  const { operation, call } = verbs.createUser(make.person())
  const rest = JSON.stringify(call.body).slice(1)
  await client.raw({
    like: operation,
    body: `{"__proto__": {"userName": "eve", "title": "x"}, ${rest}`,
  })
  await client.raw({
    like: operation,
    body: `{"constructor": {"prototype": {"title": "x"}}, ${rest}`,
  })
  const later = await make.user()
  const read = verbs.getUser(later.id)
  const { body } = await client.send(read.operation, read.call)
  expect(body).not.toHaveProperty('title')
})

/** The body with one value changed, wherever it stands. */
function swap(body: unknown, from: unknown, to: unknown): unknown {
  return JSON.parse(JSON.stringify(body), (_, value: unknown) => (value === from ? to : value))
}

/** The body with one more property in each of its objects below the top. */
function deepen(body: Record<string, unknown>, more: object): unknown {
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => [
      name,
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? { ...value, ...more }
        : value,
    ]),
  )
}
