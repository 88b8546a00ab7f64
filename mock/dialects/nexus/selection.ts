/** A reply with the fields that `select` names, and its id; without `select` it is whole. */
export function selected<T extends object>(
  whole: T,
  { select }: { readonly select?: readonly string[] },
): Partial<T> {
  if (select === undefined) return whole
  const entries = Object.entries(whole)
  const kept = entries.filter(([name]) => name === 'id' || select.includes(name))
  return Object.fromEntries(kept) as Partial<T>
}
