/** The samples of every API, by its name. */
import type { Samples } from './sample.ts'

export const samples: Readonly<Record<string, Samples>> = {}
