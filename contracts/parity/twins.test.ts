import { readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from '#test'
import { startServe } from '../prove/serving.ts'
import { compare } from './parity.test.kit.ts'

const root = dirname(fileURLToPath(import.meta.resolve('rehearsal/package.json')))
const faces = readdirSync(join(root, 'specs'))
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => file.replace('.yaml', ''))

for (const face of faces) {
  test(`a twin of the mock with other people in it does not differ in ${face}`, {
    tag: '@long',
  }, async () => {
    test.setTimeout(1_200_000)
    const cli = join(root, 'dist/mock/cli.js')
    const people = ['--seed', 'generated', '--users', '30', '--random-seed', '7']
    const twin = await startServe([process.execPath, cli], root, people)
    try {
      const { code, stdout, parity, ledger } = await compare([
        face,
        ...['--target', 'mock', '--target', twin.url, '--allow-writes'],
        ...['--', '--workers=2'],
      ])
      expect(parity?.differences, stdout.slice(-4000)).toEqual([])
      expect(parity?.wordings).toEqual([])
      expect(parity?.scenarios).toBeGreaterThan(50)
      expect(ledger).toContain(`"mock = mock"`)
      expect(code).toBe(0)
    } finally {
      twin.end()
    }
  })
}
