/** The structure of the repository: which way imports point, how long files are, what is named alike. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from '#test'

const root = dirname(fileURLToPath(import.meta.resolve('rehearsal/package.json')))
const folders = ['specs', 'fixtures', 'mock', 'contracts']
const files = folders.flatMap((folder) => sources(join(root, folder))).sort()
/** Tests beside the mock's code set up what the code itself may not reach. */
const product = files.filter((file) => !/^mock\/.*\.test(\.kit)?\.ts$/.test(file))

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => relative(root, join(folder, file)))
}

/** What a file may import of ours, by the longest folder that holds it. `node` and `packages` stand for theirs. */
const arrows: Record<string, readonly string[]> = {
  specs: ['specs', 'node', 'packages'],
  fixtures: ['fixtures', 'node', 'packages'],
  'mock/directory': ['mock/directory'],
  'mock/grammar': ['mock/grammar'],
  'mock/dialects': ['mock/dialects', 'mock/directory', 'mock/grammar'],
  'mock/store': ['mock/store', 'mock/directory', 'node', 'packages'],
  // The command line runs the suite too; the server below it knows nothing of one.
  'mock/commands': ['mock', 'contracts', 'specs', 'fixtures', 'node', 'packages'],
  // It meets ours as it meets the peers: over HTTP.
  'mock/bench': ['mock/bench', 'node', 'packages'],
  mock: ['mock', 'specs', 'fixtures', 'node', 'packages'],
  contracts: ['contracts', 'specs', 'fixtures', 'node', 'packages'],
}

const pure = ['mock/directory', 'mock/grammar', 'mock/dialects']

interface Import {
  readonly from: string
  readonly typeOnly: boolean
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(root, file), 'utf8')
  const statements = text.matchAll(/^(?:import|export)\s([^'"]*?\sfrom\s)?'([^']+)'/gm)
  const dynamic = text.matchAll(/\bimport\('([^']+)'\)/g)
  return [
    ...Array.from(statements, ([, clause = '', from = '']) => ({
      from,
      typeOnly: clause.startsWith('type '),
    })),
    ...Array.from(dynamic, ([, from = '']) => ({ from, typeOnly: false })),
  ]
}

function homeOf(file: string): string {
  const homes = Object.keys(arrows).filter((folder) => file.startsWith(`${folder}/`))
  return homes.sort((one, other) => other.length - one.length)[0] ?? ''
}

function targetOf(file: string, from: string): string {
  if (from.startsWith('node:')) return 'node'
  return from.startsWith('.') ? join(dirname(file), from) : 'packages'
}

for (const [home, allowed] of Object.entries(arrows)) {
  test(`${home} imports from ${allowed.join(', ')} and nothing else`, () => {
    const inside = product.filter((file) => homeOf(file) === home)
    const strays = inside.flatMap((file) =>
      importsOf(file)
        .map(({ from }) => ({ file, target: targetOf(file, from) }))
        .filter(({ target }) => !allowed.some((each) => `${target}/`.startsWith(`${each}/`))),
    )
    expect({ files: inside.length > 0, strays }).toEqual({ files: true, strays: [] })
  })
}

test('no file of the suite leads back to itself, by types neither', () => {
  const suite = files.filter((file) => file.startsWith('contracts/'))
  const imports = suite.map(
    (file) => [file, importsOf(file).map(({ from }) => targetOf(file, from))] as const,
  )
  // Whoever leads to nobody who is left is in no circle.
  let left = new Map(imports)
  for (let before = 0; before !== left.size; ) {
    before = left.size
    left = new Map([...left].filter(([, targets]) => targets.some((one) => left.has(one))))
  }
  expect({ files: suite.length > 0, left: [...left.keys()] }).toEqual({ files: true, left: [] })
})

test('a dialect reaches into no other dialect', () => {
  const strays = product
    .filter((file) => /^mock\/dialects\/[^/]+\//.test(file))
    .flatMap((file) => importsOf(file).map(({ from }) => ({ file, target: targetOf(file, from) })))
    .filter(({ file, target }) => target.split('/')[3] && !target.startsWith(`${dirname(file)}/`))
    .filter(({ target }) => target.startsWith('mock/dialects/'))
  expect(strays).toEqual([])
})

test('the store knows of the directory nothing but types', () => {
  const values = product
    .filter((file) => file.startsWith('mock/store/'))
    .flatMap((file) => importsOf(file))
    .filter(({ from, typeOnly }) => from.includes('/directory/') && !typeOnly)
  expect(values).toEqual([])
})

test('directory, grammar and dialects never wait', () => {
  const waiting = product
    .filter((file) => pure.some((folder) => file.startsWith(`${folder}/`)))
    .filter((file) => /\bawait\b|\basync\b/.test(code(file)))
  expect(waiting).toEqual([])
})

test('no file is longer than 250 lines, and none lies deeper than three folders', () => {
  const long = files.filter(
    (file) => readFileSync(join(root, file), 'utf8').split('\n').length > 251,
  )
  const deep = files.filter((file) => file.split('/').length > 4)
  expect({ long, deep }).toEqual({ long: [], deep: [] })
})

test('no test is one of Playwright with a browser, which sets up thirty options for each', () => {
  const heavy = /^import \{[^}]*\btest\b[^}]*\} from '@playwright\/test'/m
  expect(files.filter((file) => heavy.test(readFileSync(join(root, file), 'utf8')))).toEqual([])
})

test('every scenario of SCIM is of a tier, basic or edge', () => {
  const tierless = files
    .filter((file) => /^contracts\/apis\/scim\..*\.spec\.ts$/.test(file))
    .flatMap((file) => {
      const text = readFileSync(join(root, file), 'utf8')
      const heads = text.matchAll(/^ *test\((?:'(?:[^'\\]|\\.)*'|`[^`]*`),(?!\s*\{\s*tag\b)/gm)
      return Array.from(heads, ([head]) => `${file}: ${head}`)
    })
  expect(tierless).toEqual([])
})

const apis = product
  .filter((file) => /^mock\/dialects\/[^/]+\/dialect\.ts$/.test(file))
  .map((file) => basename(dirname(file)))

const faces = readdirSync(join(root, 'specs'))
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => basename(file, '.yaml'))

for (const api of apis) {
  test(`${api} is one name, found in a spec, a fixture, a dialect and a driver`, () => {
    const own = faces.filter((face) => face.split('.')[0] === api)
    const places = [`fixtures/${api}.json`, ...own.map((face) => `contracts/drivers/${face}.ts`)]
    expect(own.length).toBeGreaterThan(0)
    expect(places.filter((place) => existsSync(join(root, place)))).toEqual(places)
  })
}

test('the directory names no API', () => {
  const names = new RegExp(apis.join('|'), 'i')
  const talking = product
    .filter((file) => file.startsWith('mock/directory/'))
    .filter((file) => names.test(readFileSync(join(root, file), 'utf8')))
  expect({ apis: apis.length > 0, talking }).toEqual({ apis: true, talking: [] })
})

/** A file without its comments. */
function code(file: string): string {
  return readFileSync(join(root, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')
}
