/** The samples of every API, by its name. */
import { formstack } from './formstack.ts'
import { gotomeeting } from './gotomeeting.ts'
import { hub } from './hub.ts'
import { laurel } from './laurel.ts'
import { nexus } from './nexus.ts'
import type { Samples } from './sample.ts'
import { scimV1 } from './scim.v1.ts'
import { scimV2 } from './scim.v2.ts'

export const samples: Readonly<Record<string, Samples>> = {
  formstack,
  gotomeeting,
  hub,
  laurel,
  nexus,
  'scim.v1': scimV1,
  'scim.v2': scimV2,
}
