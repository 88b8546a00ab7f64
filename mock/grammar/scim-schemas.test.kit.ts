/** User, EnterpriseUser and Group of RFC 7643 section 8.7.1, abbreviated, and schemas to test with. */

import { type Attribute, attribute, resourceModel, type SchemaDefinition } from './scim-schema.ts'

export const core = 'urn:ietf:params:scim:schemas:core:2.0:User'
export const coreGroup = 'urn:ietf:params:scim:schemas:core:2.0:Group'
export const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
export const device = 'urn:example:Device'
export const badge = 'urn:example:extension:Badge'

type Given = Partial<Attribute>

function texts(...names: readonly string[]): Attribute[] {
  return names.map((name) => attribute({ name }))
}

function complex(name: string, subAttributes: readonly Attribute[], given: Given = {}): Attribute {
  return attribute({ name, type: 'complex', subAttributes, ...given })
}

function plural(name: string, value: Given = {}, others: readonly Attribute[] = []): Attribute {
  const primary = attribute({ name: 'primary', type: 'boolean' })
  const subs = [attribute({ name: 'value', ...value }), ...texts('display', 'type'), primary]
  return complex(name, [...subs, ...others], { multiValued: true })
}

const reference = { type: 'reference', caseExact: true } as const
const readOnly = { mutability: 'readOnly' } as const
const immutable = { mutability: 'immutable' } as const

export const userSchema: SchemaDefinition = {
  id: core,
  name: 'User',
  attributes: [
    attribute({ name: 'userName', required: true, uniqueness: 'server' }),
    complex('name', texts('formatted', 'familyName', 'givenName', 'middleName')),
    ...texts('displayName', 'nickName', 'title', 'userType'),
    attribute({ name: 'profileUrl', ...reference }),
    ...texts('preferredLanguage', 'locale', 'timezone'),
    attribute({ name: 'active', type: 'boolean' }),
    attribute({ name: 'password', mutability: 'writeOnly', returned: 'never' }),
    plural('emails'),
    plural('phoneNumbers'),
    plural('photos', reference),
    complex(
      'addresses',
      [
        ...texts('formatted', 'streetAddress', 'locality', 'region', 'postalCode', 'country'),
        ...texts('type'),
        attribute({ name: 'primary', type: 'boolean' }),
      ],
      { multiValued: true },
    ),
    complex('groups', [...texts('value', 'display', 'type')], { multiValued: true, ...readOnly }),
    plural('roles'),
    plural('x509Certificates', { type: 'binary', caseExact: true }),
  ],
}

export const enterpriseSchema: SchemaDefinition = {
  id: enterprise,
  name: 'EnterpriseUser',
  attributes: [
    ...texts('employeeNumber', 'costCenter', 'division', 'department'),
    complex('manager', [
      attribute({ name: 'value' }),
      attribute({ name: '$ref', ...reference }),
      attribute({ name: 'displayName', ...readOnly }),
    ]),
  ],
}

export const groupSchema: SchemaDefinition = {
  id: coreGroup,
  name: 'Group',
  attributes: [
    attribute({ name: 'displayName', required: true }),
    complex(
      'members',
      [
        attribute({ name: 'value', ...immutable }),
        attribute({ name: '$ref', ...reference, ...immutable }),
        attribute({ name: 'type', ...immutable }),
        attribute({ name: 'display' }),
      ],
      { multiValued: true },
    ),
  ],
}

/** What the RFC's schemas have no example of. */
const deviceSchema: SchemaDefinition = {
  id: device,
  name: 'Device',
  attributes: [
    attribute({ name: 'serial', required: true, caseExact: true, ...immutable }),
    attribute({ name: 'slots', type: 'integer' }),
    attribute({ name: 'weight', type: 'decimal' }),
    attribute({ name: 'bought', type: 'dateTime' }),
    attribute({ name: 'secret', returned: 'request' }),
    attribute({ name: 'label', returned: 'always' }),
    attribute({ name: 'tags', multiValued: true }),
    attribute({ name: 'country' }),
    attribute({ name: 'firmware', ...readOnly }),
    complex('warranty', [
      attribute({ name: 'until', type: 'dateTime', required: true }),
      attribute({ name: 'number', ...immutable }),
      attribute({ name: 'state', ...readOnly }),
      attribute({ name: 'note', returned: 'request' }),
      attribute({ name: 'kind', returned: 'always' }),
    ]),
  ],
}

const badgeSchema: SchemaDefinition = {
  id: badge,
  name: 'Badge',
  attributes: [
    attribute({ name: 'number', required: true }),
    attribute({ name: 'doors', multiValued: true }),
  ],
}

export const userModel = resourceModel(userSchema, [{ schema: enterpriseSchema, required: false }])
export const groupModel = resourceModel(groupSchema)
export const deviceModel = resourceModel(deviceSchema, [{ schema: badgeSchema, required: true }])
