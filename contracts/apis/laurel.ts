/** What the tests of Laurel ask for again and again. */
import { expect } from '@playwright/test'
import type { Client } from '../call.ts'
import { TENANT } from '../drivers/driver.ts'
import { at, type Identity, WHOLE, type WireUser } from '../drivers/laurel.ts'
import type { Reply } from '../exchange.ts'

const names: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  413: 'Payload Too Large',
  415: 'Unsupported Media Type',
}

export const own = { customerId: TENANT }

/** The whole of an error, and nothing beside it. */
export function isError(reply: Reply, status: number): void {
  const { body } = reply
  const message = expect.stringMatching(/./)
  expect({ status: reply.status, body }).toEqual({
    status,
    body: { statusCode: status, message, error: names[status] },
  })
}

export async function readUser(client: Client, id: string): Promise<WireUser> {
  return answered(await client.send('getUser', { path: at(id) }))
}

export async function update(client: Client, id: string, body: object): Promise<WireUser> {
  return answered(await client.send('updateUser', { path: at(id), body }))
}

export function tryUpdate(client: Client, id: string, body: object): Promise<Reply> {
  return client.send('updateUser', { path: at(id), body })
}

export async function listUsers(
  client: Client,
  query: Readonly<Record<string, string>> = {},
): Promise<WireUser[]> {
  const reply = await client.send('listUsers', {
    path: own,
    query: { integration: WHOLE, ...query },
  })
  expect(reply.status).toBe(200)
  return reply.body as WireUser[]
}

/** A user with more than a name; she is removed after the test. */
export async function createUser(client: Client, body: object): Promise<WireUser> {
  const reply = await client.send('createUser', { body: { ...own, ...body } })
  expect(reply.status).toBe(201)
  return reply.body as WireUser
}

export function lookUp(client: Client, { type, value, customerId }: Identity): Promise<Reply> {
  const query = { type, value, ...(customerId && { customerId }) }
  return client.send('lookupIdentity', { path: own, query })
}

export function ids(rows: readonly { _id: string }[]): string[] {
  return rows.map(({ _id }) => _id)
}

function answered(reply: Reply): WireUser {
  expect(reply.status).toBe(200)
  return reply.body as WireUser
}
