import type { BeyondReach } from './coverage.ts'

const noQuota =
  'no request is counted against a quota, so nothing that a caller does brings it about'
const ownerGone =
  'the owner of a token is deleted for good, and every scenario shares the tokens; mock/former-owner.test.ts asks it of a mock of its own'
const notPlayed = 'no source says what it answers, and it is not played: its scenarios see 501'

const myself = ['getMe', 'createMe', 'replaceMe', 'patchMe', 'deleteMe']
const namingGroups = ['createGroup', 'replaceGroup', 'patchGroup']
const discovering = [
  'getServiceProviderConfig',
  'listSchemas',
  'getSchema',
  'listResourceTypes',
  'getResourceType',
]
const discovering1 = ['getServiceProviderConfigs', 'listSchemas', 'getSchema']

const elsewhere = 'RFC 7644 section 3.11 lets a server redirect, and the mock answers itself'
const noRight = 'reading and changing oneself needs no right that a caller could lack'
const deletedOwner =
  'the owner of a token would be gone for every other scenario; mock/dialects/scim/me.test.ts asks it of a mock of its own'
const noSignUp = 'nobody signs up: the answer is 501, which is documented beside these'
const nothingWrong = 'there is nothing in the request that could be wrong'
const answersInFull =
  'the mock answers 200 with the resource; 204 is the other choice of the RFC, and that of the profile entra'
const answers200 = 'the mock answers 200 as the draft does; another server may answer 204'
const sameNames = 'groups may share a name, but in the profile entra'
const openToAll = 'discovery needs no credential, and one that is bad is ignored'

/** Documented replies that the scenarios cannot see. One that they do see must not be here. */
export const beyondReach: readonly BeyondReach[] = [
  { api: 'formstack', status: 429, reason: noQuota },
  { api: 'scim.v1', status: 429, reason: noQuota },
  { api: 'scim.v2', status: 429, reason: noQuota },
  {
    api: 'formstack',
    operations: ['getServiceProviderConfig', 'listSchemas', 'listResourceTypes'],
    status: 200,
    reason: notPlayed,
  },
  {
    api: 'gotomeeting',
    operations: ['getMe', 'replaceMe', 'updateMe'],
    status: 404,
    reason: ownerGone,
  },
  ...among('scim.v2', myself, [308], elsewhere),
  ...among('scim.v2', ['getMe', 'replaceMe', 'patchMe'], [403], noRight),
  ...among('scim.v2', ['getMe', 'replaceMe', 'patchMe', 'deleteMe'], [404], deletedOwner),
  ...among('scim.v2', ['deleteMe'], [204], deletedOwner),
  ...among('scim.v2', ['createMe'], [201, 403, 409], noSignUp),
  ...among('scim.v2', ['deleteUser', 'deleteGroup', 'deleteMe'], [400], nothingWrong),
  ...among('scim.v2', ['patchUser', 'patchGroup', 'patchMe'], [204], answersInFull),
  ...among('scim.v2', namingGroups, [409], sameNames),
  ...among('scim.v2', discovering, [401], openToAll),
  ...among('scim.v1', ['getUser', 'getGroup', 'deleteUser', 'deleteGroup'], [400], nothingWrong),
  ...among('scim.v1', ['deleteUser', 'deleteGroup'], [204], answers200),
  ...among('scim.v1', ['patchUser', 'patchGroup'], [204], answersInFull),
  ...among('scim.v1', namingGroups, [409], sameNames),
  ...among('scim.v1', discovering1, [401], openToAll),
]

function among(
  api: string,
  operations: readonly string[],
  statuses: readonly number[],
  reason: string,
): BeyondReach[] {
  return statuses.map((status) => ({ api, operations, status, reason }))
}

/** Replies around which there is nothing to read with a GET, or what is read is read in another way. */
export const nothingToRead: readonly BeyondReach[] = [
  {
    api: 'scim.v2',
    operations: ['searchAll'],
    status: 200,
    reason: 'a search changes nothing, and reads itself',
  },
]
