/** How the scenarios of SCIM 1.1 speak: in resources as they go over the wire. */
import type { Call } from '../call.ts'
import type { Reply } from '../exchange.ts'
import { test as base, expect } from '../suite.ts'

export { expect }

export const CORE = 'urn:scim:schemas:core:1.0'
export const ENTERPRISE = 'urn:scim:schemas:extension:enterprise:1.0'

export type Type = 'User' | 'Group'

export interface Resource {
  readonly schemas: readonly string[]
  readonly id: string
  readonly meta: Readonly<Record<'created' | 'lastModified' | 'location', string>> & {
    readonly version?: string
  }
  readonly [name: string]: unknown
}

export interface List {
  readonly schemas: readonly string[]
  readonly totalResults: number
  readonly itemsPerPage?: number
  readonly startIndex?: number
  readonly Resources?: readonly Resource[]
}

/** The part of ServiceProviderConfig that scenarios ask about. */
export interface Config {
  readonly bulk: Readonly<Record<'maxOperations' | 'maxPayloadSize', number>> & {
    readonly supported: boolean
  }
  readonly filter: { readonly supported: boolean; readonly maxResults: number }
  readonly [feature: string]: unknown
}

export interface Scim1 {
  /** A new user with these attributes, as the reply to the POST has her. */
  user(own?: object): Promise<Resource>
  group(own?: object): Promise<Resource>
  read(type: Type, id: string): Promise<Resource>
  /** The resource after a PUT, which the reply has to have. */
  put(type: Type, id: string, body: object): Promise<Resource>
  /** The resource after a PATCH, read again: the reply may be empty. */
  patch(type: Type, id: string, body: object): Promise<Resource>
  /** One request about a resource, as it is answered. */
  send(verb: 'get' | 'replace' | 'patch' | 'delete', type: Type, call: IdCall): Promise<Reply>
  list(type: Type, query: Call['query']): Promise<List>
  /** Holds a reply against the errors of SCIM 1.1. */
  refused(reply: Reply, ...statuses: number[]): void
  /** Ends the test as not run where the target says that it lacks one of these. */
  needs(...features: Feature[]): Promise<Config>
}

export type Feature = 'patch' | 'bulk' | 'filter' | 'sort' | 'etag'
export type IdCall = Omit<Call, 'path'> & { readonly id: string }

export const test = base.extend<{ scim: Scim1 }>({
  scim: async ({ client, make, lacks }, use) => {
    const created = async (type: Type, body: object) => {
      const reply = await client.send(`create${type}`, { body })
      expect(reply.status, reply.text).toBe(201)
      return reply.body as Resource
    }
    const send: Scim1['send'] = (verb, type, { id, ...call }) =>
      client.send(`${verb}${type}`, { ...call, path: { id } })
    const read: Scim1['read'] = async (type, id) => {
      const reply = await send('get', type, { id })
      expect(reply.status, reply.text).toBe(200)
      return reply.body as Resource
    }
    await use({
      send,
      read,
      refused,
      user: (own) => created('User', { userName: make.address(make.name()), ...own }),
      group: (own) => created('Group', { displayName: make.name(), ...own }),
      put: async (type, id, body) => {
        const reply = await send('replace', type, { id, body })
        expect(reply.status, reply.text).toBe(200)
        const after = await read(type, id)
        expect(reply.body).toEqual(after)
        return after
      },
      patch: async (type, id, body) => {
        const reply = await send('patch', type, { id, body })
        if (reply.status === 501) lacks('PATCH, which SCIM 1.1 leaves optional')
        expect([200, 204], reply.text).toContain(reply.status)
        const after = await read(type, id)
        if (reply.status === 200) expect(reply.body).toEqual(after)
        return after
      },
      list: async (type, query) => {
        const reply = await client.send(`list${type}s`, query ? { query } : {})
        expect(reply.status, reply.text).toBe(200)
        return reply.body as List
      },
      needs: async (...features) => {
        const { body } = await client.send('getServiceProviderConfigs')
        const config = body as Config
        for (const feature of features) {
          const { supported } = config[feature] as { supported: boolean }
          if (!supported) lacks(`${feature}, which the target does not support`)
        }
        return config
      },
    })
  },
})

/** One error at least, each with a code, which is a text and that of the reply, and a description. */
export function refused({ status, body, text }: Reply, ...statuses: number[]): void {
  expect(statuses, text).toContain(status)
  const { Errors: errors } = (body ?? {}) as { Errors?: readonly unknown[] }
  expect(errors?.length, text).toBeGreaterThan(0)
  for (const error of errors ?? []) {
    expect(error).toMatchObject({
      code: String(status),
      description: expect.stringMatching(/\S/) as unknown,
    })
  }
}

/** The values of a multi-valued attribute, in alphabetical order. */
export function valuesOf(resource: Resource, name: string): unknown[] {
  const elements = (resource[name] ?? []) as readonly { readonly value: unknown }[]
  return elements.map(({ value }) => value).sort()
}

/** The target's own path of an absolute URL that a reply has. */
export function below(location: string): string {
  // The credential goes nowhere but to the target, whatever host the location names.
  return location.slice(location.search(/\/(Users|Groups)\//))
}
