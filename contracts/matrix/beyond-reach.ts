import type { BeyondReach } from './coverage.ts'

const noQuota =
  'no request is counted against a quota, so nothing that a caller does brings it about'
const ownerGone =
  'the owner of a token is deleted for good, and every scenario shares the tokens; mock/former-owner.test.ts asks it of a mock of its own'
const notPlayed = 'no source says what it answers, and it is not played: its scenarios see 501'

/** Documented replies that the scenarios cannot see. One that they do see must not be here. */
export const beyondReach: readonly BeyondReach[] = [
  { api: 'formstack', status: 429, reason: noQuota },
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
]

/** Replies around which there is nothing to read with a GET, or what is read is read in another way. */
export const nothingToRead: readonly BeyondReach[] = []
