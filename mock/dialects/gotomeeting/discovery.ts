import type { Behaviour } from '../dialect.ts'

const CORE = 'urn:scim:schemas:core:1.0'
const GETGO = 'urn:scim:schemas:extension:getgo:1.0'

/** What the API says of itself. */
export const discovery: Record<string, Behaviour> = {
  getUserSchema: () => ({ status: 200, body: userSchema }),
  getServiceProviderConfigs: () => ({ status: 200, body: config }),
}

const config = {
  documentationUrl: 'https://developer.goto.com/',
  patch: { supported: true },
  bulk: { supported: false },
  filter: { supported: true },
  changePassword: { supported: true },
  sort: { supported: true },
  etag: { supported: false },
  xmlDataFormat: { supported: false },
  authenticationSchemes: {
    name: 'OAuth Bearer Token',
    description: 'An OAuth 2.0 access token in the Authorization header.',
    specUrl: 'https://www.rfc-editor.org/rfc/rfc6750',
    documentationUrl: 'https://developer.goto.com/Authentication',
  },
}

interface Traits {
  readonly type?: string
  readonly readOnly?: boolean
  readonly required?: boolean
  readonly caseExact?: boolean
}

function part(name: string, description: string, traits: Traits = {}) {
  const { type = 'string', readOnly = false, required = false, caseExact = false } = traits
  return { name, type, description, readOnly, required, caseExact }
}

function attribute(name: string, description: string, traits: Traits = {}) {
  return { ...part(name, description, traits), multiValued: false, schema: CORE }
}

const readOnly = true
const required = true

const userSchema = {
  id: `${CORE}:User`,
  name: 'User',
  description: 'A user of an organization',
  schema: CORE,
  endpoint: '/Users',
  attributes: [
    attribute('id', 'The key of the user', { readOnly, required, caseExact: true }),
    attribute('userName', 'The name to sign in with, an e-mail address', { required }),
    attribute('displayName', 'The name to show'),
    {
      ...attribute('name', 'The parts of the real name', { type: 'complex' }),
      subAttributes: [
        part('givenName', 'The first name', { required }),
        part('familyName', 'The last name', { required }),
      ],
    },
    attribute('title', 'The position in the organization', { readOnly }),
    attribute('locale', 'An ISO 639 language, alone or with an ISO 3166 country'),
    attribute('timezone', 'A time zone of the IANA database'),
    attribute('password', 'Sent and never answered'),
    {
      ...attribute('meta', 'What the API knows of the record', {
        type: 'complex',
        readOnly,
        required,
      }),
      subAttributes: [
        part('created', 'When it was created', { type: 'dateTime', readOnly, required }),
        part('location', 'Its absolute URL', { readOnly, required, caseExact: true }),
      ],
    },
    {
      ...attribute(GETGO, 'What GoTo adds', { type: 'complex', readOnly }),
      schema: GETGO,
      subAttributes: [part('accounts', 'The accounts of the user', { type: 'complex', readOnly })],
    },
  ],
}
