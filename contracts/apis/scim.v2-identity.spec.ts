import type { WireResource } from '../drivers/scim.v2-wire.ts'
import { expect, test } from './scim.ts'

const types = ['User', 'Group'] as const

test("ids are the server's own, differ over all types and stay", { tag: '@basic' }, async ({
  make,
  promise,
  scim,
}) => {
  promise('ids-are-issued-by-the-server', 'ids-are-unique-over-all-types', 'ids-are-stable')
  promise('ids-never-contain-bulk-id', 'missing-resources-are-404')
  const [user, other, group] = [await scim.user(), await scim.user(), await scim.group()]
  const ids = [user.id, other.id, group.id]
  expect(new Set(ids).size).toBe(3)
  for (const id of ids) expect(id).not.toMatch(/bulkId/i)
  const body = scim.body('User', { userName: user.userName, id: make.name(), title: 'Changed' })
  expect(await scim.replaced('User', user.id, body)).toMatchObject({
    id: user.id,
    title: 'Changed',
  })
  scim.refused(await scim.get('User', group.id), 404)
  scim.refused(await scim.get('Group', user.id), 404)
})

test('an id in another case is the id of nobody', { tag: '@edge' }, async ({
  lacks,
  promise,
  scim,
}) => {
  promise('ids-compare-exactly')
  const { id } = await scim.user()
  const other = id === id.toLowerCase() ? id.toUpperCase() : id.toLowerCase()
  if (other === id) lacks('ids with letters')
  scim.refused(await scim.get('User', other), 404)
})

test('the id of whoever is gone is not given again', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('ids-are-not-reused')
  const { id, userName } = await scim.user()
  expect((await scim.remove('User', id)).status).toBe(204)
  expect((await scim.user({ userName })).id).not.toBe(id)
  scim.refused(await scim.get('User', id), 404)
})

for (const type of types) {
  test(`the externalId of a ${type} is the client's and may repeat`, { tag: '@basic' }, async ({
    make,
    promise,
    scim,
  }) => {
    promise('external-id-is-the-clients', 'external-ids-may-repeat')
    const externalId = make.name('AbC/\u00fc?&+ 1')
    const create = type === 'User' ? scim.user : scim.group
    const twins = [await create({ externalId }), await create({ externalId })]
    expect(twins.map((one) => one.externalId)).toEqual([externalId, externalId])
    const ids = twins.map(({ id }) => id)
    const found = await scim.ids(type, { filter: `externalId eq "${externalId}"` })
    expect(found.toSorted()).toEqual(ids.toSorted())
  })

  test(`the externalId of a ${type} is found in its own case alone`, { tag: '@basic' }, async ({
    make,
    promise,
    scim,
  }) => {
    promise('external-id-compares-exactly')
    const externalId = make.name('AbC')
    const { id } = await (type === 'User' ? scim.user : scim.group)({ externalId })
    for (const [text, want] of [
      [externalId, [id]],
      [externalId.toLowerCase(), []],
      [externalId.toUpperCase(), []],
    ] as const) {
      expect(await scim.ids(type, { filter: `externalId eq "${text}"` }), text).toEqual(want)
    }
  })

  test(`meta says of a ${type} what the server knows`, { tag: '@basic' }, async ({
    client,
    promise,
    scim,
    target,
  }) => {
    promise('meta-has-its-five-parts', 'last-modified-is-created-at-first')
    promise('location-leads-to-the-resource')
    const { id, meta } = await (type === 'User' ? scim.user : scim.group)()
    expect(meta).toMatchObject({ resourceType: type, lastModified: meta.created })
    expect(meta.location).toMatch(new RegExp(`^https?://.+/${type}s/${id}$`))
    const path = meta.location.slice(target.url.length)
    expect(meta.location).toBe(target.url + path)
    const { body } = await client.raw({ like: `get${type}`, path })
    expect(body).toMatchObject({ id, meta })
  })
}

test('a change moves lastModified and leaves created', { tag: '@basic' }, async ({
  promise,
  scim,
}) => {
  promise('created-never-changes', 'last-modified-follows-changes')
  const { id, meta, userName } = await scim.user()
  const old = { ...meta, created: '2001-01-01T00:00:00Z', lastModified: '2001-01-01T00:00:00Z' }
  const body = scim.body('User', { userName, title: 'Changed', meta: old })
  const changed = await scim.replaced('User', id, body)
  expect(changed.meta.created).toBe(meta.created)
  const [before, after] = [meta.lastModified, changed.meta.lastModified].map(Date.parse)
  expect(after).toBeGreaterThanOrEqual(before ?? Number.NaN)
  const filter = `id eq "${id}" and meta.lastModified ge "${changed.meta.lastModified}"`
  expect(await scim.ids('User', { filter })).toEqual([id])
})

test('meta has the version that the ETag has', { tag: '@edge' }, async ({ promise, scim }) => {
  promise('version-is-the-etag', 'etag-is-sent')
  await scim.supports('etag')
  const { id } = await scim.user()
  const { body, headers } = await scim.get('User', id)
  const { version } = (body as WireResource).meta
  expect(version).toMatch(/^(W\/)?".+"$/)
  expect(headers.get('etag')).toBe(version)
})
