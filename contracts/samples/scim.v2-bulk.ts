/** A bulk job with one operation of each method (RFC 7644 section 3.7). */
import { BULK_REQUEST, GROUP, patchOp, USER } from '../drivers/scim.v2-wire.ts'
import type { Sample } from './sample.ts'
import { fullPerson } from './scim-people.ts'

export const bulk: Sample = async ({ make }) => {
  const [replaced, patched, gone] = [await make.user(), await make.user(), await make.user()]
  const { userName } = replaced
  const members = [{ value: 'bulkId:guide', type: 'User' }]
  const Operations = [
    {
      method: 'POST',
      path: '/Users',
      bulkId: 'guide',
      data: { schemas: [USER], ...fullPerson(make) },
    },
    {
      method: 'POST',
      path: '/Groups',
      bulkId: 'guides',
      data: { schemas: [GROUP], displayName: make.name(), members },
    },
    {
      method: 'PUT',
      path: `/Users/${replaced.id}`,
      data: { schemas: [USER], userName, title: 'Head of Guides' },
    },
    {
      method: 'PATCH',
      path: `/Users/${patched.id}`,
      data: patchOp({ op: 'replace', path: 'name.familyName', value: 'Smith' }),
    },
    { method: 'DELETE', path: `/Users/${gone.id}` },
  ]
  return { body: { schemas: [BULK_REQUEST], failOnErrors: 1, Operations } }
}
