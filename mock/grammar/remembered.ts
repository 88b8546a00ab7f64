/** The same function for things that never change: what it makes of one is worked out once. */
export function remembered<K extends WeakKey, V extends {}>(make: (from: K) => V): (from: K) => V {
  const known = new WeakMap<K, V>()
  return (from) => {
    const before = known.get(from)
    if (before !== undefined) return before
    const made = make(from)
    known.set(from, made)
    return made
  }
}
