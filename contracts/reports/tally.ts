/**
 * What a worker has sent and received, by name. A suite has tens of thousands of exchanges, so only
 * what is new is kept and written: the properties of all replies together are a small tree.
 */
import type { Exchange } from '../exchange.ts'
import { escaped } from './properties.ts'

/** What is new of an operation: names of parameters, and pointers with `*` for any index. */
export interface Tallied {
  readonly api: string
  readonly operation: string
  readonly status: number
  /** As `query filter`; those of an accepted request only, as is `sent`. */
  readonly parameters: readonly string[]
  readonly sent: readonly string[]
  readonly received: readonly string[]
}

interface Branch {
  readonly path: string
  readonly children: Map<string, Branch>
}

export interface Tally {
  /** @returns what is new in an exchange; undefined when nothing is. */
  note(exchange: Exchange): Tallied | undefined
}

/** What is keyed by identifiers has no end of names. */
const WIDTH = 400
const DEPTH = 16

export function createTally(): Tally {
  const roots = new Map<string, Branch>()
  const under = (key: string, value: unknown) => {
    const root = roots.get(key) ?? { path: '', children: new Map() }
    roots.set(key, root)
    return grow(root, value)
  }
  return {
    note: ({ api, operation, reply }) => {
      const { status, sent } = reply
      const key = `${api} ${operation}`
      const accepted = status < 400
      const tallied = {
        api,
        operation,
        status,
        parameters: accepted ? under(`${key} parameters`, parametersOf(sent)).map(unslashed) : [],
        sent: accepted ? under(`${key} sent`, bodyOf(sent)) : [],
        received: under(`${key} ${status}`, reply.body),
      }
      const { parameters, received } = tallied
      return parameters.length + tallied.sent.length + received.length > 0 ? tallied : undefined
    },
  }
}

/** Adds the properties of a value to a tree. @returns the paths that are new. */
function grow(node: Branch, value: unknown, depth = 0): string[] {
  if (typeof value !== 'object' || value === null || depth > DEPTH) return []
  const list = Array.isArray(value)
  const added: string[] = []
  for (const name of list ? value.keys() : Object.keys(value)) {
    let child = node.children.get(list ? '*' : String(name))
    if (!child) {
      if (node.children.size >= WIDTH) continue
      child = { path: `${node.path}/${list ? '*' : escaped(String(name))}`, children: new Map() }
      node.children.set(list ? '*' : String(name), child)
      if (!list) added.push(child.path)
    }
    const below = grow(child, (value as Record<string, unknown>)[name], depth + 1)
    if (below.length > 0) added.push(...below)
  }
  return added
}

function parametersOf({ url, headers }: Exchange['reply']['sent']): Record<string, true> {
  const found: Record<string, true> = { path: true }
  const at = url.indexOf('?')
  if (at >= 0) {
    for (const name of new URLSearchParams(url.slice(at)).keys()) found[`query ${name}`] = true
  }
  for (const name of Object.keys(headers)) found[`header ${name.toLowerCase()}`] = true
  return found
}

function unslashed(path: string): string {
  return path.slice(1).replaceAll('~1', '/').replaceAll('~0', '~')
}

function bodyOf({ body, headers }: Exchange['reply']['sent']): unknown {
  if (body === undefined) return undefined
  const type = Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type')
  if (type?.[1].includes('form')) return Object.fromEntries(new URLSearchParams(body))
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}
