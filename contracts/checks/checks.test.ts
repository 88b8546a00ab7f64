/** Each check fails for a server that is broken to that end, and passes for one that is not. */
import { expect } from '#test'
import { checkAwkwardCalls } from './awkward-calls.ts'
import { checkCredentials } from './credentials.ts'
import { checkGoodCall } from './good-calls.ts'
import { checkDeleted, checkUnknownIds } from './ids.ts'
import { checkMethods } from './methods.ts'
import { test } from './shelf.test.kit.ts'
import type { Rules } from './shelf-server.test.kit.ts'
import type { Subject } from './subject.ts'
import { checkWrongCalls } from './wrong-calls.ts'

interface Case {
  readonly check: (subject: Subject) => Promise<number>
  readonly operation: string
  readonly what: string
  readonly broken: Partial<Rules>
  readonly want: RegExp
}

const anybody = { knows: () => true }
const anything = { takes: () => true }

const cases: readonly Case[] = [
  {
    check: checkGoodCall,
    operation: 'addBook',
    what: 'forgets what it made',
    broken: { keepsNew: false },
    want: /addBook fails ensure_resource_availability .*\n\na good call: .* answered with 404 by getBook/,
  },
  {
    check: checkGoodCall,
    operation: 'addBook',
    what: 'refuses everything',
    broken: { takes: () => false },
    want: /a call with all that it needs is answered with 400/,
  },
  {
    check: checkDeleted,
    operation: 'deleteBook',
    what: 'keeps what is deleted',
    broken: { keepsDeleted: true },
    want: /use_after_free \(3 of 3 cases.*\n\ngetBook: .*[\s\S]*\n\nreplaceBook: [\s\S]*\n\ndeleteBook: /,
  },
  {
    check: checkCredentials,
    operation: 'getBook',
    what: 'lets everybody in',
    broken: anybody,
    want: /ignored_auth \(9 of 9 cases.*[\s\S]*curl .*-H "authorization: Bearer rehearsal-two words"/,
  },
  {
    check: checkCredentials,
    operation: 'getBook',
    what: 'reads the last word as the token',
    broken: { knows: (text = '') => /(s3cret|words)$/.test(text) },
    want: /ignored_auth \(1 of 9 cases.*\n\nBearer rehearsal-two words: /,
  },
  {
    check: checkCredentials,
    operation: 'getBook',
    what: 'lets in whoever has no credential',
    broken: { knows: (text = 'Bearer s3cret') => /^Bearer \w+$/.test(text) },
    want: /ignored_auth \(1 of 9 cases.*\n\nno credential: /,
  },
  {
    check: checkCredentials,
    operation: 'addBook',
    what: 'does not look at rights',
    broken: { mayWrite: () => true },
    want: /\(2 of 11 cases.*\n\nthe credential of the member, who may not: [\s\S]*of the reader/,
  },
  {
    check: checkMethods,
    operation: 'getBook',
    what: 'takes every method',
    broken: { methods: () => undefined },
    want: /unsupported_method \(2 of 2 cases.*\n\nPOST \/books\/\{id\}: .*the path has GET, PUT, DELETE alone, and it answered/,
  },
  {
    check: checkMethods,
    operation: 'listBooks',
    what: 'tells other methods than it has',
    broken: { methods: () => 'GET' },
    want: /the path has GET, POST alone, and Allow is "GET"/,
  },
  {
    check: checkUnknownIds,
    operation: 'getBook',
    what: 'makes up what is not there',
    broken: { inventsMissing: true },
    want: /unknown_id_rejection \(8 of 8 cases.*\n\npath id: "nothing": /,
  },
  {
    check: checkWrongCalls,
    operation: 'addBook',
    what: 'takes every body',
    broken: anything,
    want: /body \/title: left out: [\s\S]*body \/authors\/0\/name: null: [\s\S]*negative_data_rejection/,
  },
  {
    check: checkWrongCalls,
    operation: 'addBook',
    what: 'does not look at one property',
    broken: { takes: (body) => typeof (body as { title: unknown } | null)?.title === 'string' },
    want: /body \/pages: beyond the most: [\s\S]*body \/genre: none of the choices/,
  },
  {
    check: checkWrongCalls,
    operation: 'listBooks',
    what: 'takes every number',
    broken: { takesLimit: () => true },
    want: /query limit: below the least: .*must be >= 0.*answered 200/,
  },
  {
    check: checkWrongCalls,
    operation: 'replaceBook',
    what: 'refuses without its envelope',
    broken: { refusal: { error: 'no' } },
    want: /the 400 has no message in the API's envelope/,
  },
  {
    check: checkWrongCalls,
    operation: 'replaceBook',
    what: 'writes before it looks',
    broken: { hasty: true },
    want: /1 of \d+ cases.*\n\nwhat is there afterwards: .*refused requests changed something/,
  },
  {
    check: checkAwkwardCalls,
    operation: 'addBook',
    what: 'fails for a null character',
    broken: {
      title: (sent) => {
        if (sent.includes('\0')) throw new Error('0')
        return sent
      },
    },
    want: /body \/title: a null character: .*[\s\S]*500 is not documented/,
  },
  {
    check: checkAwkwardCalls,
    operation: 'replaceBook',
    what: 'keeps nothing but ASCII',
    broken: { title: (sent) => sent.replaceAll(/[^ -~]/g, '?') },
    want: /body \/title: .*: .*\/title was sent as "test-1 Emma.*" and is "test-1 Emma.*\?/,
  },
]

for (const { check, operation, what, broken, want } of cases) {
  test(`${check.name} fails for ${operation} of a server that ${what}, and for no sound one`, async ({
    shelf,
  }) => {
    await expect(check(await shelf(operation, broken))).rejects.toThrow(want)
    expect(await check(await shelf(operation))).toBeGreaterThan(0)
  })
}
