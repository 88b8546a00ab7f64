/** What the deviations file says, and how an entry is named to a person. */
import type { CheckName } from '../conformance.ts'

/** One known difference between a target and its document. */
export interface Entry {
  /** Its place in the file, from 0. */
  readonly index: number
  readonly api: string
  /** The operationId of the reply that departs, or of the last one before the scenario fails. */
  readonly operation: string
  /** A check of a single reply, the id of a behaviour of the document, or a scenario's title. */
  readonly check: string
  /** Where in the reply; `*` stands for one part of the pointer. */
  readonly at?: string
  /** Where in the document. */
  readonly spec?: string
  /** A part of what the breach or the failure says, in which `...` is any text. */
  readonly says?: string
  /** The title of a scenario that shows it: when that one passes without the entry, it is stale. */
  readonly scenario?: string
  /** Who answers for it. */
  readonly owner: string
  readonly reason: string
  /** The last day on which it counts, as 2027-01-31. */
  readonly expires: string
  /** A URL. */
  readonly issue?: string
}

/** The file cannot be used; the message names the file, the entry and the field. */
export class DeviationsError extends Error {
  override readonly name = 'DeviationsError'
}

export const fields = {
  required: ['api', 'operation', 'check', 'owner', 'reason', 'expires'],
  optional: ['at', 'spec', 'says', 'scenario', 'issue'],
} as const

/** The checks that a single reply goes through. */
const ofReplies: Readonly<Record<CheckName, true>> = {
  status_code_conformance: true,
  content_type_conformance: true,
  response_headers_conformance: true,
  response_schema_conformance: true,
  undeclared_property: true,
  negative_data_rejection: true,
}

/** Checks that a scenario of its own makes; it says so with an annotation of the type `check`. */
const ofScenarios = [
  'ignored_auth',
  'unsupported_method',
  'use_after_free',
  'ensure_resource_availability',
  'unknown_id_rejection',
  'awkward_data_acceptance',
]

export const checkNames: readonly string[] = [...Object.keys(ofReplies), ...ofScenarios]

export function isOfReplies(check: string): boolean {
  return Object.hasOwn(ofReplies, check)
}

export function isTitle(check: string): boolean {
  return check.includes(' › ')
}

export function nameOf({ api, operation, check, at }: Omit<Entry, 'index'>): string {
  return [api, operation, check, at].filter(Boolean).join(' ')
}
