import type { Driver } from './driver.ts'
import { formstack } from './formstack.ts'
import { gotomeeting } from './gotomeeting.ts'
import { hub } from './hub.ts'
import { laurel } from './laurel.ts'
import { nexus } from './nexus.ts'
import { scimV1 } from './scim.v1.ts'
import { scimV2 } from './scim.v2.ts'

/** Every API that the suite speaks to, by its name. */
export const drivers: Readonly<Record<string, Driver>> = {
  formstack,
  gotomeeting,
  hub,
  laurel,
  nexus,
  'scim.v1': scimV1,
  'scim.v2': scimV2,
}

/** @throws Error that names the APIs there are */
export function driverOf(api: string): Driver {
  const driver = drivers[api]
  if (!driver)
    throw new Error(`no driver for '${api}': there are ${Object.keys(drivers).join(', ')}`)
  return driver
}
