/**
 * Where good servers and real clients disagree, a profile decides: a named set of switches, each
 * with what it rests on. Whatever is not switched on is as the RFC has it.
 */
export interface Profile {
  readonly name: ProfileName
  /** `remove` of `members` with a list of values takes out those alone (Entra's default, authentik). */
  readonly removeListedMembers: boolean
  /** `replace` on a value path without a match makes the element (Entra's reference code). */
  readonly createMissingTarget: boolean
  /** "True" is true, and a text is the value of a complex one (Entra's default shapes). */
  readonly coerceValues: boolean
  /** A path-less value may name `name.givenName` (Entra with aadOptscim062020). */
  readonly dottedKeys: boolean
  /** A filter may go on behind a value path: `emails[type eq "work"].value eq "x"` (Entra's matching). */
  readonly subAttributeFilters: boolean
  /** A successful PATCH without `attributes` answers 204 (Microsoft's samples). */
  readonly patchAnswersNothing: boolean
  /** No two groups have the same displayName (Entra: "must be unique"). */
  readonly uniqueGroupNames: boolean
  /** Members that are not known are left out (fleetdm/fleet 52600: a 400 loses the whole push). */
  readonly skipUnknownMembers: boolean
}

export const profileNames = ['strict', 'entra', 'okta'] as const
export type ProfileName = (typeof profileNames)[number]

/** RFC 7643 and RFC 7644 to the letter. */
export const strict: Profile = {
  name: 'strict',
  removeListedMembers: false,
  createMissingTarget: false,
  coerceValues: false,
  dottedKeys: false,
  subAttributeFilters: false,
  patchAnswersNothing: false,
  uniqueGroupNames: false,
  skipUnknownMembers: false,
}

export const profiles: Readonly<Record<ProfileName, Profile>> = {
  strict,
  /** MicrosoftDocs/azure-docs, use-scim-to-provision-users-and-groups and its compatibility page. */
  entra: {
    ...strict,
    name: 'entra',
    removeListedMembers: true,
    createMissingTarget: true,
    coerceValues: true,
    dottedKeys: true,
    subAttributeFilters: true,
    patchAnswersNothing: true,
    uniqueGroupNames: true,
  },
  /** okta-developer-docs, concepts/scim and reference/scim/scim-20. */
  okta: { ...strict, name: 'okta', skipUnknownMembers: true },
}
