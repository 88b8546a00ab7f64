/** Copy-on-write B-trees with texts for keys: a clone takes constant time, and neither sees the other's writes. */
import BTreeModule from 'sorted-btree'
import bulk from 'sorted-btree/extended/bulkLoad.js'

// The package is CommonJS: under ESM its default export is the module itself.
const BTree = BTreeModule.default

export type Tree<V> = InstanceType<typeof BTree<string, V>>

/** Says which of two keys comes first. */
export type Compare = (one: string, other: string) => number

const NODE_SIZE = 32

/** A tree without anything in it. */
export function emptyTree<V>(compare: Compare): Tree<V> {
  return new BTree<string, V>(undefined, compare, NODE_SIZE)
}

/** A tree of entries whose keys ascend. */
export function treeOf<V>(keys: string[], values: V[], compare: Compare): Tree<V> {
  return bulk.bulkLoad(keys, values, NODE_SIZE, compare)
}

/** Whether each key is greater than the one before. */
export function ascends(keys: readonly string[], compare: Compare): boolean {
  return keys.every((key, at) => at === 0 || compare(keys[at - 1] as string, key) < 0)
}

export function byText(one: string, other: string): number {
  return one < other ? -1 : Number(one > other)
}

/** Shorter identifiers first, so that numbers stand in the order of their value. */
export function byPlace(one: string, other: string): number {
  return one.length - other.length || byText(one, other)
}
