import type { Operation, Reply } from './operation.ts'

/** What is documented of a reply; OpenAPI 3.1 section 4.8.16: a status before its range, and that before `default`. */
export function replyTo({ replies, ranges }: Operation, status: number): Reply | undefined {
  return replies.get(status) ?? ranges.get(rangeOf(status)) ?? ranges.get('default')
}

/** The statuses as the document writes them. */
export function documentedStatuses({ replies, ranges }: Operation): string[] {
  return [...replies.keys(), ...ranges.keys()].map(String)
}

function rangeOf(status: number): string {
  return `${Math.floor(status / 100)}XX`
}
