import type { Reader } from '../directory/realm.ts'

const make = Symbol('make')

/** The items of a list that may be as long as a table: they are made as they are sent. */
export interface Items {
  readonly [make]: (realm: Reader) => Iterable<unknown>
}

/** Stands in a body, or for it, where the list is to be. The items are read from the realm given. */
export function items<R>(
  rows: (realm: Reader) => Iterable<R>,
  render: (row: R, realm: Reader) => unknown,
): Items {
  return {
    *[make](realm) {
      for (const row of rows(realm)) yield render(row, realm)
    },
  }
}

export function isItems(value: unknown): value is Items {
  return typeof value === 'object' && value !== null && make in value
}

export function itemsIn(realm: Reader, list: Items): Iterable<unknown> {
  return list[make](realm)
}
