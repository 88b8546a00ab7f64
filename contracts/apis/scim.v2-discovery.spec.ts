import { LIST_RESPONSE, type WireList, type WireResource } from '../drivers/scim.v2-wire.ts'
import type { Attribute, SchemaDefinition } from '../scim-schemas.ts'
import { expect, GROUP, type Scim, test, USER } from './scim.ts'

interface ResourceType extends WireResource {
  name: string
  endpoint: string
  schema: string
  schemaExtensions?: { schema: string; required: boolean }[]
}

test('schemas and types of resources are listed, and each is an object by itself', {
  tag: '@basic',
}, async ({ promise, scim }) => {
  promise('schemas-are-listed-whole', 'one-schema-is-an-object')
  promise('resource-types-are-listed-whole', 'one-resource-type-is-an-object')
  for (const [list, get, key] of [
    ['listSchemas', 'getSchema', 'id'],
    ['listResourceTypes', 'getResourceType', 'name'],
  ] as const) {
    const { Resources, schemas, totalResults } = await all<WireResource>(scim, list)
    expect(schemas).toEqual([LIST_RESPONSE])
    expect(totalResults).toBe(Resources.length)
    expect(Resources).not.toEqual([])
    for (const one of Resources) {
      const { status, body } = await scim.send(get, { path: { id: String(one[key]) } })
      expect({ status, body }, String(one[key])).toEqual({ status: 200, body: one })
    }
    scim.refused(await scim.send(get, { path: { id: 'urn:nobody:has:this' } }), 404)
  }
})

test('pages and sorting mean nothing to discovery', { tag: '@edge' }, async ({
  client,
  promise,
  scim,
}) => {
  promise('schemas-are-listed-whole', 'resource-types-are-listed-whole')
  for (const [operation, path] of [
    ['listSchemas', '/Schemas'],
    ['listResourceTypes', '/ResourceTypes'],
  ] as const) {
    const whole = await all(scim, operation)
    const query = 'count=1&startIndex=2&sortBy=id&sortOrder=descending'
    const { status, body } = await client.raw({ like: operation, path: `${path}?${query}` })
    expect({ status, body }).toEqual({ status: 200, body: whole })
  }
})

test('the configuration is the same whatever page of it is asked for', { tag: '@edge' }, async ({
  client,
  promise,
}) => {
  promise('config-is-one-object')
  const whole = await client.send('getServiceProviderConfig')
  const path = '/ServiceProviderConfig?count=1&startIndex=2&sortBy=patch'
  const { status, body } = await client.raw({ like: 'getServiceProviderConfig', path })
  expect({ status, body }).toEqual({ status: 200, body: whole.body })
})

test('a filter of discovery is refused', { tag: '@edge' }, async ({ promise, scim }) => {
  promise('discovery-filters-are-403')
  for (const operation of ['listSchemas', 'listResourceTypes', 'getServiceProviderConfig']) {
    scim.refused(await scim.send(operation, { query: { filter: 'name eq "User"' } }), 403)
  }
})

test('nothing that discovery answers can be changed', { tag: '@edge' }, async ({
  client,
  promise,
  scim,
}) => {
  promise('discovery-cannot-be-changed')
  const before = await all(scim, 'listSchemas')
  for (const path of [
    '/Schemas',
    `/Schemas/${GROUP}`,
    '/ResourceTypes/User',
    '/ServiceProviderConfig',
  ]) {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      const draft = { method, path, ...(method !== 'DELETE' && { body: '{"schemas":[]}' }) }
      const { status } = await client.raw({
        headers: { 'content-type': 'application/scim+json' },
        ...draft,
      })
      expect([403, 404, 405, 501], `${method} ${path}`).toContain(status)
    }
  }
  expect(await all(scim, 'listSchemas')).toEqual(before)
})

test('discovery needs no credential', { tag: '@edge' }, async ({ promise, scim }) => {
  promise('discovery-needs-no-credential')
  for (const operation of ['getServiceProviderConfig', 'listSchemas', 'listResourceTypes']) {
    expect((await scim.send(operation, { as: 'nobody' })).status, operation).toBe(200)
  }
})

test('the configuration is one object that tells of every feature', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('config-is-one-object', 'config-tells-every-feature', 'config-tells-the-limits')
  const config = await scim.config()
  expect(config).not.toHaveProperty('Resources')
  const supported = expect.any(Boolean)
  const limit = expect.any(Number)
  expect(config).toMatchObject({
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
    patch: { supported },
    bulk: { supported, maxOperations: limit, maxPayloadSize: limit },
    filter: { supported, maxResults: limit },
    changePassword: { supported },
    sort: { supported },
    etag: { supported },
  })
  expect(config.authenticationSchemes).not.toEqual([])
  for (const scheme of config.authenticationSchemes as object[]) {
    const text = expect.stringMatching(/\S/)
    expect(scheme).toMatchObject({ type: text, name: text, description: text })
  }
})

test('the configuration tells how lists are paged', { tag: '@edge' }, async ({
  lacks,
  promise,
  scim,
}) => {
  promise('config-tells-the-pagination')
  const { pagination } = await scim.config()
  if (!pagination) return lacks('a configuration with pagination')
  expect(pagination).toMatchObject({ cursor: expect.any(Boolean), index: expect.any(Boolean) })
  const { defaultPageSize = 1, maxPageSize = defaultPageSize, cursorTimeout = 1 } = pagination
  expect(defaultPageSize).toBeGreaterThan(0)
  expect(maxPageSize).toBeGreaterThanOrEqual(defaultPageSize)
  expect(cursorTimeout).toBeGreaterThan(0)
  const { Resources = [] } = await scim.listed('User')
  expect(Resources.length).toBeLessThanOrEqual(defaultPageSize)
})

test('a type of resource names its endpoint and the schemas that it has', {
  tag: '@basic',
}, async ({ client, promise, scim }) => {
  promise('resource-types-name-their-schemas')
  const known = (await scim.schemas()).map(({ id }) => id)
  const types = (await all<ResourceType>(scim, 'listResourceTypes')).Resources
  expect(types.map(({ name }) => name)).toEqual(expect.arrayContaining(['User', 'Group']))
  for (const { name, endpoint, schema, schemaExtensions = [] } of types) {
    expect(known, name).toContain(schema)
    for (const extension of schemaExtensions) {
      expect(known, name).toContain(extension.schema)
      expect(extension).toMatchObject({ required: expect.any(Boolean) })
    }
    const { status } = await client.raw({ method: 'GET', path: `${endpoint}?count=1` })
    expect(status, endpoint).toBe(200)
  }
  const byName = new Map(types.map((one) => [one.name, one.schema]))
  expect([byName.get('User'), byName.get('Group')]).toEqual([USER, GROUP])
})

test('schemas are of resources, not of messages', { tag: '@basic' }, async ({ promise, scim }) => {
  promise('message-urns-are-no-schemas')
  for (const { id } of await scim.schemas()) expect(id).not.toMatch(/^urn:ietf:params:scim:api:/i)
})

test('the schemas of discovery itself are there', { tag: '@edge' }, async ({ promise, scim }) => {
  promise('discovery-describes-itself')
  const known = (await scim.schemas()).map(({ id }) => id)
  for (const name of ['ServiceProviderConfig', 'ResourceType', 'Schema']) {
    expect(known).toContain(`urn:ietf:params:scim:schemas:core:2.0:${name}`)
  }
})

test('a schema tells what its attributes are like, without a null', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('schemas-tell-every-characteristic', 'entra-schemas-have-no-nulls')
  const schemas = await scim.schemas()
  expect(JSON.stringify(schemas)).not.toContain('null')
  for (const [path, attribute] of schemas.flatMap(flat)) {
    expect(attribute, path).toMatchObject({
      name: expect.stringMatching(/^\$?[A-Za-z][\w-]*$/),
      type: expect.any(String),
      multiValued: expect.any(Boolean),
      mutability: expect.any(String),
      returned: expect.any(String),
    })
    expect('subAttributes' in attribute, path).toBe(attribute.type === 'complex')
  }
})

test('the schemas of users and groups are those of the RFC, with its errata', {
  tag: '@edge',
}, async ({ promise, scim }) => {
  promise('schemas-are-those-of-the-rfc')
  for (const [urn, path, want] of [
    [USER, 'userName', { required: true, caseExact: false, uniqueness: 'server' }],
    [USER, 'password', { mutability: 'writeOnly', returned: 'never' }],
    [USER, 'groups', { mutability: 'readOnly', multiValued: true }],
    // Erratum 8471: a user is in groups alone.
    [USER, 'groups.$ref', { referenceTypes: ['Group'] }],
    [USER, 'emails', { multiValued: true, type: 'complex' }],
    [USER, 'x509Certificates.value', { type: 'binary' }],
    // Erratum 5368: section 8.7.1 had false, against section 4.2.
    [GROUP, 'displayName', { required: true }],
    [GROUP, 'members.value', { mutability: 'immutable' }],
  ] as const) {
    expect(await scim.attribute(urn, path), path).toMatchObject(want)
  }
})

test('the schemas of discovery have the errata of the RFC in them', { tag: '@edge' }, async ({
  promise,
  scim,
}) => {
  promise('discovery-describes-itself', 'schemas-are-those-of-the-rfc')
  const core = 'urn:ietf:params:scim:schemas:core:2.0'
  // Erratum 7522.
  const extensions = await scim.attribute(`${core}:ResourceType`, 'schemaExtensions')
  expect(extensions).toMatchObject({ type: 'complex', multiValued: true })
  // Erratum 5607.
  const attributes = await scim.attribute(`${core}:Schema`, 'attributes')
  const references = attributes.subAttributes?.find(({ name }) => name === 'referenceTypes')
  expect(references).toMatchObject({ multiValued: true })
})

async function all<T>(scim: Scim, operation: string): Promise<Required<WireList<T>>> {
  const { status, body } = await scim.send(operation)
  expect(status).toBe(200)
  return body as Required<WireList<T>>
}

function flat({ id, attributes }: SchemaDefinition): [path: string, attribute: Attribute][] {
  return attributes.flatMap((one) => {
    const path = `${id}:${one.name}`
    const parts = (one.subAttributes ?? []).map((part) => [`${path}.${part.name}`, part] as const)
    return [[path, one], ...parts] as [string, Attribute][]
  })
}
