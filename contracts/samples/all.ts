/** The samples of every API, by its name. */
import type { Samples } from './sample.ts'
import { scimV1 } from './scim.v1.ts'
import { scimV2 } from './scim.v2.ts'

export const samples: Readonly<Record<string, Samples>> = {
  'scim.v1': scimV1,
  'scim.v2': scimV2,
}
