/** Properties that hold of every PUT and PATCH, on frozen resources. */

import fc from 'fast-check'
import { expect, expectEqual, expectSame, test } from '#test'
import { ScimFault } from './scim-fault.ts'
import { type PatchOperation, patchResource } from './scim-patch.ts'
import {
  bodyOf,
  frozen,
  operationsOf,
  resourcesOf,
  valueFor,
  writable,
} from './scim-random.test.kit.ts'
import { type Resource, readResource, replaceResource, valueAt } from './scim-resource.ts'
import { printFound } from './scim-schema.ts'
import { deviceModel, groupModel, userModel } from './scim-schemas.test.kit.ts'

const models = { user: userModel, group: groupModel, device: deviceModel }
const numRuns = 100

for (const [type, model] of Object.entries(models)) {
  const resources = resourcesOf(model)
  const operations = operationsOf(model)

  /** The resource after the operations, or the fault. */
  const attempt = (before: Resource, list: readonly PatchOperation[]) => {
    try {
      return frozen(patchResource(model, before, frozen(list)))
    } catch (error) {
      if (error instanceof ScimFault) return error
      throw error
    }
  }
  const patched = (before: Resource, list: readonly PatchOperation[]): Resource => {
    const after = attempt(before, list)
    fc.pre(!(after instanceof ScimFault))
    return after as Resource
  }

  test(`a PATCH of a ${type} is done or refused, and leaves a resource that can be sent`, () => {
    const lists = fc.array(operations, { minLength: 1, maxLength: 4 })
    const property = fc.property(resources, lists, (before, list) => {
      const after = attempt(before, list)
      if (after instanceof ScimFault) return
      expectEqual(readResource(model, bodyOf(model, after)), after)
    })
    fc.assert(property, { numRuns: 2 * numRuns })
  })

  test(`one operation that cannot be done has a PATCH of a ${type} do none`, () => {
    const bad: PatchOperation = { op: 'remove', path: 'shoe' }
    const lists = fc.tuple(fc.array(operations, { maxLength: 2 }), fc.array(operations))
    const property = fc.property(resources, lists, (before, [first, last]) => {
      expect(attempt(before, [...first, bad, ...last])).toBeInstanceOf(ScimFault)
    })
    fc.assert(property, { numRuns })
  })

  test(`operations on a ${type} are done one after the other`, () => {
    const property = fc.property(resources, operations, operations, (before, first, last) => {
      const between = patched(before, [first])
      const after = patched(between, [last])
      expectEqual(attempt(before, [first, last]), after)
    })
    fc.assert(property, { numRuns })
  })

  test(`to add or replace twice in a ${type} is the same as once`, () => {
    const once = operations.filter(({ op, path }) => op !== 'remove' && !path?.includes('['))
    const property = fc.property(resources, once, (before, operation) => {
      fc.pre(!JSON.stringify(operation.value).includes('['))
      const after = patched(before, [operation])
      expectSame(attempt(after, [operation]), after)
    })
    fc.assert(property, { numRuns })
  })

  test(`to add what a ${type} did not have and remove it again changes nothing`, () => {
    const additions = fc
      .constantFrom(...writable(model))
      .chain((found) => valueFor(found.attribute).map((value) => ({ found, value })))
    const property = fc.property(resources, additions, (before, { found, value }) => {
      fc.pre(valueAt(before, found) === undefined && found.attribute.mutability !== 'immutable')
      const path = printFound(found)
      const list: PatchOperation[] = [
        { op: 'add', path, value },
        { op: 'remove', path },
      ]
      expectSame(attempt(before, list), before)
    })
    fc.assert(property, { numRuns })
  })

  test(`a PUT of what a ${type} is changes nothing`, () => {
    const property = fc.property(resources, (before) => {
      expectSame(replaceResource(model, before, bodyOf(model, before)), before)
    })
    fc.assert(property, { numRuns })
  })

  test(`a PUT makes of a ${type} what it says, or is refused for what is immutable`, () => {
    const property = fc.property(resources, resources, (before, sent) => {
      try {
        const after = replaceResource(model, before, bodyOf(model, sent))
        expectSame(replaceResource(model, after, bodyOf(model, sent)), after)
        // What is immutable may differ in case, and then stays as it was.
        expect(lowerCase(after)).toMatchObject(lowerCase(sent))
      } catch (error) {
        if (!(error instanceof ScimFault)) throw error
        expect(error.scimType).toBe('mutability')
      }
    })
    fc.assert(property, { numRuns })
  })
}

function lowerCase(resource: Resource): Record<string, unknown> {
  return JSON.parse(JSON.stringify(resource).toLowerCase())
}
