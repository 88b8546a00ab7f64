/** What a provider says of itself, and where (draft-scim-core-schema-01 sections 9 and 10). */
import type { Reply } from '../exchange.ts'
import { CORE, ENTERPRISE, expect, test } from './scim.v1.ts'

interface Attribute {
  readonly name: string
  readonly type: string
  readonly multiValued: boolean
  readonly multiValuedAttributeChildName?: string
  readonly description: string
  readonly schema?: string
  readonly readOnly: boolean
  readonly required: boolean
  readonly caseExact: boolean
  readonly subAttributes?: readonly Attribute[]
}

interface Schema {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly schema: string
  readonly endpoint: string
  readonly attributes: readonly Attribute[]
}

function schemasIn({ body }: Reply): readonly Schema[] {
  return (body as { Resources: readonly Schema[] }).Resources
}

test('ServiceProviderConfigs is one object that says what is supported', { tag: '@basic' }, async ({
  client,
  promise,
}) => {
  promise('config-is-one-object', 'config-tells-every-feature')
  const { status, body } = await client.send('getServiceProviderConfigs')
  expect(status).toBe(200)
  expect(body).not.toHaveProperty('Resources')
  expect(body).toMatchObject({ schemas: [CORE] })
  const config = body as Record<string, Record<string, unknown>>
  for (const feature of [
    'patch',
    'bulk',
    'filter',
    'changePassword',
    'sort',
    'etag',
    'xmlDataFormat',
  ]) {
    expect(typeof config[feature]?.supported, feature).toBe('boolean')
  }
  for (const [feature, limit] of [
    ['bulk', 'maxOperations'],
    ['bulk', 'maxPayloadSize'],
    ['filter', 'maxResults'],
  ] as const) {
    expect(Number.isInteger(config[feature]?.[limit]), limit).toBe(true)
  }
  const text = expect.stringMatching(/./) as unknown
  const schemes = config.authenticationSchemes as unknown as readonly unknown[]
  expect(schemes.length).toBeGreaterThan(0)
  for (const each of schemes) expect(each).toMatchObject({ name: text, description: text })
})

test('the configuration says Url, where 2.0 says Uri', { tag: '@edge' }, async ({
  client,
  promise,
}) => {
  promise('config-is-one-object', 'config-tells-every-feature')
  const { text } = await client.send('getServiceProviderConfigs')
  expect(text).not.toMatch(/"(documentationUri|specUri)"/)
})

test('no XML is offered where none is spoken', { tag: '@edge' }, async ({
  client,
  lacks,
  promise,
}) => {
  promise('xml-is-not-offered')
  const { body } = await client.send('getServiceProviderConfigs')
  const { xmlDataFormat } = body as { xmlDataFormat: { supported: boolean } }
  if (xmlDataFormat.supported) lacks('a target that speaks JSON alone')
  const reply = await client.send('listUsers', {
    query: { count: 1 },
    headers: { Accept: 'application/xml' },
  })
  expect(reply.headers.get('content-type')).toMatch(/^application\/json\b/)
})

test('the schemas of users and groups are listed, and each is found by its id', {
  tag: '@basic',
}, async ({ client, promise }) => {
  promise('schemas-are-listed', 'schemas-name-their-endpoint', 'child-names-are-for-many-values')
  const listed = await client.send('listSchemas')
  expect(listed.body).toMatchObject({ schemas: [CORE] })
  const schemas = schemasIn(listed)
  const ids = schemas.map(({ id }) => id)
  expect(ids).toEqual(expect.arrayContaining([`${CORE}:User`, `${CORE}:Group`]))
  for (const each of schemas) {
    const { body } = await client.send('getSchema', { path: { id: each.id } })
    expect(body).toEqual(each)
  }
})

test('an unknown schema is 404', { tag: '@edge' }, async ({ client, promise, scim }) => {
  promise('missing-resources-are-404')
  const path = { id: 'urn:scim:schemas:core:1.0:Nobody' }
  scim.refused(await client.send('getSchema', { path }), 404)
})

test('a schema says where it is used, and its attributes what they are', { tag: '@basic' }, async ({
  client,
  promise,
}) => {
  promise('schemas-name-their-endpoint', 'child-names-are-for-many-values')
  const schemas = schemasIn(await client.send('listSchemas'))
  for (const [name, endpoint] of [
    ['User', '/Users'],
    ['Group', '/Groups'],
  ] as const) {
    const schema = schemas.find(({ id }) => id === `${CORE}:${name}`)
    expect(schema).toMatchObject({ name, endpoint, schema: CORE })
    expect(schema?.description).toMatch(/./)
    for (const attribute of schema?.attributes ?? []) expectAttribute(attribute)
  }
})

function expectAttribute(attribute: Attribute): void {
  const { name, multiValued, subAttributes = [] } = attribute
  for (const flag of ['multiValued', 'readOnly', 'required', 'caseExact'] as const) {
    expect(typeof attribute[flag], `${name}.${flag}`).toBe('boolean')
  }
  expect(attribute.type, name).toMatch(/^(string|boolean|decimal|integer|dateTime|binary|complex)$/)
  expect(attribute.description, name).toMatch(/./)
  expect([CORE, ENTERPRISE], name).toContain(attribute.schema)
  expect(attribute.multiValuedAttributeChildName !== undefined, name).toBe(multiValued)
  if (attribute.type === 'complex') expect(subAttributes.length, name).toBeGreaterThan(0)
  for (const sub of subAttributes) {
    for (const flag of ['readOnly', 'required', 'caseExact'] as const) {
      expect(typeof sub[flag], `${name}.${sub.name}.${flag}`).toBe('boolean')
    }
    expect(sub.description, `${name}.${sub.name}`).toMatch(/./)
  }
}

test('the attributes of the core are there, with their traits', { tag: '@basic' }, async ({
  client,
  promise,
}) => {
  promise(
    'schemas-name-their-endpoint',
    'child-names-are-for-many-values',
    'managers-have-a-manager-id',
    'members-have-no-reference',
  )
  const schemas = schemasIn(await client.send('listSchemas'))
  const named = (type: string, name: string) =>
    schemas
      .find(({ id }) => id === `${CORE}:${type}`)
      ?.attributes.find((attribute) => attribute.name === name)
  expect(named('User', 'id')).toMatchObject({ readOnly: true, caseExact: true, multiValued: false })
  expect(named('User', 'userName')).toMatchObject({
    required: true,
    readOnly: false,
    type: 'string',
  })
  expect(named('User', 'groups')).toMatchObject({ readOnly: true, multiValued: true })
  expect(named('User', 'emails')).toMatchObject({
    multiValued: true,
    multiValuedAttributeChildName: 'email',
  })
  expect(named('Group', 'displayName')).toMatchObject({ required: true })
  const members = named('Group', 'members')
  expect(members).toMatchObject({ multiValued: true, multiValuedAttributeChildName: 'member' })
  expect(members?.subAttributes?.map(({ name }) => name)).not.toContain('$ref')
})

test('the enterprise extension is described, with its own URN', { tag: '@edge' }, async ({
  client,
  promise,
}) => {
  promise(
    'schemas-name-their-endpoint',
    'child-names-are-for-many-values',
    'managers-have-a-manager-id',
  )
  const attributes = schemasIn(await client.send('listSchemas')).flatMap((each) => each.attributes)
  const manager = attributes.find(({ name }) => name === 'manager')
  expect(manager?.schema).toBe(ENTERPRISE)
  const subs = Object.fromEntries(manager?.subAttributes?.map((sub) => [sub.name, sub]) ?? [])
  expect(subs.managerId).toMatchObject({ required: true, readOnly: false })
  expect(subs.displayName).toMatchObject({ readOnly: true })
  expect(subs).not.toHaveProperty('value')
})

test('what 2.0 added has no endpoint', { tag: '@edge' }, async ({ client, promise, scim }) => {
  promise('unknown-paths-are-404')
  for (const path of ['/ResourceTypes', '/ServiceProviderConfig', '/Me', '/']) {
    scim.refused(await client.raw({ path }), 404)
  }
  for (const path of ['/.search', '/Users/.search', '/Groups/.search']) {
    const reply = await client.raw({
      method: 'POST',
      path,
      headers: { 'Content-Type': 'application/json' },
      body: '{}',
    })
    scim.refused(reply, 404, 405)
  }
})

test('discovery cannot be written', { tag: '@edge' }, async ({ client, promise, scim }) => {
  promise('wrong-methods-are-405')
  for (const path of ['/ServiceProviderConfigs', '/Schemas']) {
    for (const method of ['PUT', 'DELETE']) {
      scim.refused(await client.raw({ method, path }), 403, 404, 405, 501)
    }
  }
})
