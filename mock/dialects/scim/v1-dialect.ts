import type { Dialect, Tuning } from '../dialect.ts'
import { type BulkForm, bulkBehaviour } from './bulk.ts'
import { scimSchema } from './dialect.ts'
import { faceOf } from './face.ts'
import { groupBehaviours } from './groups.ts'
import { listBehaviours } from './searches.ts'
import { userBehaviours } from './users.ts'
import { discoveryBehaviours1 } from './v1-discovery.ts'
import { edition1 } from './v1-edition.ts'
import { errors, failure1 } from './v1-failure.ts'
import { CORE1 } from './v1-schemas.ts'

/** The form of draft-scim-api-01 section 3.5, in which a status is an object. */
const bulkForm1: BulkForm = {
  response: CORE1,
  versionNeeded: true,
  outcome: ({ status, body }) => ({
    status: { code: String(status), ...(status >= 400 && { description: descriptionIn(body) }) },
  }),
  errorBody: errors,
}

/** SCIM 1.1 over the realm of 2.0, with all that it leaves optional but XML. */
export const scimV1: Dialect = played({})

function played(tuning: Tuning): Dialect {
  const face = faceOf(edition1, tuning)
  const single = { ...userBehaviours(face), ...groupBehaviours(face) }
  return {
    name: 'scim.v1',
    schema: scimSchema,
    methodOverride: true,
    formatSuffix: '.json',
    behaviours: {
      ...single,
      ...listBehaviours(face),
      ...discoveryBehaviours1(face),
      bulk: bulkBehaviour(single, bulkForm1),
    },
    tune: played,
    failure: failure1,
  }
}

function descriptionIn(body: unknown): string | undefined {
  return (body as ReturnType<typeof errors>).Errors[0]?.description
}
