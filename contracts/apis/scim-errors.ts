/** Holds an error against SCIM's own envelope. */
import type { TestInfo } from '@playwright/test'
import { ERROR, type WireError } from '../drivers/scim.v2-wire.ts'
import { type Reply, redactor, show } from '../exchange.ts'
import { Unexpected } from '../replies.ts'
import type { Target } from '../target.ts'

/** One value, or several that are as good. */
export type OneOf<T> = T | readonly T[]

interface Wanted {
  readonly target: Target
  readonly info: Pick<TestInfo, 'annotations'>
  readonly status: OneOf<number>
  readonly scimType?: OneOf<string> | undefined
}

/** RFC 7644 section 3.12. There a scimType is optional, so that a real deployment may leave it out. */
export function expectError2(reply: Reply, { target, info, status, scimType }: Wanted): void {
  const error = (reply.body ?? {}) as Partial<WireError>
  if (!within(status, reply.status)) fail(target, reply, `a refusal with ${status}`)
  if (!error.schemas?.includes(ERROR)) fail(target, reply, `the Error URN in schemas`)
  if (error.status !== String(reply.status)) fail(target, reply, `its status as a string`)
  if (scimType === undefined) return
  if (error.scimType === undefined && !target.mock) {
    const description = `an error ${reply.status} has no scimType, which would be ${scimType}`
    info.annotations.push({ type: 'finding', description })
  } else if (!within(scimType, error.scimType)) fail(target, reply, `the scimType ${scimType}`)
}

/** draft-scim-api-01 section 3.9: a list of descriptions, each with the status as a string. */
export function expectError1(reply: Reply, { target, status }: Wanted): void {
  const { Errors = [] } = (reply.body ?? {}) as { Errors?: { code?: unknown }[] }
  if (!within(status, reply.status)) fail(target, reply, `a refusal with ${status}`)
  const told = Errors.length > 0 && Errors.every(({ code }) => code === String(reply.status))
  if (!told) fail(target, reply, `Errors with the code ${reply.status} as a string`)
}

function within<T>(wanted: OneOf<T>, given: T | undefined): boolean {
  return [wanted].flat().includes(given as never)
}

function fail(target: Target, reply: Reply, wanted: string): never {
  const redact = redactor(Object.values(target.tokens))
  throw new Unexpected(`${target.api}: ${wanted} was due\n\n${show(reply, redact)}`)
}
