import { type Mock, type Settings, startMock } from './server.ts'

export type { Mock, Settings }

/**
 * A mock for a test: on a free port, in memory, with every API and the people of the fixtures.
 * `await using mock = await createMock()` ends it with the block.
 * @throws when an API is unknown or a spec cannot be used.
 */
export async function createMock(
  settings: Partial<Settings> = {},
): Promise<Mock & AsyncDisposable> {
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
