/** The samples of every API, by its name. */

import { formstack } from './formstack.ts'
import { gotomeeting } from './gotomeeting.ts'
import type { Samples } from './sample.ts'

export const samples: Readonly<Record<string, Samples>> = { formstack, gotomeeting }
