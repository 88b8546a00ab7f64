import type { Dialect } from './dialect.ts'
import { formstack } from './formstack/dialect.ts'
import { gotomeeting } from './gotomeeting/dialect.ts'
import { hub } from './hub/dialect.ts'
import { laurel } from './laurel/dialect.ts'
import { nexus } from './nexus/dialect.ts'
import { scimV2 } from './scim/dialect.ts'
import { scimV1 } from './scim/v1-dialect.ts'

/** Every API that is played, in alphabetical order. Another one joins here. */
export const dialects: readonly Dialect[] = [
  formstack,
  gotomeeting,
  hub,
  laurel,
  nexus,
  scimV1,
  scimV2,
]
