import { checkSchemas, readSpec, type Spec } from '../specs/read.ts'
import type { Mount } from './answer.ts'
import type { Door } from './callers.ts'
import type { Dialect, World } from './dialects/dialect.ts'
import { dialects } from './dialects/index.ts'
import { Failure } from './directory/failure.ts'
import { routes } from './routes.ts'
import type { Store } from './store/store.ts'
import { UsageError } from './usage-error.ts'

export interface Api {
  readonly name: string
  readonly dialect: Dialect
  readonly spec: Spec
  /** Whether the spec is another document than ours. */
  readonly replaced: boolean
  /** Where it is mounted: its name and the path part of its first server. */
  readonly path: string
}

/** The names of all APIs that can be played. */
export function playable(): string[] {
  return dialects.map(({ name }) => name)
}

/**
 * Reads the specs of the APIs asked for, all of them when none is named.
 * @throws UsageError for an unknown name or a behaviour that is missing, SpecError for a bad document.
 */
export function readApis(names: readonly string[], files: ReadonlyMap<string, string>): Api[] {
  const stranger = [...names, ...files.keys()].find((name) => !playable().includes(name))
  if (stranger !== undefined) {
    throw new UsageError(`no API is called ${stranger}; there are ${playable().join(', ')}`)
  }
  return dialects
    .filter(({ name }) => names.length === 0 || names.includes(name))
    .map((dialect) => {
      const { name } = dialect
      const spec = readSpec(name, files.get(name))
      const api = {
        name,
        dialect,
        spec,
        replaced: files.has(name),
        path: `/${name}${spec.basePath}`,
      }
      // Ours are checked by our tests.
      if (api.replaced) checkSchemas(spec)
      refuseGaps(api)
      return api
    })
}

/** Another team's document may know operations that we do not play; ours may not. */
function refuseGaps({ name, dialect, spec, replaced }: Api): void {
  if (replaced) return
  const documented = spec.operations.map(({ id }) => id)
  const missing = documented.filter((id) => !Object.hasOwn(dialect.behaviours, id))
  if (missing.length > 0) throw new UsageError(`${name}: no behaviour for [${missing.join(', ')}]`)
  const idle = Object.keys(dialect.behaviours).filter((id) => !documented.includes(id))
  if (idle.length > 0) throw new UsageError(`${name}: no operation for [${idle.join(', ')}]`)
}

/** An API, its realm and its door, ready to answer. */
export function mount(
  api: Api,
  store: Store,
  { door, world }: { door: Door; world: World },
): Mount {
  const { recognise } = api.dialect
  return {
    spec: api.spec,
    dialect: api.dialect,
    findRoute: routes(api.spec.operations),
    door: { ...door, issued: async (token) => recognise?.(store.realm(api.name), token, world) },
    world,
    realm: () => store.realm(api.name),
    commit: () => {
      try {
        store.commit(api.name)
      } catch (error) {
        const why = (error as Error).message
        throw new Failure('unavailable', `the change could not be written to disk: ${why}`)
      }
    },
  }
}
