import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from '#test'
import { type Serving, startServe } from '../prove/serving.ts'
import { divergences } from './divergences.test.kit.ts'
import { type Deployment, deploy } from './diverging.test.kit.ts'
import { compare } from './parity.test.kit.ts'

const root = dirname(fileURLToPath(import.meta.resolve('rehearsal/package.json')))

/** `npm test` plants these; `npm run prove` plants them all. */
const short = ['a stale member']

test.describe('a deployment of its own beside the mock', () => {
  let mock: Serving
  let deployment: Deployment
  test.beforeAll(async () => {
    mock = await startServe([process.execPath, join(root, 'dist/mock/cli.js')], root)
    deployment = await deploy(mock.url)
  })
  test.afterAll(async () => {
    deployment.close()
    await mock.end()
  })
  for (const { name, scenario, at, verdict, diverge } of divergences) {
    const tag = short.includes(name) ? '@short' : '@long'
    test(`${name} is found: ${verdict}`, { tag }, async () => {
      test.setTimeout(120_000)
      deployment.plant(diverge())
      const { code, stdout, parity, ledger } = await compare([
        'scim.v2',
        ...[
          '--target',
          `scim.v2=${mock.url}/scim/v2`,
          '--target',
          `scim.v2=${deployment.url}/scim/v2`,
        ],
        ...['--allow-writes', '--', '--workers=1', '--grep', `${escaped(scenario)}( @\\w+)*$`],
      ])
      const found = parity?.differences.map(({ operation, pointer, verdict }) => ({
        at: `${operation} ${pointer}`,
        verdict,
      }))
      expect(found, stdout).toContainEqual({ at, verdict })
      expect(found?.filter((one) => /A|both$/.test(one.verdict))).toEqual([])
      expect(stdout).toContain(`\n  ${verdict}: scim.v2 ${at} (`)
      expect(ledger, 'a run of a part says too little').toBeUndefined()
      expect(code).toBe(verdict === 'both keep the contract' ? 4 : 1)
    })
  }
})

test('at least thirty divergences are planted', () => {
  expect(new Set(divergences.map(({ name }) => name)).size).toBeGreaterThanOrEqual(30)
})

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
