import fc from 'fast-check'
import { expect, expectEqual, test } from '#test'
import {
  type ProjectionRequest,
  project,
  readProjection,
  writtenBy,
  writtenByOperations,
} from './scim-projection.ts'
import { resourcesOf, writable } from './scim-random.test.kit.ts'
import { type Resource, replaceResource } from './scim-resource.ts'
import { printFound, type ResourceModel } from './scim-schema.ts'
import { badge, core, device, deviceModel, enterprise, userModel } from './scim-schemas.test.kit.ts'

const schemas = [core, enterprise]
const babs = {
  schemas,
  id: '1',
  userName: 'babs',
  password: 'secret',
  name: { givenName: 'Barbara', familyName: 'Jensen' },
  emails: [{ value: 'b@x.test', type: 'work' }, { value: 'c@x.test' }],
  shoe: 43,
  meta: { version: 'W/"1"', created: '2020-01-01T00:00:00Z' },
  [enterprise]: { department: 'Tours', manager: { value: '26', displayName: 'John' } },
}
const identity = { schemas, id: '1' }
const { password, shoe, ...whole } = babs
const { [enterprise]: extension, ...plain } = whole

function view(request: ProjectionRequest, model: ResourceModel = userModel, of: Resource = babs) {
  return project(model, readProjection(model, request), of)
}

const table: readonly { given: ProjectionRequest; want: object }[] = [
  { given: {}, want: whole },
  { given: { attributes: [] }, want: whole },
  { given: { attributes: ['', ' '] }, want: whole },
  { given: { attributes: ['USERNAME'] }, want: { ...identity, userName: 'babs' } },
  {
    given: { attributes: [' userName', `${core}:NAME.givenName`] },
    want: { ...identity, userName: 'babs', name: { givenName: 'Barbara' } },
  },
  { given: { attributes: ['name'] }, want: { ...identity, name: babs.name } },
  { given: { attributes: ['name', 'name.givenName'] }, want: { ...identity, name: babs.name } },
  { given: { attributes: ['emails.type'] }, want: { ...identity, emails: [{ type: 'work' }] } },
  { given: { attributes: ['emails.display'] }, want: identity },
  { given: { attributes: ['meta.version'] }, want: { ...identity, meta: { version: 'W/"1"' } } },
  { given: { attributes: ['password'] }, want: identity },
  { given: { attributes: ['shoe', 'a b'] }, want: identity },
  {
    given: { attributes: [`${enterprise}:department`] },
    want: { ...identity, [enterprise]: { department: 'Tours' } },
  },
  {
    given: { attributes: [`${enterprise}:manager.value`] },
    want: { ...identity, [enterprise]: { manager: { value: '26' } } },
  },
  {
    given: { attributes: [enterprise.toUpperCase()] },
    want: { ...identity, [enterprise]: extension },
  },
  { given: { attributes: ['department'] }, want: identity },
  {
    given: { excludedAttributes: ['emails', 'META'] },
    want: { schemas, id: '1', userName: 'babs', name: babs.name, [enterprise]: extension },
  },
  {
    given: { excludedAttributes: ['name.givenName'] },
    want: { ...whole, name: { familyName: 'Jensen' } },
  },
  { given: { excludedAttributes: ['id', 'schemas', 'shoe'] }, want: whole },
  { given: { excludedAttributes: [enterprise] }, want: plain },
  {
    given: { excludedAttributes: [`${enterprise}:manager`] },
    want: { ...whole, [enterprise]: { department: 'Tours' } },
  },
]

for (const { given, want } of table) {
  test(`the view ${JSON.stringify(given)} shows what is asked for`, () => {
    expect(view(given)).toEqual(want)
  })
}

test('attributes and excludedAttributes exclude each other', () => {
  const both = { attributes: ['shoe'], excludedAttributes: ['id'] }
  expect(() => readProjection(userModel, both)).toThrow(
    expect.objectContaining({ scimType: 'invalidValue' }),
  )
})

const machine = {
  schemas: [device],
  id: '1',
  serial: 'S1',
  secret: 'x',
  label: 'L',
  warranty: { until: '2030-01-01T00:00:00Z', note: 'n', kind: 'k' },
  [badge]: { number: '7' },
}
const always = { schemas: [device], id: '1', label: 'L' }
const warranty = { until: '2030-01-01T00:00:00Z', kind: 'k' }

const devices: readonly { given: ProjectionRequest; want: object }[] = [
  { given: {}, want: { ...always, serial: 'S1', warranty, [badge]: { number: '7' } } },
  { given: { attributes: ['secret'] }, want: { ...always, secret: 'x' } },
  { given: { attributes: ['warranty'] }, want: { ...always, warranty } },
  {
    given: { attributes: ['warranty.note'] },
    want: { ...always, warranty: { note: 'n', kind: 'k' } },
  },
  {
    given: { excludedAttributes: ['label', 'warranty.kind', 'serial', badge] },
    want: { ...always, warranty },
  },
]

for (const { given, want } of devices) {
  test(`of a device the view ${JSON.stringify(given)} obeys what is returned when`, () => {
    expect(view(given, deviceModel, machine)).toEqual(want)
  })
}

test('what is returned on request comes back to who wrote it', () => {
  const none = readProjection(deviceModel, {})
  const names = writtenBy(deviceModel, { SECRET: 'x', warranty: { NOTE: 'n' } })
  const want = { secret: 'x', warranty: { ...warranty, note: 'n' } }
  expect(project(deviceModel, none, machine, names)).toMatchObject(want)
  const patched = writtenByOperations(deviceModel, [
    { op: 'add', path: 'secret', value: 'x' },
    { op: 'replace', path: 'warranty.note', value: 'n' },
  ])
  expect(project(deviceModel, none, machine, patched)).toMatchObject(want)
  const pathless = writtenByOperations(deviceModel, [{ op: 'add', value: { secret: 'x' } }])
  expect(project(deviceModel, none, machine, pathless)).toMatchObject({ secret: 'x', warranty })
  const asked = readProjection(deviceModel, { attributes: ['serial'] })
  expect(project(deviceModel, asked, machine, names)).toEqual({ ...always, serial: 'S1' })
})

for (const [type, model] of Object.entries({ user: userModel, device: deviceModel })) {
  const resources = resourcesOf(model)
  const paths = fc.uniqueArray(
    fc.constantFrom(
      ...writable(model).flatMap((found) => [
        printFound(found),
        ...(found.attribute.subAttributes ?? []).map((sub) => printFound({ ...found, sub })),
      ]),
    ),
    { maxLength: 4, minLength: 1 },
  )

  test(`a view of a view of a ${type} is that view, and a part of the whole`, () => {
    const requests = fc.oneof(
      paths.map((attributes) => ({ attributes })),
      paths.map((excludedAttributes) => ({ excludedAttributes })),
    )
    const property = fc.property(resources, requests, (resource, request) => {
      const once = view(request, model, resource)
      expectEqual(view(request, model, once), once)
      expect(leaves(resource)).toEqual(expect.arrayContaining(leaves(once)))
    })
    fc.assert(property, { numRuns: 100 })
  })

  test(`what of a ${type} is excluded and what alone is asked for make the whole`, () => {
    const property = fc.property(resources, paths, (resource, names) => {
      const whole = view({}, model, resource)
      const shown = view({ attributes: names }, model, whole)
      const rest = view({ excludedAttributes: names }, model, whole)
      const keys = new Set([...Object.keys(shown), ...Object.keys(rest)])
      expect(keys).toEqual(new Set(Object.keys(whole)))
    })
    fc.assert(property, { numRuns: 100 })
  })
}

test('a PUT of what was read of a user changes nothing', () => {
  const property = fc.property(resourcesOf(userModel), (stored) => {
    const read = { ...view({}, userModel, { ...stored, ...identity }) }
    expect(replaceResource(userModel, stored, read)).toBe(stored)
  })
  fc.assert(property, { numRuns: 100 })
})

/** Every plain value with its path, without the places of elements. */
function leaves(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [`${path}=${value}`]
  const inArray = Array.isArray(value)
  return Object.entries(value).flatMap(([name, part]) =>
    leaves(part, inArray ? path : `${path}.${name}`),
  )
}
