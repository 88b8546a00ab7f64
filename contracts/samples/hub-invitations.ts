/** The Hub: what an administrator and an invitee do about an invitation. */
import { invite } from '../drivers/hub-invitations.ts'
import { goodPassword } from '../drivers/hub-wire.ts'
import type { Samples } from './sample.ts'

const nobody = { as: 'nobody' } as const

export const invitations: Samples = {
  listInvitations: async () => ({ query: { 'page[offset]': 0, 'page[limit]': 10 } }),
  createInvitation: async ({ make }) => {
    const userName = make.name()
    return { body: { email: `${userName}@example.com`, userName, displayName: 'Invited' } }
  },
  cancelInvitation: async ({ client, make }) => ({
    path: { userId: (await invite(client, make))._id },
  }),
  resendInvitation: async ({ client, make }) => ({
    path: { userId: (await invite(client, make))._id },
  }),
  acceptInvitation: async ({ client, make }) => {
    const { token, userName } = await invite(client, make)
    return {
      ...nobody,
      body: { token, userName, displayName: 'Accepted', password: goodPassword },
    }
  },
  checkUserNameAvailable: async ({ client, make }) => {
    const { token } = await invite(client, make)
    return { ...nobody, body: { token, userName: make.name() } }
  },
}
