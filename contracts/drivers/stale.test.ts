import { expect, test } from '#test'
import { readSpec } from '../../specs/read.ts'
import { absent, type Driver, type Standing } from './driver.ts'
import { formstack } from './formstack.ts'
import { stale } from './stale.ts'

const spec = readSpec('formstack')

const cases: readonly { given: Standing; want: string | undefined }[] = [
  { given: { noOperation: /^PUT .*\/members$/ }, want: undefined },
  { given: { noOperation: /^POST \/Users$/ }, want: 'there is POST /Users' },
  { given: { noParameter: 'sortBy' }, want: undefined },
  { given: { noParameter: 'count' }, want: 'listUsers has the parameter count' },
  { given: { noProperty: 'nickName' }, want: undefined },
  { given: { noProperty: 'lastModified' }, want: 'a schema has the property lastModified' },
  { given: { behaviour: 'group-ops-are-two' }, want: undefined },
  { given: { behaviour: 'gone' }, want: 'the document no longer has the behaviour gone' },
]

for (const { given, want } of cases) {
  test(`an absence that stands on ${Object.entries(given)} is ${want ? 'stale' : 'good'}`, () => {
    const found = stale(withVerbs({ lastModified: absent('a reason', given) }), spec)
    expect(found).toEqual(want ? [`lastModified is declared absent, but ${want}`] : [])
  })
}

test('a verb whose usual operation is there cannot be called absent for lack of another', () => {
  const deleteUser = absent('nobody can be deleted', { noOperation: /^POST \/delete$/ })
  expect(stale(withVerbs({ deleteUser }), spec)).toEqual([
    'deleteUser is declared absent, but there is DELETE /Users/{id}',
  ])
})

test('a behaviour that is cited has to be there', () => {
  const refusals = { ...formstack.refusals, cycle: { status: 400, cites: 'gone' } }
  expect(stale({ ...formstack, refusals }, spec)).toEqual([
    'gone is cited, but the document has no such behaviour',
  ])
})

function withVerbs(verbs: Partial<Driver['verbs']>): Driver {
  return { ...formstack, verbs: { ...formstack.verbs, ...verbs } }
}
