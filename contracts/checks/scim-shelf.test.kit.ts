/** For tests: people in memory, whose schemas are published, and who can be kept badly in one way. */
import { test as base } from '#test'
import { readSpec } from '../../specs/read.ts'
import type { Call } from '../call.ts'
import { driverOf } from '../drivers/all.ts'
import type { Reply } from '../exchange.ts'
import type { Attribute } from '../scim-schemas.ts'
import { isObject } from './places.ts'
import type { Subject } from './subject.ts'

const spec = readSpec('scim.v2')
const driver = driverOf('scim.v2')

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User'
const MORE = 'urn:example:more:User'
const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp'

type Person = Readonly<Record<string, unknown>>

const text = { type: 'string', multiValued: false }

const schemas: readonly { id: string; attributes: readonly Attribute[] }[] = [
  {
    id: USER,
    attributes: [
      { name: 'userName', ...text, required: true },
      { name: 'externalId', ...text },
      { name: 'nickName', ...text },
      { name: 'active', type: 'boolean', multiValued: false },
      {
        name: 'keys',
        type: 'complex',
        multiValued: true,
        subAttributes: [
          { name: 'value', type: 'binary', multiValued: false },
          { name: 'label', ...text },
        ],
      },
    ],
  },
  { id: MORE, attributes: [{ name: 'level', type: 'integer', multiValued: false }] },
]

const types = [{ endpoint: '/Users', schema: USER, schemaExtensions: [{ schema: MORE }] }]

/** How a broken one judges and keeps what it is sent. */
export interface Keeping {
  /** What is wrong with the value of an attribute or of a part of one, as `scimType`. */
  fault(attribute: Attribute, value: unknown): string | undefined
  /** What becomes of what was sent. */
  kept(sent: Person, before: Person | undefined): Person
  /** Whether a patch alters what it is refused for. */
  readonly hasty: boolean
  /** Whether a patch of what is readOnly is refused. */
  readonly guards: boolean
}

const fits: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  boolean: (value) => typeof value === 'boolean',
  binary: (value) => typeof value === 'string' && /^[\w+/]*$/.test(value),
  integer: Number.isInteger,
}

export const sound: Keeping = {
  fault: ({ type, required = false }, value) => {
    if (value === null || value === undefined) return required ? 'invalidValue' : undefined
    return fits[type]?.(value) === false ? 'invalidValue' : undefined
  },
  kept: (sent) => sent,
  hasty: false,
  guards: true,
}

export const test = base.extend<{ people: (id: string, broken?: Partial<Keeping>) => Subject }>({
  people: ({}, use) => use((id, broken = {}) => subjectOf(id, { ...sound, ...broken })),
})

function subjectOf(id: string, keeping: Keeping): Subject {
  const [operation] = spec.operations.filter((one) => one.id === id)
  if (!operation) throw new Error(`there is no ${id}`)
  const people = new Map<string, Person>()
  const good = { userName: 'test-1@example.com', nickName: 'Babs', active: true }
  const person = { schemas: [USER, MORE], ...good, keys: [{ value: 'AAAA', label: 'work' }] }
  const path = { id: 'p1' }
  if (id !== 'createUser') people.set('p1', { ...person, id: 'p1' })
  const patch = {
    schemas: [PATCH_OP],
    Operations: [{ op: 'replace', path: 'nickName', value: 'B' }],
  }
  const body = id === 'patchUser' ? patch : { ...person, [MORE]: { level: 1 } }
  return {
    client: {
      send: async (name, call = {}) => answered(name, call, { keeping, people }),
      raw: () => Promise.reject(new Error('nothing is sent raw')),
      may: () => true,
      objection: () => undefined,
    },
    driver,
    operation,
    spec,
    target: { api: 'scim.v2', given: false, mock: true, tokens: {} },
    seed: 1,
    prefix: 'test-1',
    redact: (said) => said,
    sample: async () => ({ ...(id !== 'createUser' && { path }), body }),
    has: () => true,
    finding: () => undefined,
    leftOut: () => undefined,
    step: (_, act) => act(),
  }
}

interface Shelf {
  readonly keeping: Keeping
  readonly people: Map<string, Person>
}

function answered(name: string, call: Call, shelf: Shelf): Reply {
  const [status, body] = answer(name, call, shelf)
  const sent = {
    method: 'POST',
    url: `http://shelf/${name}`,
    headers: {},
    body: JSON.stringify(call.body),
  }
  return { sent, status, body, text: JSON.stringify(body), headers: new Headers() }
}

function answer(name: string, { path, body }: Call, { keeping, people }: Shelf): [number, unknown] {
  const id = path?.id ?? `p${people.size + 1}`
  const before = people.get(id)
  if (name === 'listSchemas') return [200, { Resources: schemas }]
  if (name === 'listResourceTypes') return [200, { Resources: types }]
  if (name.startsWith('list')) return [200, { Resources: [...people.values()] }]
  if (name === 'getUser') return before ? [200, before] : refusal(404, undefined)
  if (!isObject(body)) return refusal(400, 'invalidSyntax')
  const operations = (body as { Operations?: readonly Person[] }).Operations ?? []
  const sent = name === 'patchUser' ? operations.reduce(patched, {}) : (body as Person)
  const patches = name === 'patchUser'
  const fault =
    patches && keeping.guards && ('id' in sent || 'meta' in sent)
      ? 'mutability'
      : faultOf(sent, keeping, patches)
  const after = { ...(patches && before), ...keeping.kept(assigned(sent), before), id }
  if (fault === undefined || keeping.hasty) people.set(id, after)
  return fault === undefined ? [name === 'createUser' ? 201 : 200, after] : refusal(400, fault)
}

function refusal(status: number, scimType: string | undefined): [number, unknown] {
  const urn = 'urn:ietf:params:scim:api:messages:2.0:Error'
  return [status, { schemas: [urn], status: String(status), scimType, detail: 'no' }]
}

function patched(sent: Person, { path, value }: Person): Person {
  if (typeof path !== 'string') return { ...sent, ...(value as Person) }
  const name = path.replace(`${MORE}:`, '')
  return name === path ? { ...sent, [path]: value } : { ...sent, [MORE]: { [name]: value } }
}

/** What is null is not there, and what is the server's is the server's. */
function assigned({ id: _id, meta: _meta, ...sent }: Person): Person {
  return Object.fromEntries(Object.entries(sent).map(([name, value]) => [name, value ?? undefined]))
}

function faultOf(sent: Person, keeping: Keeping, patches: boolean): string | undefined {
  const found = schemas.flatMap(({ id, attributes }) => {
    const own = id === USER ? sent : (sent[id] as Person | undefined)
    const asked = patches
      ? attributes.filter(({ name }) => own !== undefined && name in own)
      : attributes
    return asked.map((attribute) => faultIn(attribute, own?.[attribute.name], keeping))
  })
  return found.find((fault) => fault !== undefined)
}

function faultIn(attribute: Attribute, value: unknown, keeping: Keeping): string | undefined {
  const { multiValued, subAttributes = [] } = attribute
  if (!multiValued || value === null || value === undefined) return keeping.fault(attribute, value)
  if (!Array.isArray(value)) return 'invalidValue'
  return value
    .flatMap((one: unknown) =>
      isObject(one)
        ? subAttributes.map((part) => keeping.fault(part, one[part.name]))
        : ['invalidValue'],
    )
    .find((fault) => fault !== undefined)
}
