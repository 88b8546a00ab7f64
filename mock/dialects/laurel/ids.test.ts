import { expect, test } from '#test'
import { counters, schema } from '../../directory/tables.ts'
import { MemoryRealm } from '../../store/realm.ts'
import { newObjectId } from './ids.ts'

const cases = [
  { time: '1970-01-01T00:00:00.000Z', last: 0, want: '000000005eedface01000001' },
  { time: '2025-03-03T08:15:21.999Z', last: 16, want: '67c565195eedface01000011' },
  { time: '2025-03-03T08:15:22.000Z', last: 0xfffffe, want: '67c5651a5eedface01ffffff' },
  { time: '2025-03-03T08:15:22.000Z', last: 0xffffff, want: '67c5651a5eedface01000000' },
]

for (const { time, last, want } of cases) {
  test(`after number ${last}, at ${time}, comes the id ${want}`, () => {
    const realm = new MemoryRealm(schema({ uniqueGroupNames: false }))
    realm.put(counters, { id: 'objectIds', value: last })
    expect(newObjectId(realm, time)).toBe(want)
  })
}
