/** The Hub: passwords, logins and tokens. */
import { by, goodPassword, tokenOf } from '../drivers/hub-wire.ts'
import type { Samples } from './sample.ts'

/** The policy takes it too. */
const another = 'Green-Lantern-58'

const nobody = { as: 'nobody' } as const

export const passwords: Samples = {
  validatePasswordForSelf: async () => ({ body: { password: another } }),
  // The password of a persona is not ours to change, so that somebody new changes hers.
  changeMyPassword: async ({ client, make }) => ({
    ...by(await tokenOf(client, (await make.user()).userName)),
    body: { currentPassword: goodPassword, newPassword: another },
  }),
  setUserPassword: async ({ make }) => ({
    path: { userId: (await make.user()).id },
    body: { password: another, mustChange: true },
  }),
  validatePasswordForUser: async ({ make }) => ({
    path: { userId: (await make.user()).id },
    body: { password: another },
  }),
  validatePassword: async ({ make }) => {
    const username = make.name()
    const email = `${username}@example.com`
    return { body: { password: another, username, displayName: 'Rehearsal Person', email } }
  },
  changePassword: async ({ make }) => {
    const { userName: username } = await make.user()
    return { ...nobody, body: { username, currentPassword: goodPassword, newPassword: another } }
  },
  login: async ({ make }) => ({
    ...nobody,
    body: { username: (await make.user()).userName, password: goodPassword },
  }),
  generateToken: async ({ make }) => ({ body: { userId: (await make.user()).id } }),
  getKeySet: async () => nobody,
}
