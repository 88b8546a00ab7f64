/** Four users whom filters tell apart, after those whom RFC 7644 has in its examples. */
import type { WireList, WireUser } from '../drivers/scim.v2-wire.ts'
import type { Reply } from '../exchange.ts'
import { test as base, ENTERPRISE, expect } from './scim.ts'

export { expect }

type Label = 'barbara' | 'conor' | 'eve' | 'jane'

/** A filter, and the users who match it, in alphabetical order. */
export type Case = readonly [filter: string, want: string]

export interface People extends Readonly<Record<Label, WireUser>> {
  /** Holds each filter against whom it should match; `-P` in it is how their userNames end. */
  match(cases: readonly Case[]): Promise<void>
}

const labels: readonly Label[] = ['barbara', 'conor', 'eve', 'jane']

const cast: Readonly<Record<Label, object>> = {
  barbara: {
    name: { familyName: 'Jensen', givenName: 'Barbara' },
    displayName: 'Babs "the \\ guide" (Tours) and more',
    title: 'Tour Guide',
    userType: 'Employee',
    active: true,
    emails: [
      { value: 'bjensen@example.com', type: 'work', primary: true },
      { value: 'babs@jensen.org', type: 'home' },
    ],
    [ENTERPRISE]: { department: 'Tours', employeeNumber: '701984' },
  },
  conor: {
    name: { familyName: "O'Malley", givenName: 'Conor' },
    displayName: 'Conor',
    userType: 'Intern',
    active: true,
    emails: [
      { value: 'conor@example.com', type: 'home' },
      { value: 'conor@example.org', type: 'work' },
    ],
  },
  eve: {
    name: { familyName: 'Zed', givenName: 'Eve' },
    displayName: 'Eve',
    title: 'Spy',
    userType: 'Contractor',
    active: false,
    emails: [{ value: 'eve@elsewhere.net', type: 'work' }],
  },
  jane: {
    name: { familyName: 'Jones', givenName: 'Jane' },
    displayName: 'Jane',
    userType: 'Intern',
    active: true,
    ims: [{ value: 'jane@foo.com', type: 'xmpp' }],
  },
}

export const test = base.extend<{ people: People }>({
  people: async ({ scim, make }, use) => {
    await scim.supports('filter')
    const user = (label: Label) => {
      const names = { userName: `${label}-${make.prefix}`, externalId: make.name(label) }
      return scim.user({ ...cast[label], ...names })
    }
    const people = {
      barbara: await user('barbara'),
      conor: await user('conor'),
      eve: await user('eve'),
      jane: await user('jane'),
    }
    const labelOf = ({ id }: WireUser) =>
      labels.find((one) => people[one].id === id) ?? 'a stranger'
    const found = async (filter: string) => {
      const whom = filter.replaceAll('-P"', `-${make.prefix}"`)
      const own = `externalId sw "${make.name('')}" and ${/ or /i.test(whom) ? `(${whom})` : whom}`
      const reply = await scim.list('User', { filter: own })
      return reply.status === 200 ? read(reply).map(labelOf).sort().join(' ') : String(reply.status)
    }
    await use({
      ...people,
      match: async (cases) => {
        const all: Record<string, string> = {}
        for (const [filter] of cases) all[filter] = await found(filter)
        expect(all).toEqual(Object.fromEntries(cases))
      },
    })
  },
})

function read({ body }: Reply): WireUser[] {
  return (body as WireList<WireUser>).Resources ?? []
}
