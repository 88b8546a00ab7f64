/** What an administrator and an invitee do about an invitation. */
import { expect } from '@playwright/test'
import type { Client } from '../call.ts'
import type { Reply } from '../exchange.ts'
import type { Make } from '../make.ts'
import { goodPassword, type WireList } from './hub-wire.ts'

export interface Invitation {
  readonly _id: string
  readonly token: string
  readonly userName: string
  readonly displayName: string
  readonly email: string
  readonly invitationExpiry: string
}

export async function invite(client: Client, make: Make): Promise<Invitation> {
  const userName = make.name()
  const body = { email: `${userName}@example.com`, userName, displayName: 'Invited' }
  const reply = await client.send('createInvitation', { body })
  expect(reply.status).toBe(201)
  return reply.body as Invitation
}

export function accept(client: Client, body: object): Promise<Reply> {
  return client.send('acceptInvitation', { body, as: 'nobody' })
}

export async function pending(client: Client): Promise<readonly Invitation[]> {
  return ((await client.send('listInvitations')).body as WireList<Invitation>).data
}

export function setPassword(client: Client, userId: string): Promise<Reply> {
  return client.send('setUserPassword', { path: { userId }, body: { password: goodPassword } })
}
