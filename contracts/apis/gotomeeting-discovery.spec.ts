import type { Schema } from '../../specs/read.ts'
import { expect, test } from '../suite.ts'

interface Attribute {
  name: string
  subAttributes?: Attribute[]
}

test('the schema of a user is that of SCIM 1.0', async ({ client, promise }) => {
  promise('user-schema-is-of-scim-1-0')
  const { body, status } = await client.send('getUserSchema')
  expect(status).toBe(200)
  expect(body).toMatchObject({ id: 'urn:scim:schemas:core:1.0:User', endpoint: '/Users' })
})

test('the schema of a user names all that a user has', async ({ client, promise, spec }) => {
  promise('user-schema-names-what-users-have')
  const { attributes } = (await client.send('getUserSchema')).body as { attributes: Attribute[] }
  const names = attributes.map(({ name }) => name)
  const schemas = (spec.document.components as { schemas: Record<string, Schema> }).schemas
  for (const schema of ['User', 'NewUser', 'UserReplacement', 'UserChange']) {
    for (const property of Object.keys(schemas[schema]?.properties as object)) {
      // The attributes of an extension may stand for it.
      const stands = property.startsWith('urn:') ? [property, 'accounts'] : [property]
      expect(names.filter((name) => stands.includes(name))).toHaveLength(1)
    }
  }
  const parts = attributes.find(({ name }) => name === 'name')?.subAttributes ?? []
  expect(parts.map(({ name }) => name).sort()).toEqual(['familyName', 'givenName'])
})

test('the configuration says what is offered', async ({ client, promise }) => {
  promise('config-says-what-is-offered', 'authentication-schemes-is-one-object')
  const { body, status } = await client.send('getServiceProviderConfigs')
  expect(status).toBe(200)
  expect(body).toMatchObject({
    patch: { supported: true },
    filter: { supported: true },
    sort: { supported: true },
    changePassword: { supported: true },
    bulk: { supported: false },
    etag: { supported: false },
    xmlDataFormat: { supported: false },
  })
  const { authenticationSchemes } = body as { authenticationSchemes: object }
  expect(Object.keys(authenticationSchemes).sort()).toEqual([
    'description',
    'documentationUrl',
    'name',
    'specUrl',
  ])
})
