/** The part of JSON Patch, RFC 6902, that adds, removes and replaces. */
import { parsePointer } from './json-pointer.ts'

export type PatchOperation =
  | { readonly op: 'add' | 'replace'; readonly path: string; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: string }

/** An operation that does not fit the document; `path` is its own. */
export class PatchError extends Error {
  override readonly name = 'PatchError'
  readonly path: string

  constructor(path: string, fault: string) {
    super(`${JSON.stringify(path)} ${fault}`)
    this.path = path
  }
}

/**
 * The document after all operations, in their order; the one given stays as it was.
 * @throws PatchError when one does not fit, PointerSyntaxError for a path that is no pointer.
 */
export function applyPatch(document: unknown, operations: readonly PatchOperation[]): unknown {
  return operations.reduce<unknown>(
    (current, operation) => applied(current, operation, parsePointer(operation.path)),
    document,
  )
}

function applied(target: unknown, operation: PatchOperation, parts: readonly string[]): unknown {
  const [part, ...rest] = parts
  if (part === undefined) return whole(operation)
  if (Array.isArray(target)) return inArray(target, operation, { part, rest })
  if (typeof target !== 'object' || target === null) {
    throw new PatchError(operation.path, 'leads into what is neither an object nor an array')
  }
  return inObject(target as Readonly<Record<string, unknown>>, operation, { part, rest })
}

interface Place {
  readonly part: string
  readonly rest: readonly string[]
}

function whole(operation: PatchOperation): unknown {
  if (operation.op === 'remove') throw new PatchError(operation.path, 'is the whole document')
  return operation.value
}

function inObject(
  target: Readonly<Record<string, unknown>>,
  operation: PatchOperation,
  { part, rest }: Place,
): unknown {
  const entries = Object.entries(target)
  const index = entries.findIndex(([name]) => name === part)
  const adds = operation.op === 'add' && rest.length === 0
  if (index < 0 && !adds) throw new PatchError(operation.path, 'leads to nothing that is there')
  if (operation.op === 'remove' && rest.length === 0) {
    return Object.fromEntries(entries.toSpliced(index, 1))
  }
  const value = applied(index < 0 ? undefined : entries[index]?.[1], operation, rest)
  // Entries, so that __proto__ is a name like any other.
  return Object.fromEntries(
    index < 0 ? [...entries, [part, value]] : entries.with(index, [part, value]),
  )
}

function inArray(
  target: readonly unknown[],
  operation: PatchOperation,
  { part, rest }: Place,
): unknown {
  const inserts = operation.op === 'add' && rest.length === 0
  const index = part === '-' && inserts ? target.length : indexOf(part)
  if (index === undefined || index >= target.length + Number(inserts)) {
    throw new PatchError(operation.path, 'leads to no element of the array')
  }
  if (inserts) return target.toSpliced(index, 0, applied(undefined, operation, rest))
  if (operation.op === 'remove' && rest.length === 0) return target.toSpliced(index, 1)
  return target.with(index, applied(target[index], operation, rest))
}

/** Section 4 of RFC 6901: digits without a leading zero. */
function indexOf(part: string): number | undefined {
  return /^(0|[1-9]\d*)$/.test(part) ? Number(part) : undefined
}
