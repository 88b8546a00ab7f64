/** Somebody of whom all is known, for both faces of SCIM (RFC 7643 section 4.1). */
import { goodPassword } from '../drivers/hub-wire.ts'
import type { Make } from '../make.ts'
import { someGroup, someUser } from './present.ts'
import type { Sampling } from './sample.ts'

/** Self-signed, of nobody. */
const CERTIFICATE =
  'MIIBPjCB8aADAgECAhRVvFTsFs45Z+R4vgk0kdgSkoPCLDAFBgMrZXAwFDESMBAGA1UEAwwJUmVoZWFyc2FsMCAXDTI2MTEyNzA5NDQ0M1oYDzIxMjYxMTAzMDk0NDQzWjAUMRIwEAYDVQQDDAlSZWhlYXJzYWwwKjAFBgMrZXADIQA3T2Pyq4V6J0HjCF3ztELMsA/d9pbmFqcpkVE4oECqhKNTMFEwHQYDVR0OBBYEFKMlpFVF65nZg/oW9fKPcrsUN8U/MB8GA1UdIwQYMBaAFKMlpFVF65nZg/oW9fKPcrsUN8U/MA8GA1UdEwEB/wQFMAMBAf8wBQYDK2VwA0EAnZjYMcB2Nfh4cLps7hWksaagsWM6xdIylLy9sz9DtV468d/yd6or+OWJLxfo5A3BGvOSx4pSH+pXMWsIibIEDA=='

/** All attributes of the core schema that a client may write; the names are new. */
export function fullPerson(make: Make): { userName: string; [attribute: string]: unknown } {
  const userName = make.address(make.name())
  return {
    userName,
    externalId: make.name(),
    ...names,
    ...ways,
    emails: [
      { value: userName, display: 'Barbara at work', type: 'work', primary: true },
      { value: `home-${userName}`, type: 'home' },
    ],
    active: true,
    password: goodPassword,
  }
}

const names = {
  name: {
    formatted: 'Ms. Barbara Jane Jensen, III',
    familyName: 'Jensen',
    givenName: 'Barbara',
    middleName: 'Jane',
    honorificPrefix: 'Ms.',
    honorificSuffix: 'III',
  },
  displayName: 'Babs Jensen',
  nickName: 'Babs',
  profileUrl: 'https://login.example.com/bjensen',
  title: 'Tour Guide',
  userType: 'Employee',
  preferredLanguage: 'en-US',
  locale: 'en-US',
  timezone: 'America/Los_Angeles',
}

const ways = {
  phoneNumbers: [
    { value: 'tel:+1-555-555-0199', display: '555 0199', type: 'work', primary: true },
    { value: 'tel:+1-555-555-0198', type: 'mobile' },
  ],
  ims: [{ value: 'bjensen', type: 'skype', primary: true }],
  photos: [{ value: 'https://photos.example.com/bjensen/F', type: 'photo', primary: true }],
  addresses: [
    {
      formatted: '100 Universal City Plaza\nHollywood, CA 91608 USA',
      streetAddress: '100 Universal City Plaza',
      locality: 'Hollywood',
      region: 'CA',
      postalCode: '91608',
      country: 'US',
      type: 'work',
      primary: true,
    },
  ],
  // Which types these may have is for the service provider to say (RFC 7643 section 7): left out.
  entitlements: [{ value: 'Rides', display: 'Free rides', primary: true }],
  roles: [{ value: 'Guide', display: 'Shows the park', primary: true }],
  x509Certificates: [{ value: CERTIFICATE, display: 'Laptop', primary: true }],
}

/** What the enterprise extension has, but for the manager, whom each face names in its own way. */
export const employment = {
  employeeNumber: '701984',
  costCenter: '4130',
  organization: 'Universal Studios',
  division: 'Theme Park',
  department: 'Tour Operations',
}

/** A query that finds somebody, with every parameter that both faces have. */
export async function listOfUsers(given: Sampling) {
  const filter = `userName eq ${JSON.stringify((await someUser(given)).userName)}`
  return { filter, ...pageBy('userName'), attributes: 'userName,name.familyName,emails,meta' }
}

export async function listOfGroups(given: Sampling) {
  const filter = `displayName eq ${JSON.stringify((await someGroup(given)).displayName)}`
  return { filter, ...pageBy('displayName'), attributes: 'displayName,members' }
}

function pageBy(sortBy: string) {
  return { sortBy, sortOrder: 'descending', startIndex: 1, count: 10 }
}
