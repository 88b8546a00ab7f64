import { ENTERPRISE } from './scim.ts'
import { expect, test } from './scim.v2-people.ts'

test('the filters that the RFC shows match whom they describe', { tag: '@basic' }, async ({
  people,
  promise,
}) => {
  promise('filter-operators-compare', 'filter-pr-means-present', 'filter-brackets-ask-one-value')
  promise('filter-schemas-by-urn', 'filter-meta-by-time', 'names-may-carry-the-urn')
  await people.match([
    // RFC 7644 figure 2
    ['userName eq "barbara-P"', 'barbara'],
    ['name.familyName co "O\'Malley"', 'conor'],
    ['userName sw "J"', 'jane'],
    ['urn:ietf:params:scim:schemas:core:2.0:User:userName sw "J"', 'jane'],
    ['title pr', 'barbara eve'],
    ['meta.lastModified gt "2011-05-13T04:42:34Z"', 'barbara conor eve jane'],
    ['meta.lastModified ge "2011-05-13T04:42:34Z"', 'barbara conor eve jane'],
    ['meta.lastModified lt "2011-05-13T04:42:34Z"', ''],
    ['meta.lastModified le "2011-05-13T04:42:34Z"', ''],
    ['title pr and userType eq "Employee"', 'barbara'],
    ['title pr or userType eq "Intern"', 'barbara conor eve jane'],
    [`schemas eq "${ENTERPRISE}"`, 'barbara'],
    [
      'userType eq "Employee" and (emails co "example.com" or emails.value co "example.org")',
      'barbara',
    ],
    [
      'userType ne "Employee" and not (emails co "example.com" or emails.value co "example.org")',
      'eve jane',
    ],
    ['userType eq "Employee" and (emails.type eq "work")', 'barbara'],
    ['userType eq "Employee" and emails[type eq "work" and value co "@example.com"]', 'barbara'],
    [
      'emails[type eq "work" and value co "@example.com"] or ims[type eq "xmpp" and value co "@foo.com"]',
      'barbara jane',
    ],
  ])
})

test('each operator compares as its name says', { tag: '@basic' }, async ({ people, promise }) => {
  promise('filter-operators-compare', 'filter-pr-means-present')
  await people.match([
    ['userType eq "Intern"', 'conor jane'],
    ['userType ne "Intern"', 'barbara eve'],
    ['name.familyName co "on"', 'jane'],
    ['name.familyName sw "J"', 'barbara jane'],
    ['name.familyName ew "y"', 'conor'],
    ['name.familyName gt "Jones"', 'conor eve'],
    ['name.familyName ge "Jones"', 'conor eve jane'],
    ['name.familyName lt "Jones"', 'barbara'],
    ['name.familyName le "Jones"', 'barbara jane'],
    ['active eq true', 'barbara conor jane'],
    ['active eq false', 'eve'],
    ['active ne true', 'eve'],
    ['active pr', 'barbara conor eve jane'],
    ['name pr', 'barbara conor eve jane'],
    ['name.familyName pr', 'barbara conor eve jane'],
    ['name.honorificSuffix pr', ''],
    ['emails pr', 'barbara conor eve'],
    ['ims.type pr', 'jane'],
  ])
})

test('names and operators are read in any case', { tag: '@basic' }, async ({ people, promise }) => {
  promise('query-names-ignore-case', 'filter-operators-ignore-case')
  await people.match([
    ['USERTYPE EQ "Intern"', 'conor jane'],
    ['usertype Ne "Intern" AND TITLE Pr', 'barbara eve'],
    ['Name.FAMILYNAME Sw "O" Or NAME.familyname eW "d"', 'conor eve'],
    ['NOT (Title PR)', 'conor jane'],
    ['EMAILS[TYPE Eq "work" And VALUE cO "example.com"]', 'barbara'],
    ['META.lastmodified GT "2011-05-13T04:42:34Z" and title pr', 'barbara eve'],
    ['URN:ietf:params:SCIM:schemas:core:2.0:user:USERTYPE eq "Employee"', 'barbara'],
  ])
})

test('the schema says whether the case of a value counts', { tag: '@basic' }, async ({
  make,
  people,
  promise,
}) => {
  promise('filter-value-case-follows-case-exact', 'external-id-compares-exactly')
  const { id } = people.barbara
  await people.match([
    ['userName eq "BARBARA-P"', 'barbara'],
    ['userType eq "INTERN"', 'conor jane'],
    ['emails.value ew "EXAMPLE.ORG"', 'conor'],
    [`externalId eq "${make.name('barbara')}"`, 'barbara'],
    [`externalId eq "${make.name('BARBARA')}"`, ''],
    [`id eq "${id}"`, 'barbara'],
    ...(id === otherCase(id) ? [] : [[`id eq "${otherCase(id)}"`, ''] as const]),
  ])
})

test('not binds tighter than and, and and tighter than or', { tag: '@basic' }, async ({
  people,
  promise,
}) => {
  promise('filter-not-binds-tighter-than-and', 'filter-parentheses-group')
  await people.match([
    ['title pr or userType eq "Intern" and active eq false', 'barbara eve'],
    ['(title pr or userType eq "Intern") and active eq false', 'eve'],
    ['active eq false and title pr or userType eq "Intern"', 'conor eve jane'],
    ['active eq false and (title pr or userType eq "Intern")', 'eve'],
    ['not (title pr) and userType eq "Intern"', 'conor jane'],
    ['not (title pr and userType eq "Employee")', 'conor eve jane'],
    ['not (title pr) or userType eq "Employee"', 'barbara conor jane'],
    ['not (not (title pr))', 'barbara eve'],
    ['((((title pr)) and ((active eq true))))', 'barbara'],
  ])
})

test('of several values any one has to match, and inside brackets the same one', {
  tag: '@basic',
}, async ({ people, promise }) => {
  promise('filter-matches-any-value', 'filter-brackets-ask-one-value')
  promise('filter-multi-valued-means-its-value')
  await people.match([
    ['emails eq "conor@example.org"', 'conor'],
    ['emails.value eq "babs@jensen.org"', 'barbara'],
    ['emails.type eq "home" and emails.value co "example.org"', 'conor'],
    ['emails[type eq "home" and value co "example.org"]', ''],
    ['emails[type eq "home" and value co "example.com"]', 'conor'],
    ['emails[type eq "work"] and emails[value co "jensen.org"]', 'barbara'],
    ['emails[type eq "home" and not (value co "example")]', 'barbara'],
    [
      'emails[not (type eq "home") and (value co "example.org" or value co "elsewhere")]',
      'conor eve',
    ],
    ['emails[primary eq true]', 'barbara'],
    ['emails[type eq "work" and primary eq true] or ims[type pr]', 'barbara jane'],
    ['not (emails[type eq "home"])', 'eve jane'],
  ])
})

test('an attribute of an extension is named with its URN', { tag: '@basic' }, async ({
  people,
  promise,
}) => {
  promise('filter-reads-urn-prefixes')
  await people.match([
    [`${ENTERPRISE}:department eq "Tours"`, 'barbara'],
    [`${ENTERPRISE}:department pr`, 'barbara'],
    [`${ENTERPRISE.toUpperCase()}:EMPLOYEENUMBER sw "7019"`, 'barbara'],
    [`not (${ENTERPRISE}:department pr)`, 'conor eve jane'],
    [`${ENTERPRISE}:department eq "Tours" and userType eq "Intern"`, ''],
  ])
})

test('the value of a comparison is JSON', { tag: '@basic' }, async ({ people, promise }) => {
  promise('filter-values-are-json', 'filter-strings-are-unescaped')
  await people.match([
    ['name.familyName eq "O\\u0027Malley"', 'conor'],
    ['displayName co "\\"the \\\\ guide\\""', 'barbara'],
    ['displayName ew "(Tours) and more"', 'barbara'],
    ['displayName co "(Tours) and" and not (displayName eq "or] [x eq ")', 'barbara'],
    ['emails.value eq "bjensen\\u0040example\\u002Ecom"', 'barbara'],
  ])
})

test('times are compared as instants', { tag: '@edge' }, async ({ people, promise }) => {
  promise('filter-times-compare-as-instants', 'filter-meta-by-time')
  const { id, meta } = people.barbara
  const moment = Date.parse(meta.created)
  const at = (shift: number, hours = 0) => written(moment + shift, hours)
  const her = `id eq "${id}" and meta.created`
  await people.match([
    [`${her} eq "${at(0)}"`, 'barbara'],
    [`${her} eq "${at(0, 5.5)}"`, 'barbara'],
    [`${her} ge "${at(0, -8)}"`, 'barbara'],
    [`${her} gt "${at(0, -8)}"`, ''],
    [`${her} gt "${at(-60_000, 2)}"`, 'barbara'],
    [`${her} lt "${at(60_000, -2)}"`, 'barbara'],
    [`${her} le "${at(-60_000, 14)}"`, ''],
    [`${her} ne "${at(0, 5.5)}"`, ''],
  ])
})

test('null is no value', { tag: '@edge' }, async ({ people, promise }) => {
  promise('filter-null-means-unassigned')
  await people.match([
    ['title eq null', 'conor jane'],
    ['title ne null', 'barbara eve'],
    ['emails eq null', 'jane'],
    [`${ENTERPRISE}:department eq null`, 'conor eve jane'],
  ])
})

test('an attribute that no schema has matches nobody', { tag: '@edge' }, async ({
  people,
  promise,
}) => {
  promise('filter-unknown-attribute-matches-nothing')
  await people.match([
    ['shoeSize eq "42"', ''],
    ['shoeSize pr', ''],
    ['shoeSize eq "42" or title eq "Spy"', 'eve'],
  ])
})

test('groups are found by their names and members', { tag: '@basic' }, async ({
  make,
  people,
  promise,
  scim,
}) => {
  promise('filter-members-by-value', 'filter-groups-of-users')
  const { barbara, conor, eve } = people
  const members = [{ value: barbara.id }, { value: conor.id }]
  const group = await scim.group({ displayName: make.name('Group'), members })
  const found = (filter: string) => scim.ids('Group', { filter })
  for (const filter of [
    `displayName eq "${make.name('GROUP')}"`,
    `members.value eq "${conor.id}"`,
    `members eq "${conor.id}"`,
    `members[value eq "${barbara.id}"]`,
    `members.value eq "${conor.id}" and displayName sw "${make.prefix}"`,
  ]) {
    expect(await found(filter), filter).toEqual([group.id])
  }
  expect(await found(`members.value eq "${eve.id}"`)).toEqual([])
  await people.match([
    [`groups.value eq "${group.id}"`, 'barbara conor'],
    [`groups eq "${group.id}" and title pr`, 'barbara'],
    [`groups[value eq "${group.id}"]`, 'barbara conor'],
    ['groups pr', 'barbara conor'],
  ])
})

function otherCase(text: string): string {
  const lower = text.toLowerCase()
  return lower === text ? text.toUpperCase() : lower
}

/** The same instant, as the clocks of another place show it. */
function written(instant: number, hours: number): string {
  const zone = `${hours < 0 ? '-' : '+'}${clock(Math.abs(hours))}`
  return new Date(instant + hours * 3_600_000).toISOString().replace('Z', zone)
}

function clock(hours: number): string {
  return new Date(hours * 3_600_000).toISOString().slice(11, 16)
}
