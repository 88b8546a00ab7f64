/** Worlds of their own behind one port, for a test or a teammate each: forks of the realms, in memory. */
import { realmOf } from '../fixtures/worlds.ts'
import type { Mount } from './answer.ts'
import type { Tuning } from './dialects/dialect.ts'
import type { Api, Keeper } from './mounts.ts'
import type { MemoryRealm } from './store/realm.ts'
import { UsageError } from './usage-error.ts'

export interface Sandbox {
  readonly id: string
  /** Where it begins: `/sandboxes/{id}`; behind it stands what stands behind the port otherwise. */
  readonly path: string
  readonly profile: string
  readonly mounts: ReadonlyMap<string, Mount>
}

export interface Sandboxes {
  /**
   * Opens a sandbox on the state as it is now; one that goes by this id begins anew.
   * @throws UsageError for an id or a profile that cannot be used.
   */
  open(id: string, tuning: Tuning): Sandbox
  /** @returns whether there was one. */
  close(id: string): boolean
  list(): readonly Sandbox[]
  /** What is mounted in the sandbox that a path lies in; undefined where it lies in none. */
  mountsAt(path: string): ReadonlyMap<string, Mount> | undefined
}

/** What a sandbox is made from. */
export interface Ground {
  /** How the APIs are played where a sandbox does not say otherwise. */
  readonly tuning: Tuning
  /** The APIs as they are to be played. */
  apis(tuning: Tuning): readonly Api[]
  realm(name: string): MemoryRealm
  mountIn(keeper: Keeper, apis: readonly Api[]): ReadonlyMap<string, Mount>
}

const FOLDER = '/sandboxes/'
/** Forks share what they have not changed; what they have changed is in memory. */
const MOST = 1000

export function createSandboxes(ground: Ground): Sandboxes {
  const open = new Map<string, Sandbox>()
  return {
    open: (id, tuning) => {
      refuseOddId(id)
      if (!open.has(id) && open.size >= MOST) {
        throw new UsageError(`there are ${MOST} sandboxes; close one first`)
      }
      const sandbox = build(id, { tuning, ground })
      open.set(id, sandbox)
      return sandbox
    },
    close: (id) => open.delete(id),
    list: () => [...open.values()],
    mountsAt: (path) => {
      if (!path.startsWith(FOLDER)) return undefined
      return open.get(path.slice(FOLDER.length).split('/')[0] ?? '')?.mounts
    },
  }
}

function build(id: string, { tuning: own, ground }: { tuning: Tuning; ground: Ground }): Sandbox {
  const tuning = { ...ground.tuning, ...own }
  const path = `${FOLDER}${id}`
  const apis = ground.apis(tuning).map((api) => ({ ...api, path: path + api.path }))
  const names = new Set(apis.map(({ name }) => realmOf(name)))
  const realms = new Map([...names].map((name) => [name, ground.realm(name).forkOfKept()]))
  const realm = (name: string) => realms.get(name) as MemoryRealm
  const commit = (name: string) => realm(name).commit()
  const keeper = { realm, commit, written: () => undefined }
  const mounts = ground.mountIn(keeper, apis)
  return { id, path, profile: tuning.profile ?? 'strict', mounts }
}

function refuseOddId(id: string): void {
  // Clients resolve "." and ".." in a URL before they send it.
  if (/^(?!\.{1,2}$)[A-Za-z0-9._~-]{1,100}$/.test(id)) return
  throw new UsageError(
    'the id of a sandbox is 1 to 100 letters, digits, ".", "_", "~" or "-", not "." or ".."',
  )
}
