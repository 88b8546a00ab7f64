import { expect, test } from './scim.ts'

interface Format {
  readonly what: string
  readonly promised: string
  readonly good: readonly string[]
  readonly bad: readonly string[]
  own(value: string): Record<string, unknown>
}

const formats: readonly Format[] = [
  {
    what: 'a country has the two letters of ISO 3166-1',
    promised: 'country-is-iso-3166',
    good: ['US', 'DE', 'ZA'],
    bad: ['USA', 'United States', 'U', 'X1', '840'],
    own: (country) => ({ addresses: [{ type: 'work', country }] }),
  },
  {
    what: 'a locale is a language tag',
    promised: 'locale-is-a-language-tag',
    good: ['en-US', 'de', 'zh-Hant-TW', 'en_US'],
    bad: ['not a locale', 'en-', '123', 'e'],
    own: (locale) => ({ locale }),
  },
  {
    what: 'a preferredLanguage is what Accept-Language may be',
    promised: 'preferred-language-is-as-in-accept-language',
    good: ['en-US', 'da, en-gb;q=0.8, en;q=0.7', '*'],
    bad: ['en;q=2', 'one and two', ';q=0.5'],
    own: (preferredLanguage) => ({ preferredLanguage }),
  },
  {
    what: 'a timezone is a name of the IANA database',
    promised: 'timezone-is-of-the-database',
    good: ['America/Los_Angeles', 'Europe/Berlin', 'Asia/Kolkata'],
    bad: ['Mars/Olympus_Mons', 'Pacific Standard Time', 'Europe', '12:00'],
    own: (timezone) => ({ timezone }),
  },
]

for (const { what, promised, good, bad, own } of formats) {
  test(what, { tag: '@edge' }, async ({ promise, scim }) => {
    promise(promised)
    for (const value of good) {
      const reply = await scim.create('User', scim.body('User', own(value)))
      expect({ status: reply.status, body: reply.body }).toMatchObject({
        status: 201,
        body: own(value),
      })
    }
    const statuses: Record<string, number> = {}
    for (const value of bad) {
      const reply = await scim.create('User', scim.body('User', own(value)))
      statuses[value] = reply.status
      if (reply.status === 400) scim.refused(reply, 400, 'invalidValue')
    }
    expect(statuses).toEqual(Object.fromEntries(bad.map((value) => [value, 400])))
  })
}

test('addresses of mail and telephone numbers come back as sent', { tag: '@edge' }, async ({
  promise,
  scim,
}) => {
  promise('emails-and-phones-come-back-as-sent')
  const own = {
    emails: [{ value: 'B.Jensen+tours@Example.COM', type: 'work' }],
    phoneNumbers: [
      { value: 'tel:+1-201-555-0123;ext=42', type: 'work' },
      { value: '(201) 555 0124', type: 'home' },
    ],
  }
  expect(await scim.user(own)).toMatchObject(own)
})

test('a type that the schema does not suggest is accepted', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('canonical-values-are-suggestions')
  const emails = [{ value: 'attic@example.com', type: 'attic' }]
  expect(await scim.user({ emails })).toMatchObject({ emails })
})
