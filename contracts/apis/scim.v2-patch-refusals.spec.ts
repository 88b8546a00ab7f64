import { PATCH_OP, type WireOperation } from '../drivers/scim.v2-wire.ts'
import { ENTERPRISE, GROUP, patchOp, test, USER } from './scim.ts'
import { members, unchanged } from './scim.v2-resources.ts'

const title = { op: 'replace', path: 'title', value: 'Head' }

const badMessages: readonly (readonly [cites: string, message: object])[] = [
  ['patch-needs-its-urn', { Operations: [title] }],
  ['patch-needs-its-urn', { schemas: [], Operations: [title] }],
  ['patch-needs-its-urn', { schemas: [USER], Operations: [title] }],
  ['patch-needs-an-operation', { schemas: [PATCH_OP] }],
  ['patch-needs-an-operation', { schemas: [PATCH_OP], Operations: [] }],
  ['patch-needs-an-operation', { schemas: [PATCH_OP], Operations: title }],
  ['patch-op-is-one-of-three', operations({ path: 'title', value: 'Head' })],
  ['patch-op-is-one-of-three', operations({ ...title, op: null })],
  ...['move', 'test', 'copy', 'merge', ''].map(
    (op) => ['patch-op-is-one-of-three', operations({ ...title, op })] as const,
  ),
]

function operations(...Operations: readonly object[]): object {
  return { schemas: [PATCH_OP], Operations }
}

test('a patch that is no PatchOp message is refused', { tag: '@basic' }, async ({
  client,
  promise,
  scim,
}) => {
  promise(...badMessages.map(([cites]) => cites))
  const user = await scim.user({ title: 'Guide' })
  await unchanged(scim, [user], async () => {
    for (const [, body] of badMessages) {
      await test.step(JSON.stringify(body), async () => {
        const reply = await client.send('patchUser', { path: { id: user.id }, body })
        scim.refused(reply, 400, ['invalidSyntax', 'invalidValue'])
      })
    }
  })
})

interface Refusal {
  readonly scimType: string | readonly string[]
  readonly operations: readonly WireOperation[]
}

/** What the document says, or infers, of operations that do not fit, by the id of the promise. */
const refusals: Readonly<Record<string, Refusal>> = {
  'patch-add-and-replace-need-a-value': {
    scimType: ['invalidValue', 'invalidSyntax'],
    operations: [
      { op: 'add', path: 'nickName' },
      { op: 'replace', path: 'title' },
      { op: 'replace' },
    ],
  },
  'patch-without-path-needs-an-object': {
    scimType: ['invalidValue', 'invalidSyntax', 'noTarget'],
    operations: [
      { op: 'add', value: 'Head' },
      { op: 'replace', value: ['Head'] },
      { op: 'replace', value: true },
    ],
  },
  'patch-malformed-path-is-400': {
    scimType: 'invalidPath',
    operations: [
      'name.',
      '.title',
      'name..givenName',
      'ti tle',
      'emails]',
      'emails[type eq "work"]value',
      '[type eq "work"]',
    ].map((path) => ({ op: 'replace', path, value: 'x' })),
  },
  'patch-unknown-path-is-400': {
    scimType: ['invalidPath', 'noTarget'],
    operations: [
      'shoeSize',
      'name.shoeSize',
      'emails[type eq "work"].shoeSize',
      `${ENTERPRISE}:shoeSize`,
      `${GROUP}:members`,
    ].map((path) => ({ op: 'replace', path, value: 'x' })),
  },
  'patch-bad-filter-in-path-is-400': {
    scimType: ['invalidFilter', 'invalidPath'],
    operations: [
      'type is "work"',
      'type eq',
      'type eq work',
      '',
      'type eq "work" and',
      '(type pr',
    ].map((filter) => ({ op: 'remove', path: `emails[${filter}]` })),
  },
  'patch-wrong-type-is-400': {
    scimType: 'invalidValue',
    operations: [
      { op: 'replace', path: 'active', value: 'yes' },
      { op: 'add', path: 'title', value: 7 },
      { op: 'replace', path: 'name', value: 'Barbara' },
      { op: 'add', path: 'emails', value: [7] },
      { op: 'replace', path: 'emails[type eq "work"].primary', value: 'true' },
      { op: 'replace', value: { active: 1 } },
    ],
  },
  'patch-cannot-unset-required': {
    scimType: ['invalidValue', 'mutability'],
    operations: [
      { op: 'replace', path: 'userName', value: null },
      { op: 'replace', path: 'userName', value: '' },
      { op: 'replace', value: { userName: null } },
    ],
  },
  'patch-cannot-write-read-only': {
    scimType: 'mutability',
    operations: [
      { op: 'replace', path: 'id', value: 'x' },
      { op: 'replace', path: 'meta.created', value: '2001-01-01T00:00:00Z' },
      { op: 'add', path: 'groups', value: [{ value: 'x' }] },
      { op: 'replace', value: { groups: [{ value: 'x' }] } },
      { op: 'replace', value: { id: 'x' } },
    ],
  },
  'patch-remove-required-is-400': {
    scimType: ['mutability', 'invalidValue'],
    operations: ['userName', 'groups', 'id', 'meta'].map((path) => ({ op: 'remove', path })),
  },
  'patch-remove-needs-a-path': {
    scimType: 'noTarget',
    operations: [{ op: 'remove' }, { op: 'remove', value: { title: 'Guide' } }],
  },
  'patch-remove-without-match-is-400': {
    scimType: 'noTarget',
    operations: [
      { op: 'remove', path: 'emails[type eq "other"]' },
      { op: 'remove', path: 'phoneNumbers[type eq "work"]' },
    ],
  },
  'patch-replace-without-match-is-400': {
    scimType: 'noTarget',
    operations: [
      { op: 'replace', path: 'emails[type eq "other"]', value: { value: 'x@y.example' } },
      { op: 'replace', path: 'emails[type eq "other"].value', value: 'x@y.example' },
      { op: 'replace', path: 'phoneNumbers[type eq "work"].value', value: '1' },
    ],
  },
}

for (const [id, { scimType, operations: bad }] of Object.entries(refusals)) {
  test(`${id}: such an operation leaves the effect of none`, { tag: '@basic' }, async ({
    promise,
    scim,
  }) => {
    promise(id)
    const emails = [{ value: 'b@example.com', type: 'work' }]
    const user = await scim.user({ title: 'Guide', name: { givenName: 'Barbara' }, emails })
    await unchanged(scim, [user], async () => {
      for (const operation of bad) {
        await test.step(JSON.stringify(operation), async () => {
          const reply = await scim.patch('User', user.id, patchOp(title, operation, title))
          scim.refused(reply, 400, scimType)
        })
      }
    })
  })
}

test('a patch of a group is all or nothing too, members first or last', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('patch-is-all-or-nothing', 'refused-requests-change-nothing')
  const [ann, bea] = [await scim.user(), await scim.user()]
  const group = await scim.group(members(ann))
  const good: WireOperation[] = [
    { op: 'add', path: 'members', value: [{ value: bea.id }] },
    { op: 'remove', path: `members[value eq "${ann.id}"]` },
    { op: 'replace', path: 'displayName', value: 'half' },
  ]
  const wrong = { op: 'replace', path: 'displayName', value: 7 }
  await unchanged(scim, [group, ann, bea], async () => {
    for (const at of [0, 1, 2, 3]) {
      const reply = await scim.patch('Group', group.id, patchOp(...good.toSpliced(at, 0, wrong)))
      scim.refused(reply, 400, 'invalidValue')
    }
  })
})

test('a patch cannot take the userName of another user', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('user-name-clash-in-a-change-is-409')
  const [ann, bea] = [await scim.user(), await scim.user({ title: 'Guide' })]
  await unchanged(scim, [ann, bea], async () => {
    const value = String(ann.userName).toUpperCase()
    const reply = await scim.patch(
      'User',
      bea.id,
      patchOp(title, { op: 'replace', path: 'userName', value }),
    )
    // Table 8 has 409, table 9 lists uniqueness among the errors with 400.
    scim.refused(reply, [409, 400], 'uniqueness')
  })
})

test('a patch of nobody is not found', { tag: '@basic' }, async ({ driver, promise, scim }) => {
  promise('missing-resources-are-404')
  scim.refused(await scim.patch('User', driver.missingId, patchOp(title)), 404)
  const rename = { op: 'replace', path: 'displayName', value: 'x' }
  scim.refused(await scim.patch('Group', driver.missingId, patchOp(rename)), 404)
})
