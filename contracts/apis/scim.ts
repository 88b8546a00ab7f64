/** What the scenarios of both faces of SCIM have in common: raw requests, bodies with names of their own, and what the target says of itself. */
import type { Spec } from '../../specs/read.ts'
import type { Call, Client } from '../call.ts'
import { CORE } from '../drivers/scim.v1-wire.ts'
import {
  GROUP,
  SEARCH_REQUEST,
  USER,
  type WireGroup,
  type WireList,
  type WireResource,
  type WireUser,
} from '../drivers/scim.v2-wire.ts'
import type { Reply } from '../exchange.ts'
import type { Make } from '../make.ts'
import { type Attribute, attributeAt, type SchemaDefinition } from '../scim-schemas.ts'
import { test as base, expect } from '../suite.ts'
import { shared, unlisted } from '../test.ts'
import { expectError1, expectError2, type OneOf } from './scim-errors.ts'

export { ENTERPRISE, GROUP, patchOp, USER } from '../drivers/scim.v2-wire.ts'
export { untouched } from '../untouched.ts'
export { expect }

export type Type = 'User' | 'Group'

/** What a query is about; `everything` is the root. */
export type Scope = Type | 'everything'

type Query = Readonly<Record<string, string | number>>

/** A ServiceProviderConfig. */
export interface Config {
  readonly [part: string]: unknown
  readonly bulk?: { readonly supported: boolean; maxOperations?: number; maxPayloadSize?: number }
  readonly filter?: { readonly supported: boolean; maxResults?: number }
  readonly pagination?: {
    readonly cursor: boolean
    readonly index: boolean
    readonly defaultPageSize?: number
    readonly maxPageSize?: number
    readonly cursorTimeout?: number
  }
}

export type Feature =
  | 'patch'
  | 'bulk'
  | 'filter'
  | 'changePassword'
  | 'sort'
  | 'etag'
  | 'pagination.cursor'
  | 'pagination.index'

/** Requests whose replies the test looks at itself. What is created is removed after the test. */
export interface Requests {
  /** An optional operation that a real deployment lacks ends the test as not run. */
  send(operation: string, call?: Call): Promise<Reply>
  create(type: Type, body: unknown, call?: Call): Promise<Reply>
  get(type: Type, id: string, call?: Call): Promise<Reply>
  put(type: Type, id: string, body: unknown, call?: Call): Promise<Reply>
  /** @param body in 2.0 what `patchOp` makes, in 1.1 a partial resource */
  patch(type: Type, id: string, body: unknown, call?: Call): Promise<Reply>
  remove(type: Type, id: string, call?: Call): Promise<Reply>
  list(scope: Scope, query?: Query, call?: Call): Promise<Reply>
  /** By POST to `.search`; the URN of the request is added unless `schemas` are given. */
  search(scope: Scope, body: object, call?: Call): Promise<Reply>
}

export interface Scim extends Requests {
  /** A body with a new name; `schemas` are those of the type and of the extensions in it. */
  body(type: Type, own?: object): Record<string, unknown> & { schemas: string[] }
  /** A new user, or what is answered to her creation. */
  user(own?: object): Promise<WireUser>
  group(own?: object): Promise<WireGroup>
  /** Reads with 200. */
  read<T = WireUser & WireGroup>(type: Type, id: string, query?: Query): Promise<T>
  /** Replaces with 200. @returns the reply's resource */
  replaced<T = WireUser & WireGroup>(type: Type, id: string, body: unknown): Promise<T>
  /** Patches with 200 or 204. @returns the resource as it is read afterwards */
  patched<T = WireUser & WireGroup>(type: Type, id: string, body: unknown): Promise<T>
  listed<T = WireUser & WireGroup>(scope: Scope, query?: Query): Promise<WireList<T>>
  /** The ids of those that the query answers with, in its order. */
  ids(scope: Scope, query?: Query): Promise<string[]>
  /** A filter for what this test has made with names of its own, and for what is asked besides. */
  mine(scope: Scope, filter?: string): string
  /** Expects an error of one of these statuses and, where the RFC fixes it, of this scimType. */
  refused(reply: Reply, status: OneOf<number>, scimType?: OneOf<string>): void
  /** Ends the test as not run where the target's configuration lacks one of these. */
  supports(...features: Feature[]): Promise<Config>
  config(): Promise<Config>
  /** All that `/Schemas` has. */
  schemas(): Promise<readonly SchemaDefinition[]>
  /** What the target publishes of an attribute; one that it does not have ends the test as not run. */
  attribute(urn: string, path: string): Promise<Attribute>
}

/** What a worker has asked once. */
export interface Discovered {
  config?: Config
  schemas?: readonly SchemaDefinition[]
}

/** A worker asks one target. */
const discovered = shared((): Discovered => ({}))

export const test = base.extend<{ scim: Scim }>(
  unlisted({
    scim: async ({ client, driver, lacks, make, spec, target }, use, info) => {
      const requests = requestsOf(async (operation, call) => {
        const reply = await client.send(operation, call)
        const lacking = driver.optional?.[operation]?.includes(reply.status)
        return lacking && !target.mock ? lacks(`the optional operation ${operation}`) : reply
      })
      const asked = discovery(client, spec, discovered())
      const expectError = target.api === 'scim.v1' ? expectError1 : expectError2
      await use({
        ...requests,
        ...answers(requests),
        ...asked,
        body: (type, own) => bodyOf(target.api, type, make, own),
        user: async (own) =>
          created(await requests.create('User', bodyOf(target.api, 'User', make, own))),
        group: async (own) =>
          created(await requests.create('Group', bodyOf(target.api, 'Group', make, own))),
        mine: (scope, filter) => mine(make.prefix, scope, filter),
        refused: (reply, status, scimType) =>
          expectError(reply, { target, info, status, scimType }),
        supports: async (...features) => {
          const config = await asked.config()
          const missing = features.find((feature) => !has(config, feature))
          return missing ? lacks(`a target that supports ${missing}`) : config
        },
        attribute: async (urn, path) => {
          const schema = (await asked.schemas()).find(({ id }) => id === urn)
          return (schema && attributeAt(schema, path)) ?? lacks(`${path} in the schema ${urn}`)
        },
      })
    },
  }),
)

function requestsOf(send: Requests['send']): Requests {
  const one = (id: string, call?: Call) => ({ ...call, path: { id } })
  return {
    send,
    create: (type, body, call) => send(`create${type}`, { ...call, body }),
    get: (type, id, call) => send(`get${type}`, one(id, call)),
    put: (type, id, body, call) => send(`replace${type}`, { ...one(id, call), body }),
    patch: (type, id, body, call) => send(`patch${type}`, { ...one(id, call), body }),
    remove: (type, id, call) => send(`delete${type}`, one(id, call)),
    list: (scope, query, call) =>
      send(scope === 'everything' ? 'queryAll' : `list${scope}s`, {
        ...call,
        ...(query && { query }),
      }),
    search: (scope, body, call) =>
      send(scope === 'everything' ? 'searchAll' : `search${scope}s`, {
        ...call,
        body: { schemas: [SEARCH_REQUEST], ...body },
      }),
  }
}

type Answers = Pick<Scim, 'read' | 'replaced' | 'patched' | 'listed' | 'ids'>

function answers({ get, put, patch, list }: Requests): Answers {
  const read: Scim['read'] = async (type, id, query) =>
    answered(await get(type, id, query && { query }), [200])
  const listed: Scim['listed'] = async (scope, query) => answered(await list(scope, query), [200])
  return {
    read,
    listed,
    replaced: async (type, id, body) => answered(await put(type, id, body), [200]),
    patched: async (type, id, body) => {
      answered(await patch(type, id, body), [200, 204])
      return read(type, id)
    },
    ids: async (scope, query) => {
      const { Resources = [] } = await listed<WireResource>(scope, query)
      return Resources.map(({ id }) => id)
    },
  }
}

function answered<T>(reply: Reply, statuses: readonly number[]): T {
  expect(statuses, `${reply.sent.method} ${reply.sent.url}: ${reply.text}`).toContain(reply.status)
  return reply.body as T
}

function created<T>(reply: Reply): T {
  return answered(reply, [201])
}

/** Each is asked for once in a worker, when it is first needed. */
function discovery(
  client: Client,
  spec: Spec,
  known: Discovered,
): Pick<Scim, 'config' | 'schemas'> {
  const ask = async <T>(path: RegExp): Promise<T> => {
    const operation = spec.operations.find((one) => one.method === 'get' && path.test(one.path))
    return answered(await client.send(operation?.id ?? String(path)), [200])
  }
  return {
    config: async () => {
      known.config ??= await ask<Config>(/^\/ServiceProviderConfigs?$/)
      return known.config
    },
    schemas: async () => {
      known.schemas ??= (await ask<WireList<SchemaDefinition>>(/^\/Schemas$/)).Resources ?? []
      return known.schemas
    },
  }
}

/** RFC 9865 section 4: who does not speak of pagination has pages by index. */
function has(config: Config, feature: Feature): boolean {
  if (feature === 'pagination.cursor') return config.pagination?.cursor === true
  if (feature === 'pagination.index') return config.pagination?.index !== false
  return (config[feature] as { supported?: unknown } | undefined)?.supported === true
}

function bodyOf(api: string, type: Type, make: Make, own: object = {}) {
  const name = type === 'User' ? { userName: make.person().userName } : { displayName: make.name() }
  const extensions = Object.keys(own).filter((key) => key.startsWith('urn:'))
  const core = { User: USER, Group: GROUP }[type]
  return { schemas: [api === 'scim.v1' ? CORE : core, ...extensions], ...name, ...own }
}

function mine(prefix: string, scope: Scope, filter?: string): string {
  const start = JSON.stringify(`${prefix}-`)
  const names = {
    User: ['userName'],
    Group: ['displayName'],
    everything: ['userName', 'displayName'],
  }
  const own = names[scope].map((name) => `${name} sw ${start}`).join(' or ')
  return filter === undefined ? own : `(${own}) and (${filter})`
}
