/** Filters (draft-scim-api-01 section 3.2.2.1). */
import { CORE, expect, type Resource, type Scim1, test } from './scim.v1.ts'

interface Cast {
  readonly byLabel: Readonly<Record<string, Resource>>
  /** What all of them have, and nobody else. */
  readonly theirs: string
}

/** Three users whom a filter can tell apart. */
async function castOf(scim: Scim1, tag: string): Promise<Cast> {
  await scim.needs('filter')
  const cast = {
    babs: {
      title: 'Tour Guide',
      userType: 'Employee',
      active: true,
      name: { familyName: 'Jensen' },
      emails: [
        { value: 'babs@example.com', type: 'work' },
        { value: 'home@example.org', type: 'home' },
      ],
    },
    conor: { title: 'Cook', userType: 'Intern', active: false, name: { familyName: "O'Malley" } },
    eve: { userType: 'Employee', active: false, name: { givenName: 'Eve' } },
  }
  const byLabel: Record<string, Resource> = {}
  for (const [label, own] of Object.entries(cast)) {
    byLabel[label] = await scim.user({ ...own, nickName: tag })
  }
  return { byLabel, theirs: `nickName eq ${JSON.stringify(tag)}` }
}

/** The labels of those of the cast whom a filter finds. */
async function found(scim: Scim1, { byLabel, theirs }: Cast, filter: string): Promise<string> {
  const list = await scim.list('User', { filter: `${theirs} and (${filter})` })
  const ids = (list.Resources ?? []).map(({ id }) => id)
  expect(list.totalResults, filter).toBe(ids.length)
  const labels = Object.keys(byLabel).filter((label) => ids.includes(byLabel[label]?.id ?? ''))
  expect(labels.length, `${filter} finds nobody but them`).toBe(ids.length)
  return labels.join(' ')
}

for (const { title, promised, cases } of [
  {
    title: 'eq, co, sw and pr compare texts without case',
    promised: ['filter-operators-compare', 'filter-ignores-case'],
    cases: {
      'title eq "tour guide"': 'babs',
      'title eq "Tour"': '',
      'title co "GUIDE"': 'babs',
      'title co "oo"': 'conor',
      'title sw "to"': 'babs',
      'title sw "guide"': '',
      'title pr': 'babs conor',
      'name.familyName pr': 'babs conor',
      'name pr': 'babs conor eve',
      'emails pr': 'babs',
      'x509Certificates pr': '',
    },
  },
  {
    title: 'gt, ge, lt and le go by the alphabet',
    promised: ['filter-operators-compare'],
    cases: {
      'title gt "Cook"': 'babs',
      'title ge "Cook"': 'babs conor',
      'title lt "Tour Guide"': 'conor',
      'title le "Tour Guide"': 'babs conor',
      'title lt "cook"': '',
    },
  },
  {
    title: 'and binds more closely than or, and brackets more closely than both',
    promised: ['filter-and-or-parentheses'],
    cases: {
      'userType eq "Employee" and active eq true': 'babs',
      'userType eq "Intern" or active eq true': 'babs conor',
      'userType eq "Intern" or userType eq "Employee" and active eq true': 'babs conor',
      '(userType eq "Intern" or userType eq "Employee") and active eq false': 'conor eve',
      'userType eq "Employee" and active eq true or userType eq "Intern"': 'babs conor',
      '((title pr))': 'babs conor',
    },
  },
  {
    title: 'names and operators are read in any case, and values are JSON',
    promised: ['filter-ignores-case', 'filter-operators-compare', 'filter-reads-full-names'],
    cases: {
      'USERTYPE EQ "Intern"': 'conor',
      'userType Eq "Intern" OR title Pr': 'babs conor',
      'active eq true': 'babs',
      'active eq false': 'conor eve',
      'title eq "Tour\\u0020Guide"': 'babs',
      'name.familyName eq "O\'Malley"': 'conor',
      [`${CORE}:name.familyName sw "jen"`]: 'babs',
    },
  },
  {
    title: 'a multi-valued attribute matches when one of its values does',
    promised: ['filter-multi-valued-means-its-value'],
    cases: {
      'emails co "example.org"': 'babs',
      'emails.value sw "home"': 'babs',
      'emails.type eq "work" and emails.type eq "home"': 'babs',
      'emails.type eq "other"': '',
    },
  },
]) {
  test(title, { tag: '@basic' }, async ({ make, promise, scim }) => {
    promise(...promised)
    const cast = await castOf(scim, make.name('cast'))
    for (const [filter, want] of Object.entries(cases)) {
      expect(`${filter}: ${await found(scim, cast, filter)}`).toBe(`${filter}: ${want}`)
    }
  })
}

test('times are compared as times', { tag: '@edge' }, async ({ make, promise, scim }) => {
  promise('filter-operators-compare', 'filter-times-compare-as-instants')
  const cast = await castOf(scim, make.name('cast'))
  const created = cast.byLabel.babs?.meta.created ?? ''
  const at = Date.parse(created)
  const elsewhere = new Date(at - 3_600_000).toISOString().replace('Z', '-01:00')
  const before = new Date(at - 1000).toISOString()
  expect(await found(scim, cast, `meta.created gt "${before}"`)).toBe('babs conor eve')
  expect(await found(scim, cast, `meta.created lt "${before}"`)).toBe('')
  expect(await found(scim, cast, `meta.created ge "${created}"`)).toBe('babs conor eve')
  expect(await found(scim, cast, `meta.created ge "${elsewhere}"`)).toBe('babs conor eve')
})

test('groups are found by their names and by their members', { tag: '@basic' }, async ({
  make,
  promise,
  scim,
}) => {
  promise('filter-operators-compare', 'filter-multi-valued-means-its-value')
  await scim.needs('filter')
  const user = await scim.user()
  const name = make.name('found')
  const group = await scim.group({ displayName: name, members: [{ value: user.id }] })
  for (const filter of [
    `displayName eq "${name.toUpperCase()}"`,
    `members.value eq "${user.id}"`,
  ]) {
    const { Resources: ids = [] } = await scim.list('Group', { filter })
    expect(
      ids.map(({ id }) => id),
      filter,
    ).toEqual([group.id])
  }
})

test('an operator that is not recognised, and a filter that is none, are refused', {
  tag: '@basic',
}, async ({ client, promise, scim }) => {
  promise('filter-unknown-operator-is-400', 'filter-bad-syntax-is-400')
  await scim.needs('filter')
  for (const filter of ['userName zz "a"', 'userName eq', 'userName', '(userName pr', 'and']) {
    scim.refused(await client.send('listUsers', { query: { filter } }), 400)
  }
})

test('the operators that 2.0 added are not there', { tag: '@edge' }, async ({
  client,
  promise,
  scim,
}) => {
  promise('filter-later-operators-are-400')
  await scim.needs('filter')
  for (const filter of [
    'userName ne "a"',
    'userName ew "a"',
    'not (userName eq "a")',
    'emails[type eq "work"]',
    'emails[type eq "work" and value co "x"]',
    'title pr and (userName ne "a")',
  ]) {
    scim.refused(await client.send('listUsers', { query: { filter } }), 400)
  }
})
