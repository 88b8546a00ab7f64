/** The schemas of SCIM 2.0 (RFC 7643 section 8.7.1), beside the large one of users. */
import type { SchemaDefinition } from '../../grammar/scim-schema.ts'
import { complex, reference, string } from './attributes.ts'

export { USER, userSchema } from './user-schema.ts'

export const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group'
export const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'

export const groupSchema: SchemaDefinition = {
  id: GROUP,
  name: 'Group',
  description: 'Group',
  attributes: [
    // Required by erratum 5368.
    string('displayName', 'The name of the group, for display.', { required: true }),
    complex(
      'members',
      'The users and groups that belong to the group.',
      [
        string('value', 'The id of the member.', { mutability: 'immutable', caseExact: true }),
        reference('$ref', 'The URI of the member.', ['User', 'Group'], { mutability: 'immutable' }),
        string('type', 'Whether the member is a user or a group.', {
          mutability: 'immutable',
          canonicalValues: ['User', 'Group'],
        }),
        string('display', 'The name of the member, for display.', { mutability: 'readOnly' }),
      ],
      { multiValued: true },
    ),
  ],
}

export const enterpriseSchema: SchemaDefinition = {
  id: ENTERPRISE,
  name: 'EnterpriseUser',
  description: 'Enterprise User',
  attributes: [
    string('employeeNumber', 'The number or code by which the employer knows the user.'),
    string('costCenter', 'The name of a cost center.'),
    string('organization', 'The name of an organization.'),
    string('division', 'The name of a division.'),
    string('department', 'The name of a department.'),
    complex('manager', "The user's manager.", [
      string('value', "The id of the manager's user.", { caseExact: true }),
      reference('$ref', "The URI of the manager's user.", ['User']),
      string('displayName', "The manager's name, for display.", { mutability: 'readOnly' }),
    ]),
  ],
}
