/** The formats that RFC 7643 section 4.1 prescribes for some attributes of a User. */

/**
 * What a text of a User has to be, as in `must be an ISO 3166-1 alpha-2 code`, if it is not that.
 * Ours: a country code may be in small letters, since `country` is not caseExact; "_" may stand for
 * "-" in a locale, as section 4.1.1 lets it, and in SCIM 1.1, whose examples do, everywhere.
 *
 * @param baseSchema the URN; other schemas than those of a User know no format
 * @param path of the attribute in the base schema, as the schema spells it
 */
export function formatFault(baseSchema: string, path: string, value: string): string | undefined {
  const formats = formatsOf.get(baseSchema.toLowerCase())
  const format = formats?.get(path)
  return format === undefined || format.fits(value) ? undefined : `must be ${format.what}`
}

interface Format {
  readonly what: string
  readonly fits: (value: string) => boolean
}

const country: Format = {
  what: 'an ISO 3166-1 alpha-2 code',
  fits: (value) => countries.has(value.toUpperCase()),
}

const timezone: Format = { what: 'a name of the IANA time zone database', fits: isTimezone }

const locale: Format = {
  what: 'a language tag of RFC 5646',
  fits: (value) => languageTag.test(value.replaceAll('_', '-')),
}

const preferredLanguage: Format = {
  what: 'languages as in Accept-Language, RFC 9110 section 12.5.4',
  fits: isAcceptLanguage,
}

const anyPreferredLanguage: Format = {
  ...preferredLanguage,
  fits: (value) => isAcceptLanguage(value.replaceAll('_', '-')),
}

const formats = { 'addresses.country': country, timezone, locale, preferredLanguage }

const formatsOf = new Map([
  ['urn:ietf:params:scim:schemas:core:2.0:user', new Map(Object.entries(formats))],
  [
    'urn:scim:schemas:core:1.0',
    new Map(Object.entries({ ...formats, preferredLanguage: anyPreferredLanguage })),
  ],
])

// RFC 5646 section 2.1: langtag or privateuse, and of the grandfathered the regular i-...
const languageTag =
  /^(?:(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?(?:-(?:[a-z\d]{5,8}|\d[a-z\d]{3}))*(?:-[a-wyz\d](?:-[a-z\d]{2,8})+)*(?:-x(?:-[a-z\d]{1,8})+)?|x(?:-[a-z\d]{1,8})+|i(?:-[a-z\d]{2,8}))$/i

const languageRange =
  /^(?:\*|[a-z]{1,8}(?:-[a-z\d]{1,8})*)(?:[ \t]*;[ \t]*q=(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?))?$/i

function isAcceptLanguage(value: string): boolean {
  return value.split(',').every((range) => languageRange.test(range.trim()))
}

/** Some versions of Node take an offset such as +01:00, which names no zone. */
function isTimezone(value: string): boolean {
  if (!/^[a-z]/i.test(value)) return false
  try {
    return new Intl.DateTimeFormat('en', { timeZone: value }) !== undefined
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}

const countries = new Set(
  `
  AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN
  BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ
  DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL
  GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM
  JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME
  MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP
  NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD
  SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO
  TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
  `.match(/[A-Z]{2}/g),
)
