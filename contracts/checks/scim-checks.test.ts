/** What is derived from the schemas of a SCIM server fails for one that does not keep them. */
import { expect } from '#test'
import { checkAwkwardCalls } from './awkward-calls.ts'
import { type Keeping, sound, test } from './scim-shelf.test.kit.ts'
import type { Subject } from './subject.ts'
import { checkWrongCalls } from './wrong-calls.ts'

interface Case {
  readonly check: (subject: Subject) => Promise<number>
  readonly operations: readonly string[]
  readonly what: string
  readonly broken: Partial<Keeping>
  readonly want: RegExp
}

const writing = ['createUser', 'replaceUser', 'patchUser']
const except =
  (name: string): Keeping['fault'] =>
  (attribute, value) =>
    attribute.name === name ? undefined : sound.fault(attribute, value)

const cases: readonly Case[] = [
  {
    check: checkWrongCalls,
    operations: writing,
    what: 'takes anything for a boolean',
    broken: { fault: except('active') },
    want: /negative_data_rejection[\s\S]*active: another type: .*it is no boolean .*answered 20[01]/,
  },
  {
    check: checkWrongCalls,
    operations: writing,
    what: 'does not look into values',
    broken: { fault: except('label') },
    want: /keys\.label: another type: .*it is no string/,
  },
  {
    check: checkWrongCalls,
    operations: writing,
    what: 'does not look into an extension',
    broken: { fault: except('level') },
    want: /urn:example:more:User:level: another type: .*it is no integer/,
  },
  {
    check: checkWrongCalls,
    operations: writing,
    what: 'takes any text for a binary',
    broken: {
      fault: (attribute, value) =>
        attribute.type === 'binary' && typeof value === 'string'
          ? undefined
          : sound.fault(attribute, value),
    },
    want: /keys\.value: not of the form: .*is not of the form of a binary/,
  },
  {
    check: checkWrongCalls,
    operations: ['createUser', 'replaceUser'],
    what: 'needs no userName',
    broken: { fault: (one, value) => (value == null ? undefined : sound.fault(one, value)) },
    want: /userName: null: .*it is required [\s\S]*userName: left out: /,
  },
  {
    check: checkWrongCalls,
    operations: ['patchUser'],
    what: 'unsets the userName',
    broken: { fault: (one, value) => (value == null ? undefined : sound.fault(one, value)) },
    want: /userName: null: .*it is required /,
  },
  {
    check: checkWrongCalls,
    operations: writing,
    what: 'calls a wrong value a bad filter',
    broken: { fault: (one, value) => sound.fault(one, value) && 'invalidFilter' },
    want: /and the scimType is invalidFilter, not invalidValue or invalidSyntax/,
  },
  {
    check: checkWrongCalls,
    operations: ['patchUser'],
    what: 'lets a patch of what is readOnly pass',
    broken: { guards: false },
    want: /meta: though it is readOnly: .*answered 200/,
  },
  {
    check: checkWrongCalls,
    operations: ['replaceUser', 'patchUser'],
    what: 'writes before it looks',
    broken: { hasty: true },
    want: /\(\d of \d+ cases.*\n\nwhat is there afterwards: .*refused requests changed something/,
  },
  {
    check: checkAwkwardCalls,
    operations: writing,
    what: 'refuses null',
    broken: {
      fault: (one, value) => (value === null ? 'invalidValue' : sound.fault(one, value)),
    },
    want: /null in each attribute that is not required: .*null means that there is no value/,
  },
  {
    check: checkAwkwardCalls,
    operations: ['patchUser'],
    what: 'keeps what null takes away',
    broken: { kept: (sent, before) => ({ ...sent, nickName: sent.nickName ?? before?.nickName }) },
    want: /nickName was sent as null and is what it was/,
  },
  {
    check: checkAwkwardCalls,
    operations: writing,
    what: 'cuts texts',
    broken: { kept: (sent) => cut(sent) as typeof sent },
    want: /awkward texts everywhere, \d: .*keys\.label was sent as ".*" and is "/,
  },
  {
    check: checkAwkwardCalls,
    operations: ['createUser', 'replaceUser'],
    what: 'forgets an attribute',
    broken: { kept: ({ nickName: _, ...sent }) => sent },
    want: /nickName was sent as ".*" and is not there/,
  },
  {
    check: checkAwkwardCalls,
    operations: ['createUser', 'replaceUser'],
    what: 'lets the client say what is readOnly',
    broken: { kept: (sent) => ({ ...sent, meta: { resourceType: 'rehearsal' } }) },
    want: /meta is the server’s to say, and is what was sent/,
  },
]

for (const { check, operations, what, broken, want } of cases) {
  test(`${check.name} fails for a SCIM server that ${what}, and for no sound one`, async ({
    people,
  }) => {
    for (const operation of operations) {
      await expect(check(people(operation, broken)), operation).rejects.toThrow(want)
      expect(await check(people(operation))).toBeGreaterThan(0)
    }
  })
}

function cut(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (name, each: unknown) =>
    name === 'label' && typeof each === 'string' ? each.slice(0, 3) : each,
  )
}
