import { readFileSync } from 'node:fs'
import { expect, test } from '#test'

const bundle = readFileSync(new URL('../dist/mock/serve.bundle.js', import.meta.url), 'utf8')
/** esbuild says above each part which file it was. */
const parts = Array.from(
  bundle.matchAll(/^(?:\/\/| {2}") ?(\S*?\.js)"?/gm),
  ([, file = '']) => file,
)

test('all that serve loads at its start is one file', () => {
  const loaded = bundle.matchAll(/^import\s.*?from "([^"]+)"/gm)
  const others = Array.from(loaded, ([, from = '']) => from).filter((from) => !/^node:/.test(from))
  expect({ others, hasServer: parts.includes('dist/mock/server.js') }).toEqual({
    others: [],
    hasServer: true,
  })
})

test('what a start can do without is not in that file', () => {
  const heavy =
    /node_modules\/(ajv|jose|js-yaml|chokidar|@faker-js|@playwright)\/|^dist\/contracts\/\w+\//
  expect(parts.filter((file) => heavy.test(file))).toEqual([])
})
