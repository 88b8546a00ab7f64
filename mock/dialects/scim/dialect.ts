import { schema } from '../../directory/tables.ts'
import type { Dialect, Tuning } from '../dialect.ts'
import { bulkBehaviour, bulkForm2 } from './bulk.ts'
import { discoveryBehaviours } from './discovery.ts'
import { faceOf } from './face.ts'
import { failure } from './failure.ts'
import { groupBehaviours } from './groups.ts'
import { groupIndexes, userIndexes } from './indexes.ts'
import { meBehaviours } from './me.ts'
import { searchBehaviours } from './searches.ts'
import { userBehaviours } from './users.ts'
import { edition2 } from './v2-edition.ts'

/** One realm for both versions of the standard. */
export const scimSchema = schema({ uniqueGroupNames: false, userIndexes, groupIndexes })

/** SCIM 2.0 (RFC 7643, RFC 7644, RFC 9865), with all that it leaves optional. */
export const scimV2: Dialect = played({})

function played(tuning: Tuning): Dialect {
  const face = faceOf(edition2, tuning)
  const single = { ...userBehaviours(face), ...groupBehaviours(face) }
  return {
    name: 'scim.v2',
    schema: scimSchema,
    behaviours: {
      ...single,
      ...searchBehaviours(face),
      ...meBehaviours(face),
      ...discoveryBehaviours(face),
      bulk: bulkBehaviour(single, bulkForm2),
    },
    tune: played,
    failureTypes: ['application/scim+json', 'application/json'],
    failure,
  }
}
