import type { Member } from '../drivers/driver.ts'
import type { WireUser } from '../drivers/gotomeeting.ts'
import { someGroup, someUser } from './present.ts'
import type { Sample, Samples, Sampling } from './sample.ts'

export const gotomeeting: Samples = {
  getUsers: async (given) => {
    const { userName } = await someUser(given)
    const filter = `userName eq "${userName}"`
    return { query: { filter, sortBy: 'userName', sortOrder: 'descending', ...page } }
  },
  createUsers: async ({ make }) => ({ body: wholeUser(make.person().userName) }),
  getMe: async () => ({}),
  replaceMe: own,
  updateMe: own,
  getUser: async (given) => ({ path: { userKey: (await someUser(given)).id } }),
  replaceUser: another,
  deleteUser: async ({ make }) => ({ path: { userKey: (await make.user()).id } }),
  updateUser: another,
  getGroups: async (given) => {
    const { displayName } = await someGroup(given)
    const filter = `displayName eq "${displayName}"`
    return { query: { filter, sortBy: 'displayName', sortOrder: 'descending', ...page } }
  },
  createGroup: async (given) => ({
    body: { displayName: given.make.name(), members: await members(given) },
  }),
  getGroup: async (given) => ({ path: { groupKey: (await someGroup(given)).id } }),
  replaceGroup: changed,
  deleteGroup: async ({ make }) => ({ path: { groupKey: (await make.group()).id } }),
  updateGroup: changed,
  getUserSchema: async () => ({}),
  getServiceProviderConfigs: async () => ({}),
}

const page = { count: 5, startIndex: 1 }

function wholeUser(userName: string) {
  return {
    userName,
    displayName: 'Grace Okafor',
    name: { givenName: 'Grace', familyName: 'Okafor' },
    locale: 'en_US',
    timezone: 'Europe/Madrid',
    password: 'a-Password-of-1-rehearsal',
  }
}

async function another({ make }: Sampling): ReturnType<Sample> {
  const { id, userName } = await make.user()
  return { path: { userKey: id }, body: wholeUser(userName) }
}

/** The caller's own record as it is, so that nothing of hers is altered. */
async function own({ client }: Sampling): ReturnType<Sample> {
  const { userName, displayName, name, locale, timezone } = (await client.send('getMe'))
    .body as WireUser
  return { body: { userName, displayName, name, locale, timezone } }
}

async function changed(given: Sampling): ReturnType<Sample> {
  const { id, displayName } = await given.make.group()
  return { path: { groupKey: id }, body: { displayName, members: await members(given) } }
}

async function members({ make }: Sampling) {
  const user: Member = { kind: 'user', id: (await make.user()).id }
  const group: Member = { kind: 'group', id: (await make.group()).id }
  return [user, group].map(({ kind, id }) => ({ type: kind, value: id }))
}
