/** Copy-on-write B-trees with texts for keys: a clone takes constant time, and neither sees the other's writes. */
import BTreeModule from 'sorted-btree'
import bulk from 'sorted-btree/extended/bulkLoad.js'

// The package is CommonJS: under ESM its default export is the module itself.
const BTree = BTreeModule.default

export type Tree<V> = InstanceType<typeof BTree<string, V>>

/** Says which of two keys comes first. */
export type Compare = (one: string, other: string) => number

const NODE_SIZE = 32

/** A node of a tree: the keys of a leaf, or the greatest keys of what is below. */
interface Node {
  readonly keys: readonly string[]
  readonly values: readonly unknown[]
  readonly children?: readonly Node[]
  size(): number
}

/** A tree without anything in it. */
export function emptyTree<V>(compare: Compare): Tree<V> {
  return new BTree<string, V>(undefined, compare, NODE_SIZE)
}

/** A tree of entries whose keys ascend. */
export function treeOf<V>(keys: string[], values: V[], compare: Compare): Tree<V> {
  return bulk.bulkLoad(keys, values, NODE_SIZE, compare)
}

/** A tree of keys alone, which ascend; it has no room for values. */
export function setOf(keys: string[], compare: Compare): Tree<undefined> {
  const { values } = rootOf(emptyTree(compare))
  // What a tree without values has in their place is told by its identity.
  const nothing = { length: keys.length, slice: () => values } as unknown as undefined[]
  return treeOf(keys, nothing, compare)
}

/** How many keys come before this one, in the time that a look-up takes. */
export function rank<V>(tree: Tree<V>, key: string, compare: Compare): number {
  let node = rootOf(tree)
  let before = 0
  while (node.children) {
    const at = lowerBound(node.keys, key, compare)
    for (let left = 0; left < at; left++) before += node.children[left]?.size() ?? 0
    const next = node.children[at]
    if (!next) return before
    node = next
  }
  return before + lowerBound(node.keys, key, compare)
}

/** The key before which so many come; undefined when there are no more. */
export function keyAt<V>(tree: Tree<V>, place: number): string | undefined {
  let node = rootOf(tree)
  let left = place
  if (left < 0) return undefined
  while (node.children) {
    let at = 0
    for (let size = sizeOf(node, at); left >= size; size = sizeOf(node, at)) {
      left -= size
      at++
    }
    const next = node.children[at]
    if (!next) return undefined
    node = next
  }
  return node.keys[left]
}

/** Beyond the last child there is all the room in the world. */
function sizeOf({ children }: Node, at: number): number {
  return children?.[at]?.size() ?? Number.POSITIVE_INFINITY
}

function lowerBound(keys: readonly string[], key: string, compare: Compare): number {
  let [least, most] = [0, keys.length]
  while (least < most) {
    const middle = (least + most) >>> 1
    if (compare(keys[middle] as string, key) < 0) least = middle + 1
    else most = middle
  }
  return least
}

/** The package counts what is below each node and tells nobody, which is why it is pinned. */
function rootOf(tree: unknown): Node {
  return (tree as { readonly _root: Node })._root
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
