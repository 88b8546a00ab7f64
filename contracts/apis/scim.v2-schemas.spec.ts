import type { WireList, WireResource } from '../drivers/scim.v2-wire.ts'
import { judgeAttributes } from '../scim-attributes.ts'
import { type Attribute, attributeAt, common } from '../scim-schemas.ts'
import { ENTERPRISE, expect, type Scim, test, USER } from './scim.ts'

test('what a schema says of case is how filters compare', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('published-schemas-are-obeyed', 'filter-value-case-follows-case-exact')
  await scim.supports('filter')
  const texts = await plainTexts(scim)
  const { id } = await scim.user(texts.own)
  const found: Record<string, boolean> = {}
  const want: Record<string, boolean> = {}
  for (const { path, value, attribute } of texts.all) {
    const filter = (text: string) => `id eq "${id}" and ${path} eq "${text}"`
    expect(await scim.ids('User', { filter: filter(value) }), path).toEqual([id])
    want[path] = !(attribute.caseExact ?? false)
    found[path] = (await scim.ids('User', { filter: filter(value.toUpperCase()) })).length > 0
  }
  expect(found).toEqual(want)
})

test('what a schema says is returned is returned', { tag: '@basic' }, async ({ promise, scim }) => {
  promise('published-schemas-are-obeyed')
  const texts = await plainTexts(scim)
  const { id } = await scim.user(texts.own)
  const whole = await scim.read('User', id)
  const seen: Record<string, boolean> = {}
  const want: Record<string, boolean> = {}
  for (const { path, attribute, value } of texts.all) {
    want[path] = ['default', 'always'].includes(attribute.returned ?? 'default')
    seen[path] = at(whole, path) === value
  }
  expect(seen).toEqual(want)
})

test('what a schema says is readOnly is ignored', { tag: '@basic' }, async ({ promise, scim }) => {
  promise('published-schemas-are-obeyed', 'read-only-input-is-ignored')
  const schema = (await scim.schemas()).find(({ id }) => id === USER)
  const given = { groups: [{ value: 'nobody-made-this' }] } as Record<string, unknown>
  for (const { name, mutability, type, multiValued } of schema?.attributes ?? []) {
    if (mutability === 'readOnly' && type === 'string' && !multiValued) given[name] = 'Forged'
  }
  const user = await scim.user(given)
  for (const [name, value] of Object.entries(given)) expect(user[name], name).not.toEqual(value)
})

test('what a schema requires has to be there', { tag: '@basic' }, async ({ promise, scim }) => {
  promise('published-schemas-are-obeyed', 'missing-required-is-400')
  for (const type of ['User', 'Group'] as const) {
    const body = scim.body(type)
    const schema = (await scim.schemas()).find(({ id }) => body.schemas.includes(id))
    for (const { name, required, mutability } of schema?.attributes ?? []) {
      if (!required || mutability === 'readOnly') continue
      const { [name]: _, ...rest } = scim.body(type)
      scim.refused(await scim.create(type, rest), 400, 'invalidValue')
    }
    const { status } = await scim.create(type, body)
    expect(status, `${type} without what is not required`).toBe(201)
  }
})

test('what discovery answers is as its own schemas say', { tag: '@basic' }, async ({
  lacks,
  promise,
  scim,
}) => {
  promise('published-schemas-are-obeyed', 'discovery-describes-itself')
  const known = new Map((await scim.schemas()).map(({ id, attributes }) => [id, attributes]))
  const all = await discovered(scim)
  // The schema of schemas is deeper by one than it can say (RFC 7643 section 8.7.2).
  const described = all.filter(({ id, schemas: [urn = ''] }) => known.has(urn) && id !== urn)
  if (described.length === 0) lacks('the schemas of discovery itself')
  for (const one of described) {
    const [urn = ''] = one.schemas
    const own = known.get(urn) ?? []
    const shared = common
      .filter(({ name }) => !own.some((attribute) => attribute.name === name))
      .map((attribute) => ({ ...attribute, required: false }))
    const viewing = { projected: false, asked: false }
    const said = `${urn} ${one.id ?? ''}`
    expect(judgeAttributes([...shared, ...own], one, viewing), said).toEqual([])
  }
})

test('what a schema leaves out has its default', { tag: '@edge' }, async ({
  lacks,
  promise,
  scim,
}) => {
  promise('defaults-of-characteristics')
  const texts = await plainTexts(scim)
  const bare = texts.all.filter(({ attribute }) => {
    const { caseExact, mutability, required, returned } = attribute
    return [caseExact, mutability, required, returned].includes(undefined)
  })
  if (bare.length === 0) return lacks('a schema that leaves a characteristic out')
  const { id } = await scim.user(texts.own)
  const whole = await scim.read('User', id)
  for (const { path, attribute, value } of bare) {
    if (attribute.returned === undefined) expect(at(whole, path), path).toBe(value)
    if (attribute.caseExact !== undefined) continue
    const filter = `id eq "${id}" and ${path} eq "${value.toUpperCase()}"`
    expect(await scim.ids('User', { filter }), path).toEqual([id])
  }
})

interface Text {
  /** As a filter names it. */
  readonly path: string
  readonly value: string
  readonly attribute: Attribute
}

/** Attributes that have free text and no meaning to a server. */
const free: readonly (readonly [urn: string, names: readonly string[]])[] = [
  [USER, ['displayName', 'nickName', 'title', 'userType', 'name.familyName', 'name.givenName']],
  [ENTERPRISE, ['employeeNumber', 'costCenter', 'organization', 'division', 'department']],
]

/** A value in mixed case for every one of them that clients write, and a user who has them. */
async function plainTexts(scim: Scim): Promise<{ all: Text[]; own: object }> {
  const all: Text[] = []
  const own: Record<string, unknown> = {}
  const schemas = await scim.schemas()
  for (const [urn, names] of free) {
    const schema = schemas.find(({ id }) => id === urn)
    for (const name of names) {
      const attribute = schema && attributeAt(schema, name)
      if (attribute?.type !== 'string' || attribute.mutability === 'readOnly') continue
      const value = `MiXed ${name}`
      all.push({ path: urn === USER ? name : `${urn}:${name}`, value, attribute })
      const [head = '', part] = urn === USER ? name.split('.') : [urn, name]
      own[head] = part ? { ...(own[head] as object), [part]: value } : value
    }
  }
  return { all, own }
}

/** What a user has at the path that a filter would name. */
function at(user: WireResource, path: string): unknown {
  const [head = '', part = ''] = path.startsWith(ENTERPRISE)
    ? [ENTERPRISE, path.slice(ENTERPRISE.length + 1)]
    : path.split('.')
  const value = user[head]
  return part ? (value as Record<string, unknown> | undefined)?.[part] : value
}

/** The configuration, the types of resources and the schemas. */
async function discovered(scim: Scim): Promise<WireResource[]> {
  const { body: config } = await scim.send('getServiceProviderConfig')
  const lists = [await scim.send('listResourceTypes'), await scim.send('listSchemas')]
  return [config, ...lists.flatMap(({ body }) => (body as WireList<unknown>).Resources ?? [])].map(
    (one) => one as WireResource,
  )
}
