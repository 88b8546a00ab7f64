/** The people that all servers of one size begin with: made by ours, and read from it as a client would. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Fixed } from './floor.ts'
import { type Running, startProcess } from './processes.ts'

export interface Person {
  readonly id: string
  readonly userName: string
}

export interface Group {
  readonly name: 'ten' | 'crowd'
  readonly id: string
  readonly members: readonly string[]
}

export interface World {
  readonly size: number
  /** Where its files are. */
  readonly folder: string
  /** Of people anywhere in the whole, in no order. */
  readonly sample: readonly Person[]
  /** A group of ten, and one of everybody in the sample and others, a hundred thousand at most. */
  readonly groups: readonly Group[]
  /** Who is in neither. */
  readonly outsiders: readonly string[]
}

/** Beyond it the people are only in our own state. */
export const MOST_OF_PEERS = 100_000
/** How many are in the large group where there are as many people. */
export const CROWD = 100_000
const PAGE = 1000
/** How many members a patch adds. */
const PATCHED = 1000
const OUTSIDERS = 400
const SAMPLE = 8000

export const headers = {
  Authorization: 'Bearer admin-token',
  'Content-Type': 'application/scim+json',
} as const

/** Ours on the state of a world; both faces of SCIM, and a journal on the disk. */
export function startOurs(folder: string, more: readonly string[] = []): Promise<Running> {
  return startProcess({
    script: script('../cli.js'),
    args: ['serve', 'scim', '--json', '--db', 'state.json', ...more],
    folder,
    first: '/scim/v2/Users?count=1',
    headers,
  })
}

export function script(name: string): string {
  return new URL(name, import.meta.url).pathname
}

/** Makes the state of a size in the folder, and beside it the same people as the peers read them. */
export async function makeWorld(size: number, folder: string): Promise<World> {
  mkdirSync(folder, { recursive: true })
  const ours = await startOurs(folder, ['--users', String(size)])
  const people = await readFirst(ours, size)
  const outsiders = people.slice(-OUTSIDERS).map(({ id }) => id)
  const inside = people.slice(0, -OUTSIDERS)
  const spread = size > MOST_OF_PEERS ? await readAnywhere(ours, size) : inside
  const sample = shuffled(spread.filter(({ id }) => !outsiders.includes(id))).slice(0, SAMPLE)
  // At each size those who are asked for are in the large group, or they would not be the same.
  const crowd = [...new Set([...sample, ...inside].map(({ id }) => id))].slice(0, CROWD)
  const groups = [
    await makeGroup(ours, 'ten', crowd.slice(-10)),
    await makeGroup(ours, 'crowd', crowd),
  ]
  const one = JSON.stringify(await reply(ours, sample[0]?.id ?? ''))
  writeFileSync(join(folder, 'reply.json'), one)
  if (size <= MOST_OF_PEERS) writeForPeers(folder, await readFirst(ours, size), groups)
  await ours.end()
  const named = sample.map(({ id, userName }) => ({ id, userName }))
  return { size, folder, sample: named, groups, outsiders }
}

async function readFirst(ours: Running, size: number): Promise<Person[]> {
  const most = Math.min(size, CROWD + OUTSIDERS)
  const people: Person[] = []
  for (let start = 1; people.length < most; start += PAGE) {
    const page = await readPage(ours, `startIndex=${start}&count=${PAGE}`)
    if (page.length === 0) break
    people.push(...page)
  }
  return people.slice(0, most)
}

async function readAnywhere(ours: Running, size: number): Promise<Person[]> {
  const starts = Array.from({ length: SAMPLE / 100 }, () => Math.ceil(Math.random() * (size - 100)))
  const pages: Person[][] = []
  for (const start of starts) pages.push(await readPage(ours, `startIndex=${start}&count=100`))
  return pages.flat()
}

async function readPage(ours: Running, query: string): Promise<Person[]> {
  const answer = await fetch(`${ours.url}/scim/v2/Users?${query}`, { headers })
  return ((await answer.json()) as { Resources?: Person[] }).Resources ?? []
}

async function makeGroup(
  ours: Running,
  name: Group['name'],
  members: readonly string[],
): Promise<Group> {
  const { id } = await send(ours, 'POST', '/Groups', {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
    displayName: `The group of the benchmark: ${name}`,
  })
  for (let from = 0; from < members.length; from += PATCHED) {
    const value = members.slice(from, from + PATCHED).map((each) => ({ value: each }))
    await send(ours, 'PATCH', `/Groups/${id}?attributes=displayName`, {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations: [{ op: 'add', path: 'members', value }],
    })
  }
  return { name, id, members }
}

async function send(ours: Running, method: string, path: string, body: object) {
  const init = { method, headers, body: JSON.stringify(body) }
  const answer = await fetch(`${ours.url}/scim/v2${path}`, init)
  if (!answer.ok) throw new Error(`${method} ${path} got ${answer.status}: ${await answer.text()}`)
  return (await answer.json()) as { id: string }
}

async function reply(ours: Running, id: string): Promise<Fixed> {
  const answer = await fetch(`${ours.url}/scim/v2/Users/${id}`, { headers })
  const hop = ['connection', 'keep-alive', 'date', 'content-length']
  const own = [...answer.headers].filter(([name]) => !hop.includes(name))
  return { status: answer.status, headers: Object.fromEntries(own), body: await answer.text() }
}

function writeForPeers(folder: string, users: readonly Person[], groups: readonly Group[]): void {
  writeFileSync(join(folder, 'users.json'), JSON.stringify({ users }))
  writeFileSync(join(folder, 'scimmy.json'), JSON.stringify({ users, groups }))
}

function shuffled<T>(all: readonly T[]): T[] {
  const copy = [...all]
  for (let last = copy.length - 1; last > 0; last--) {
    const other = Math.floor(Math.random() * (last + 1))
    const one = copy[last] as T
    copy[last] = copy[other] as T
    copy[other] = one
  }
  return copy
}
