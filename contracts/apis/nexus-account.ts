/** What the scenarios of ECI Nexus have in common: an account to make people and roles in. */
import { fixtureOf } from '../../fixtures/worlds.ts'
import type { Call } from '../call.ts'
import { type Phrase, TENANT } from '../drivers/driver.ts'
import { newUser } from '../drivers/nexus.ts'
import type {
  WireMembership,
  WireProblem,
  WireRole,
  WireSync,
  WireUser,
} from '../drivers/nexus-wire.ts'
import type { Reply } from '../exchange.ts'
import { test as base, expect } from '../suite.ts'

export { untouched } from '../untouched.ts'
export { expect }

export interface Account {
  /** Sends an operation, expects the status and gives the body. */
  ask<T>(operation: string, status: number, call?: Call): Promise<T>
  /** The body of a new user, of whom nobody knows yet. */
  person(own?: object): Record<string, unknown> & { emailAddress: string }
  create(own?: object): Promise<WireUser>
  read(id: string): Promise<WireUser>
  /** What reads a user, for `untouched`. */
  reading(id: string): Phrase<unknown>
  sync(id: string, own?: object): Promise<WireSync>
  /** A new role and the audience that it is for. */
  role(): Promise<{ role: WireRole; audience: string }>
  give(userId: string, ...roles: string[]): Promise<void>
  join(organizationId: string, userId: string, isMfaRequired?: boolean): Promise<WireMembership>
  /** The user to whom the administrator's token belongs. */
  self(): Promise<WireUser>
  /** Another organization of the account than the caller's. */
  elsewhere(): Promise<string>
}

/** The organization of the caller, in a path or a body. */
export const HOME = TENANT

/** What identity providers and audiences are called here; no deployment has them. */
export const CONNECTION = 'con_rehearsal'
export const AUDIENCE = 'https://rehearsal.example'

interface Fixtures {
  account: Account
  /** The id of somebody of the mock's world of whom a row of the table says so. */
  planted: (table: string, says: (row: Readonly<Record<string, unknown>>) => boolean) => string
}

export const test = base.extend<Fixtures>({
  account: async ({ client, make, lacks }, use) => {
    const ask = async <T>(operation: string, status: number, call?: Call): Promise<T> => {
      const reply = await client.send(operation, call)
      expect(reply.status, `${operation}: ${reply.text}`).toBe(status)
      return reply.body as T
    }
    const person = (own: object = {}) => ({ ...newUser(make.person()), ...own })
    const self = () => ask<WireUser>('UpdateMeProfile', 200, { body: {} })
    await use({
      ask,
      person,
      self,
      create: (own) => ask('CreateUser', 201, { body: person(own) }),
      read: (userId) => ask('GetUser', 200, { path: { userId } }),
      reading: (userId) => ({ operation: 'GetUser', call: { path: { userId } }, ...plain }),
      sync: (userId, own) =>
        ask('SyncUserIdentity', 200, { path: { userId }, body: { ...leastSync, ...own } }),
      role: async () => {
        const body = { audience: `${AUDIENCE}/${make.name()}`, productName: make.name() }
        return { role: await ask<WireRole>('CreateRole', 201, { body }), audience: body.audience }
      },
      give: (userId, ...value) => ask('AddUserRole', 204, { path: { userId }, body: { value } }),
      join: (organizationId, userId, isMfaRequired = false) =>
        ask('AddOrganizationMember', 201, {
          path: { organizationId },
          body: { userId, isMfaRequired },
        }),
      elsewhere: async () => {
        const { organizationId, memberOf } = await self()
        const other = memberOf.find((one) => one.organizationId !== organizationId)
        return String(other?.organizationId ?? lacks('an administrator of two organizations'))
      },
    })
  },
  planted: ({ target, lacks }, use) =>
    use((table, says) => {
      const rows = target.mock ? fixtureOf('nexus').rows[table] : undefined
      return String(rows?.find(says)?.user ?? lacks(`a user of the mock's own world`))
    }),
})

const plain = { status: 200, read: ({ body }: Reply) => body }

/** The least that a synchronisation can say. */
export const leastSync = {
  audience: AUDIENCE,
  attributes: [],
  connection: { connectionId: CONNECTION },
} as const

/** Holds an error against the form that every one of them has. */
export function expectProblem(reply: Reply, status: number, field?: string): void {
  const { body } = reply as { body: WireProblem | undefined }
  expect(reply.status, reply.text).toBe(status)
  expect(reply.headers.get('content-type')).toMatch(/^application\/problem\+json(;|$)/)
  expect(body).toMatchObject({ status, title: expect.stringMatching(/./) })
  if (field !== undefined) {
    expect(body?.errors?.[field]).toEqual([expect.stringMatching(/./), ...more(body, field)])
  }
}

function more(body: WireProblem | undefined, field: string): unknown[] {
  return (body?.errors?.[field] ?? []).slice(1).map(() => expect.stringMatching(/./))
}
