/** SCIM 1.1 (draft-scim-api-01, draft-scim-core-schema-01) over resources that are kept as in 2.0. */
import { membersOf } from '../../directory/memberships.ts'
import { writtenBy } from '../../grammar/scim-projection.ts'
import { type Resource, readResource, replaceResource } from '../../grammar/scim-resource.ts'
import { commonAttributes1 } from '../../grammar/scim-schema.ts'
import { patchResource1 } from '../../grammar/scim1-patch.ts'
import type { Edition, Patch } from './edition.ts'
import { type Altering, add, membershipsOf, removeListed } from './members.ts'
import { asV1, asV2 } from './v1-form.ts'
import { CORE1, enterpriseSchema1, groupSchema1, userSchema1 } from './v1-schemas.ts'

const options = { plainValues: true, schemasOptional: true }

export const edition1: Edition = {
  schemas: { User: userSchema1, Group: groupSchema1, enterprise: enterpriseSchema1 },
  common: commonAttributes1,
  list: CORE1,
  deleted: 200,
  filters: {
    attributes: { '*': ['eq', 'co', 'sw', 'pr', 'gt', 'ge', 'lt', 'le'] },
    combinations: ['and', 'or', 'grouping'],
  },
  show: asV1,
  create: (model, body) => asV2(readResource(model, withoutSchemas(body), options), {}),
  replace: (model, before, body) =>
    asV2(replaceResource(model, asV1(before), withoutSchemas(body), options), before),
  patch: (model, before, { body }) =>
    asV2(patchResource1(model, asV1(before), withoutSchemas(body)), before),
  written: writtenBy,
  patchGroup,
}

/** Members are rows of their own: only those who are named are looked at, and come or go. */
function patchGroup(altering: Altering, before: Resource, { body }: Patch): Resource {
  const { realm, group, view } = altering
  const named = idsIn(body)?.flatMap((id) => membershipsOf(realm, group, id))
  const rows = Array.from(named ?? membersOf(realm, group), ({ member, kind }) => ({
    value: member,
    type: kind === 'user' ? 'User' : 'Group',
  }))
  const members = rows.length === 0 ? {} : { members: rows }
  const model = view.face.models.Group
  const after = patchResource1(model, { ...asV1(before), ...members }, withoutSchemas(body))
  const { members: wanted = [], ...rest } = after as { members?: readonly Resource[] }
  const ids = (elements: readonly Resource[]) => new Set(elements.map(({ value }) => value))
  const [held, kept] = [ids(rows), ids(wanted)]
  removeListed(
    altering,
    rows.filter(({ value }) => !kept.has(value)),
  )
  add(
    altering,
    wanted.filter(({ value }) => !held.has(value)),
  )
  return asV2(rest, before)
}

/** Whom a body is about, each once; undefined when it may be about all members. */
function idsIn(body: unknown): string[] | undefined {
  const entries = Object.entries((body ?? {}) as object)
  // `meta.attributes` may name all of them.
  if (entries.some(([name]) => /(^|:)meta$/i.test(name))) return undefined
  const elements = entries.filter(([name]) => /(^|:)members$/i.test(name)).flatMap(([, all]) => all)
  const ids = elements.map(idIn)
  return ids.includes(undefined) ? undefined : [...new Set(ids as string[])]
}

/** An element without its `value` is known by its other parts. */
function idIn(element: unknown): string | undefined {
  const named = Object.entries((element ?? {}) as object).find(([name]) => /^value$/i.test(name))
  return typeof named?.[1] === 'string' ? named[1] : undefined
}

/** Every URN is welcome: 1.1 says nothing of foreign ones, and Okta sends one with descriptions. */
function withoutSchemas(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body
  return Object.fromEntries(Object.entries(body).filter(([name]) => !/^schemas$/i.test(name)))
}
