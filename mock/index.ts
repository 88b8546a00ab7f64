import { type Strictness, strictnesses } from './callers.ts'
import { type Mock, type Settings, startMock } from './server.ts'
import { UsageError } from './usage-error.ts'

export type { Mock, Settings }

/**
 * A mock for a test: on a free port, in memory, with every API and the people of the fixtures.
 * `await using mock = await createMock()` ends it with the block.
 * @throws UsageError when a setting or an API is unknown, and SpecError when a spec cannot be used.
 */
export async function createMock(
  settings: Partial<Settings> = {},
): Promise<Mock & AsyncDisposable> {
  refuseOdd(settings)
  const mock = await startMock({ ...defaults, ...settings })
  return Object.assign(mock, { [Symbol.asyncDispose]: () => mock.close() })
}

const defaults: Settings = {
  apis: [],
  host: '127.0.0.1',
  port: 0,
  auth: 'lenient',
  db: undefined,
  choice: {},
  cors: true,
  delay: [0, 0],
  specs: new Map(),
  tuning: {},
}

const optional: readonly (keyof Settings)[] = ['durability', 'foldAfter', 'progress']

/** Tests are often JavaScript, where no type says that a setting is misspelt. */
function refuseOdd(settings: Readonly<Record<string, unknown>>): void {
  const known: readonly string[] = [...Object.keys(defaults), ...optional]
  const stranger = Object.keys(settings).find((name) => !known.includes(name))
  if (stranger !== undefined) {
    throw new UsageError(`no setting is called ${stranger}; there are ${known.join(', ')}`)
  }
  const { apis = [], auth = 'lenient' } = settings
  if (!Array.isArray(apis)) throw new UsageError('apis is a list of names, such as ["scim"]')
  if (!strictnesses.includes(auth as Strictness)) {
    throw new UsageError(`auth is ${strictnesses.join(', ')}, and not ${String(auth)}`)
  }
}
