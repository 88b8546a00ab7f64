import { realmOf } from '../fixtures/worlds.ts'
import { withApplicationHeader } from '../specs/application-header.ts'
import { checkSchemas, readSpec, type Spec } from '../specs/read.ts'
import type { Mount } from './answer.ts'
import type { Door } from './callers.ts'
import type { Dialect, Tuning, World } from './dialects/dialect.ts'
import { dialects } from './dialects/index.ts'
import { Failure } from './directory/failure.ts'
import { remembered } from './grammar/remembered.ts'
import { routes } from './routes.ts'
import type { MemoryRealm } from './store/realm.ts'
import { UsageError } from './usage-error.ts'

export interface Api {
  readonly name: string
  readonly dialect: Dialect
  readonly spec: Spec
  /** Whether the spec is another document than ours. */
  readonly replaced: boolean
  /** Where it is mounted: the name of its realm and the path part of its first server. */
  readonly path: string
}

/** The names of all APIs that can be played. */
export function playable(): string[] {
  return dialects.map(({ name }) => name)
}

/** Whether an API goes by this name; that of an API with several faces means each of them. */
function isCalled({ name }: Pick<Api, 'name'>, asked: string): boolean {
  return name === asked || realmOf(name) === asked
}

/**
 * Reads the specs of the APIs asked for, all of them when none is named.
 * @throws UsageError for an unknown name, profile or schema, or a behaviour that is missing, SpecError for a bad document.
 */
export function readApis(
  names: readonly string[],
  files: ReadonlyMap<string, string>,
  tuning: Tuning = {},
): Api[] {
  refuseStranger(names, files)
  return dialects
    .filter((each) => names.length === 0 || names.some((name) => isCalled(each, name)))
    .map((each) => {
      const { name } = each
      const dialect = tuned(each, tuning)
      const document = readSpec(name, files.get(name))
      const spec = withApplicationHeader(document, tuning.applicationTokenHeader)
      const api = {
        name,
        dialect,
        spec,
        replaced: files.has(name),
        path: `/${realmOf(name)}${spec.basePath}`,
      }
      // Ours are checked by our tests.
      if (api.replaced) checkSchemas(spec)
      refuseGaps(api)
      return api
    })
}

function refuseStranger(names: readonly string[], files: ReadonlyMap<string, string>): void {
  const stranger =
    names.find((name) => !dialects.some((each) => isCalled(each, name))) ??
    [...files.keys()].find((name) => !playable().includes(name))
  if (stranger === undefined) return
  throw new UsageError(`no API is called ${stranger}; there are ${playable().join(', ')}`)
}

function tuned(dialect: Dialect, tuning: Tuning): Dialect {
  try {
    return dialect.tune?.(tuning) ?? dialect
  } catch (error) {
    if (error instanceof Failure) throw new UsageError(error.message)
    throw error
  }
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

/** Who keeps realms: the store, or a sandbox. */
export interface Keeper {
  realm(name: string): MemoryRealm
  /** Makes the changes of a realm last; when it throws they do not. */
  commit(name: string): void
  /** Settled when what was committed is written; undefined when nothing is waited for. */
  written(): Promise<void> | undefined
}

/** Sandboxes that are played alike share their routes as they share their specs. */
const routesOf = remembered(routes)

/** An API, its realm and its door, ready to answer. */
export function mount(
  api: Api,
  keeper: Keeper,
  { door, world }: { door: Door; world: World },
): Mount {
  const { recognise } = api.dialect
  const name = realmOf(api.name)
  const realm = () => keeper.realm(name)
  return {
    spec: api.spec,
    dialect: api.dialect,
    findRoute: routesOf(api.spec.operations),
    door: recognise ? { ...door, issued: (token) => recognise(realm(), token, world) } : door,
    world,
    realm,
    commit: () => keeper.commit(name),
    written: () => keeper.written()?.catch(unwritten),
  }
}

function unwritten(error: Error): never {
  throw new Failure('unavailable', `the change could not be written to disk: ${error.message}`)
}
