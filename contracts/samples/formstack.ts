import { absent } from '../drivers/driver.ts'
import {
  GROUP_EXTENSION,
  type Permitted,
  USER_EXTENSION,
  type WireList,
} from '../drivers/formstack.ts'
import { someGroup, someUser } from './present.ts'
import type { Sample, Samples, Sampling } from './sample.ts'

const noDiscovery = absent('nothing shows that Formstack has it', {
  behaviour: 'discovery-is-not-implemented',
})

export const formstack: Samples = {
  listUsers: async (given) => {
    const { userName } = await someUser(given)
    return { query: { filter: `userName eq "${userName}"`, count: 5, startIndex: 1 } }
  },
  createUser: async ({ make }) => ({ body: newUser(make.person().userName) }),
  getUser: async (given) => ({ path: { id: (await someUser(given)).id } }),
  replaceUser: async ({ make }) => {
    const { id, userName } = await make.user()
    return { path: { id }, body: { id, ...newUser(userName) } }
  },
  deleteUser: async ({ make }) => ({ path: { id: (await make.user()).id } }),
  patchUser: async (given) => {
    const form = await first(given, 'listForms', 'form')
    const folder = await first(given, 'listFolders', 'folder')
    const Operations = [
      { op: 'write', path: 'forms', value: [{ value: form }] },
      { op: 'read', path: 'folders', value: [{ value: Number(folder) }] },
    ]
    const schemas = ['urn:ietf:params:scim:api:messages:2.0:PatchOp']
    return { path: { id: (await given.make.user()).id }, body: { schemas, Operations } }
  },
  listGroups: async (given) => {
    const { displayName } = await someGroup(given)
    return { query: { filter: `displayName eq "${displayName}"`, count: 5, startIndex: 1 } }
  },
  createGroup: async ({ make }) => ({ body: newGroup(make.name(), (await make.user()).id) }),
  getGroup: async (given) => ({ path: { id: (await someGroup(given)).id } }),
  replaceGroup: async ({ make }) => {
    const { id, displayName } = await make.group()
    return { path: { id }, body: { id, ...newGroup(displayName, (await make.user()).id) } }
  },
  deleteGroup: async ({ make }) => ({ path: { id: (await make.group()).id } }),
  patchGroup: async ({ make }) => {
    const [comes, goes] = await make.users(2)
    const { id } = await make.group([{ kind: 'user', id: String(goes?.id) }])
    const Operations = [
      { op: 'add', path: 'members', value: [{ value: Number(comes?.id) }] },
      { op: 'remove', path: 'members', value: [{ value: goes?.id }] },
    ]
    const schemas = ['urn:ietf:params:scim:api:messages:2.0:PatchOp']
    return { path: { id }, body: { schemas, Operations } }
  },
  listForms: async () => ({ query: { count: 5, startIndex: 1 } }),
  getForm: by('listForms', 'form'),
  listFolders: async () => ({ query: { count: 5, startIndex: 1 } }),
  getFolder: by('listFolders', 'folder'),
  getServiceProviderConfig: noDiscovery,
  listSchemas: noDiscovery,
  listResourceTypes: noDiscovery,
}

function newUser(userName: string) {
  return {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User', USER_EXTENSION],
    userName,
    active: true,
    name: { givenName: 'Grace', familyName: 'Okafor' },
    timezone: 'US/Pacific',
    emails: [{ value: userName, primary: true, type: 'work', display: 'At work' }],
    [USER_EXTENSION]: {
      canCreateForms: true,
      canCreateThemes: false,
      isAdmin: false,
      isParticipantUser: false,
      mustLoginUsingSso: true,
    },
  }
}

function newGroup(displayName: string, member: string) {
  const schemas = ['urn:ietf:params:scim:schemas:core:2.0:Group', GROUP_EXTENSION]
  return { schemas, displayName, members: [{ value: member }] }
}

function by(list: string, what: string): Sample {
  return async (given) => ({ path: { id: await first(given, list, what) } })
}

/** Forms and folders are made elsewhere. */
async function first({ client, lacks }: Sampling, list: string, what: string): Promise<string> {
  const { Resources } = (await client.send(list)).body as WireList<Permitted>
  return Resources[0]?.id ?? lacks(`an account with a ${what}`)
}
