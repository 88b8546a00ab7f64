import { withApplicationHeader } from '../../specs/application-header.ts'
import { readSpec, type Spec } from '../../specs/read.ts'
import type { Target } from '../target.ts'

/** The document that a target is judged by, as it was told for this run. */
export function specOf({ api, spec, applicationTokenHeader }: Target): Spec {
  return withApplicationHeader(readSpec(api, spec), applicationTokenHeader)
}
