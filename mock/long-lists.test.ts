import { expect, test } from '#test'
import type { Reply } from './dialects/dialect.ts'
import { items } from './dialects/items.ts'
import type { Row, Table } from './directory/realm.ts'
import { createMock } from './index.ts'
import { type Answer, made } from './long-lists.ts'
import { MemoryRealm } from './store/realm.ts'

interface Thing extends Row {
  readonly size: number
}

const things: Table<Thing> = { name: 'things', noun: 'thing' }
const bySize = { name: 'size', key: ({ size }: Thing) => [String(size).padStart(6, '0')] }
const all = { index: 'size', within: [] }

function realmWith(count: number): MemoryRealm {
  const realm = new MemoryRealm([{ table: things, indexes: [bySize], references: [] }])
  for (let size = 1; size <= count; size++) realm.put(things, { id: `${size}`, size })
  return realm
}

/** A reply with all things, and the sizes of those of which the body was made. */
function listing(): { list: ReturnType<typeof items<Thing>>; shown: number[] } {
  const shown: number[] = []
  const list = items<Thing>(
    (realm) => realm.scan(things, all),
    ({ id, size }, realm) => {
      shown.push(size)
      return { id, size: realm.get(things, id)?.size }
    },
  )
  return { list, shown }
}

const anything = () => undefined

function parse({ parts }: Answer): unknown {
  return JSON.parse([...(parts ?? [])].join(''))
}

function sizes(count: number): unknown[] {
  return Array.from({ length: count }, (_, at) => ({ id: `${at + 1}`, size: at + 1 }))
}

test('a list of 500 items is a body like any other', () => {
  const { list } = listing()
  const reply = { status: 200, body: { total: 500, list } }
  const answer = made(reply, { realm: realmWith(500), check: anything })
  expect(answer).toEqual({ status: 200, body: { total: 500, list: sizes(500) } })
})

test('the parts of a longer list are one body', () => {
  const { list } = listing()
  const reply = { status: 200, body: { before: '"list":[]', left: undefined, list, total: 1234 } }
  const answer = made(reply, { realm: realmWith(1234), check: anything })
  expect(parse(answer)).toEqual({ before: '"list":[]', list: sizes(1234), total: 1234 })
})

test('a list that is the whole body comes in parts too', () => {
  const { list } = listing()
  const answer = made({ status: 200, body: list }, { realm: realmWith(501), check: anything })
  expect(parse(answer)).toEqual(sizes(501))
})

test('a long list is that of the moment in which it was asked for, whatever is written meanwhile', () => {
  const realm = realmWith(1000)
  const answer = made({ status: 200, body: listing().list }, { realm, check: anything })
  const texts: string[] = []
  for (const text of answer.parts ?? []) {
    texts.push(text)
    realm.remove(things, `${1001 - texts.length}`)
    realm.put(things, { id: `${texts.length}`, size: 5000 })
    realm.put(things, { id: `new ${texts.length}`, size: 900 })
  }
  expect(JSON.parse(texts.join(''))).toEqual(sizes(1000))
})

test('the items of a long list are made as they are sent', () => {
  const { list, shown } = listing()
  const answer = made({ status: 200, body: list }, { realm: realmWith(5000), check: anything })
  const parts = answer.parts?.[Symbol.iterator]()
  shown.length = 0
  parts?.next()
  expect(shown).toEqual([])
  parts?.next()
  expect(shown.length).toBeLessThan(200)
})

test('every item is held against the spec, and one that breaks it ends the list', () => {
  const checked: unknown[] = []
  const check = ({ body }: Reply) => {
    const { list = [] } = body as { list?: readonly { size: number }[] }
    checked.push(...list)
    if (list.some(({ size }) => size === 777)) throw new Error('777 breaks the spec')
  }
  const body = { total: 1000, list: listing().list }
  const answer = made({ status: 200, body }, { realm: realmWith(1000), check })
  expect(checked).toEqual(sizes(500))
  const texts: string[] = []
  expect(() => texts.push(...(answer.parts ?? []))).toThrow('777 breaks the spec')
  const sound = made({ status: 200, body }, { realm: realmWith(776), check })
  checked.length = 0
  expect(parse(sound)).toEqual({ total: 1000, list: sizes(776) })
  expect(checked).toEqual(sizes(776))
})

const unpaged: readonly [path: string, membersIn: (body: unknown) => readonly unknown[]][] = [
  ['/gotomeeting/identity/v1/Users', (body) => (body as { resources: unknown[] }).resources],
  ['/hub/api/auth/users', (body) => (body as { data: unknown[] }).data],
  [
    '/laurel/api/v1/customers/66d585985eedface01000003/users?integration=all',
    (body) => body as unknown[],
  ],
]

test('what an API does not page is sent in parts, in whose place a HEAD gets nothing', async () => {
  const apis = ['gotomeeting', 'hub', 'laurel']
  await using mock = await createMock({ apis, choice: { seed: 'generated', users: 600 } })
  const headers = { Authorization: 'Bearer admin-token' }
  for (const [path, membersIn] of unpaged) {
    const reply = await fetch(mock.url + path, { headers })
    expect(reply.headers.get('content-length')).toBeNull()
    expect(membersIn(await reply.json()).length).toBeGreaterThanOrEqual(600)
    const head = await fetch(mock.url + path, { headers, method: 'HEAD' })
    expect(head.headers.get('content-type')).toBe(reply.headers.get('content-type'))
    expect(await head.text()).toBe('')
  }
})
