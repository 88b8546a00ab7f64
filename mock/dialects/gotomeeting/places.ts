import { Failure } from '../../directory/failure.ts'

/** @throws Failure `invalid` unless it is an ISO 639 language, alone or with an ISO 3166 country. */
export function refuseUnknownLocale(locale: string): void {
  const [language = '', country] = locale.split(/[_-]/)
  const known =
    named('language', language.toLowerCase()) &&
    (country === undefined || named('region', country.toUpperCase()))
  if (!known) {
    throw new Failure(
      'invalid',
      `${locale} is not a locale: an ISO 639 language, or with an ISO 3166 country`,
      {
        subject: 'user',
        field: 'locale',
      },
    )
  }
}

/** @throws Failure `invalid` unless the IANA database has it. */
export function refuseUnknownTimezone(timezone: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone: timezone })
  } catch {
    throw new Failure('invalid', `${timezone} is not a time zone of the IANA database`, {
      subject: 'user',
      field: 'timezone',
    })
  }
}

function named(type: 'language' | 'region', code: string): boolean {
  return new Intl.DisplayNames('en', { type, fallback: 'none' }).of(code) !== undefined
}
