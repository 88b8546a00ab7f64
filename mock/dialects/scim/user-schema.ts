/** The User schema of SCIM 2.0 (RFC 7643 section 8.7.1). */
import type { SchemaDefinition } from '../../grammar/scim-schema.ts'
import { attribute, complex, plural, reference, string } from './attributes.ts'

export const USER = 'urn:ietf:params:scim:schemas:core:2.0:User'

const name = complex('name', "The components of the user's name.", [
  string('formatted', 'The full name, formatted for display.'),
  string('familyName', 'The family name, or last name in most Western languages.'),
  string('givenName', 'The given name, or first name in most Western languages.'),
  string('middleName', 'The middle name or names.'),
  string('honorificPrefix', 'The title before the name, such as "Ms.".'),
  string('honorificSuffix', 'The suffix after the name, such as "III".'),
])

const addresses = complex(
  'addresses',
  'Physical mailing addresses.',
  [
    string('formatted', 'The full address, formatted for display or a label.'),
    string('streetAddress', 'Street, house number and the like.'),
    string('locality', 'The city or locality.'),
    string('region', 'The state or region.'),
    string('postalCode', 'The zip or postal code.'),
    string('country', 'The country, as an ISO 3166-1 alpha-2 code.'),
    string('type', 'What the address is used for.', {
      canonicalValues: ['work', 'home', 'other'],
    }),
    attribute('primary', 'boolean', 'Whether this is the preferred address; true at most once.'),
  ],
  { multiValued: true },
)

const groups = complex(
  'groups',
  'The groups to which the user belongs, directly or through nested groups.',
  [
    string('value', 'The id of the group.', { mutability: 'readOnly', caseExact: true }),
    reference('$ref', 'The URI of the group.', ['Group'], { mutability: 'readOnly' }),
    string('display', 'The name of the group.', { mutability: 'readOnly' }),
    string('type', 'Whether the membership is direct.', {
      mutability: 'readOnly',
      canonicalValues: ['direct', 'indirect'],
    }),
  ],
  { multiValued: true, mutability: 'readOnly' },
)

const work = ['work', 'home', 'other']

export const userSchema: SchemaDefinition = {
  id: USER,
  name: 'User',
  description: 'User Account',
  attributes: [
    string('userName', 'The name by which the user is known to the service provider.', {
      required: true,
      uniqueness: 'server',
    }),
    name,
    string('displayName', 'The name of the user, for display.'),
    string('nickName', 'The casual way to address the user.'),
    reference('profileUrl', "The URL of the user's online profile.", ['external']),
    string('title', 'The title, such as "Vice President".'),
    string('userType', 'The relationship to the organization, such as "Contractor".'),
    string('preferredLanguage', 'The preferred language, as in the Accept-Language header.'),
    string('locale', 'The default location, for currency, dates and numbers.'),
    string('timezone', 'The time zone, as a name of the IANA database.'),
    attribute('active', 'boolean', "The user's administrative status."),
    string('password', "The user's password, in clear text when it is set, and never returned.", {
      mutability: 'writeOnly',
      returned: 'never',
      caseExact: true,
    }),
    plural('emails', 'Email addresses.', string('value', 'The email address.'), work),
    plural('phoneNumbers', 'Phone numbers.', string('value', 'The phone number.'), [
      ...work,
      'mobile',
      'fax',
      'pager',
    ]),
    plural('ims', 'Instant messaging addresses.', string('value', 'The address.'), [
      'aim',
      'gtalk',
      'icq',
      'xmpp',
      'msn',
      'skype',
      'qq',
      'yahoo',
    ]),
    plural('photos', 'URLs of photos.', reference('value', 'The URL of a photo.', ['external']), [
      'photo',
      'thumbnail',
    ]),
    addresses,
    groups,
    plural('entitlements', 'Entitlements.', string('value', 'The entitlement.')),
    plural('roles', 'Roles.', string('value', 'The role.')),
    plural(
      'x509Certificates',
      'Certificates, in DER.',
      attribute('value', 'binary', 'The certificate, in base64.', { caseExact: true }),
    ),
  ],
}
