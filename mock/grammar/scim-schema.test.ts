import { expect, test } from '#test'
import { parseAttributePath } from './attribute-path.ts'
import { matchFilter } from './match-filter.ts'
import { parseFilter } from './scim-filter.ts'
import {
  filterRules,
  findAttribute,
  printFound,
  readAttributePath,
  resourceModel,
} from './scim-schema.ts'
import { core, enterprise, userModel } from './scim-schemas.test.kit.ts'

function found(text: string): string | undefined {
  const path = parseAttributePath(text)
  const attribute = path && findAttribute(userModel, path)
  return attribute && printFound(attribute)
}

const names = [
  { given: 'USERNAME', want: 'userName' },
  { given: `${core.toUpperCase()}:username`, want: 'userName' },
  { given: 'name.GIVENNAME', want: 'name.givenName' },
  { given: 'emails.value', want: 'emails.value' },
  { given: 'ID', want: 'id' },
  { given: `${core}:meta.lastmodified`, want: 'meta.lastModified' },
  { given: `${enterprise.toLowerCase()}:DEPARTMENT`, want: `${enterprise}:department` },
  { given: `${enterprise}:manager.$REF`, want: `${enterprise}:manager.$ref` },
  { given: enterprise.toUpperCase(), want: enterprise },
  { given: 'department', want: undefined },
  { given: `${enterprise}:userName`, want: undefined },
  { given: `${enterprise}.department`, want: undefined },
  { given: 'urn:example:other:userName', want: undefined },
  { given: 'userName.value', want: undefined },
  { given: 'constructor', want: undefined },
  { given: 'name.toString', want: undefined },
] as const

for (const { given, want } of names) {
  test(`${given} is ${want ?? 'no attribute of a user'}`, () => {
    expect(found(given)).toBe(want)
  })
}

test('the bare URN of an extension names it, though it ends in a number', () => {
  const id = 'urn:example:extension:1.0'
  const schema = { id, name: 'Numbered', attributes: [] }
  const model = resourceModel(userModel.base, [{ schema, required: false }])
  const path = readAttributePath(model, id.toUpperCase())
  expect(path && findAttribute(model, path)).toMatchObject({ attribute: { name: id } })
  expect(readAttributePath(userModel, id)).toBe(undefined)
})

const user = {
  id: 'aB1',
  externalId: 'X9',
  userName: 'Babs',
  active: true,
  emails: [{ value: 'Babs@Example.com', type: 'Work' }],
  x509Certificates: [{ value: 'MIID' }],
  meta: { lastModified: '2011-05-13T04:42:34Z' },
  schemas: [core, enterprise],
  [enterprise]: { department: 'Tours' },
}

const matches = [
  { given: 'userName eq "BABS"', want: true },
  { given: 'id eq "AB1"', want: false },
  { given: 'externalId eq "x9"', want: false },
  { given: 'emails eq "babs@example.COM"', want: true },
  { given: 'emails[type eq "work" and value sw "babs"]', want: true },
  { given: 'meta.lastModified gt "2011-05-13T05:42:33+01:00"', want: true },
  { given: `${core}:meta.lastModified eq "2011-05-13T06:42:34+02:00"`, want: true },
  { given: `schemas eq "${enterprise.toUpperCase()}"`, want: true },
  { given: `${core.toUpperCase()}:USERNAME sw "b"`, want: true },
  { given: `${enterprise.toUpperCase()}:department eq "tours"`, want: true },
  { given: 'department eq "Tours"', want: false },
  { given: 'urn:ietf:params:scim:schemas:core:2.0:Group:userName eq "babs"', want: false },
  { given: 'nothing pr or nothing eq "x"', want: false },
  { given: 'nothing eq null', want: true },
]

for (const { given, want } of matches) {
  test(`by the schemas ${given} ${want ? 'matches' : 'does not match'} the user`, () => {
    expect(matchFilter(parseFilter(given), user, filterRules(userModel))).toBe(want)
  })
}

for (const given of ['active gt true', 'emails[primary le "x"]', 'x509Certificates.value ge "M"']) {
  test(`by the schemas ${given} is refused`, () => {
    const match = () => matchFilter(parseFilter(given), user, filterRules(userModel))
    expect(match).toThrow('does not apply to a boolean or binary attribute')
  })
}

for (const given of ['name eq "Jensen"', 'NAME co "x"', 'meta gt "2011"']) {
  test(`by the schemas ${given} needs a sub-attribute`, () => {
    const match = () => matchFilter(parseFilter(given), user, filterRules(userModel))
    expect(match).toThrow('a complex attribute is compared by its parts')
  })
}

test('a stored resource without schemas has the attributes of its base schema', () => {
  const filter = parseFilter(`${core}:userName eq "babs"`)
  expect(matchFilter(filter, { userName: 'babs' }, filterRules(userModel))).toBe(true)
})
