import { expect, test } from '#test'
import { formatFault } from './scim-formats.ts'
import { core, device } from './scim-schemas.test.kit.ts'

const table = [
  { path: 'addresses.country', fits: ['US', 'de', 'GB'], not: ['USA', 'UK', 'XX', '', 'U'] },
  {
    path: 'locale',
    fits: ['en', 'en-US', 'en_US', 'zh-Hant-TW', 'sl-rozaj-biske', 'de-419', 'x-own', 'i-klingon'],
    not: ['', 'english language', 'en-', 'e', '-US', 'en-US-'],
  },
  {
    path: 'timezone',
    fits: ['America/Los_Angeles', 'UTC', 'Europe/Berlin'],
    not: ['', 'Berlin', '+01:00', 'Mars/Olympus', 'America/Los Angeles'],
  },
  {
    path: 'preferredLanguage',
    fits: ['en', 'en-US', 'da, en-gb;q=0.8, en;q=0.7', '*', 'fr-CH,*;q=0.5'],
    not: ['', 'en_US', 'en;q=2', 'en,,de', 'en;q'],
  },
]

for (const { path, fits, not } of table) {
  for (const value of fits) {
    test(`${path} may be "${value}"`, () => {
      expect(formatFault(core, path, value)).toBeUndefined()
    })
  }
  for (const value of not) {
    test(`${path} may not be "${value}"`, () => {
      expect(formatFault(core, path, value)).toMatch(/^must be /)
    })
  }
}

test('SCIM 1.1 has an underscore in a preferred language', () => {
  expect(formatFault('urn:scim:schemas:core:1.0', 'preferredLanguage', 'en_US')).toBeUndefined()
})

test('an attribute of the same name in another schema has no format', () => {
  expect(formatFault(device, 'locale', 'any where')).toBeUndefined()
})
