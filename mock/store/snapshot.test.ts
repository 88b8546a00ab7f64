import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test as base, expect, expectSame } from '#test'
import { DamagedState } from './damage.ts'
import { type Snapshot, SnapshotFile, type Stored } from './snapshot.ts'

const test = base.extend<{ file: string }>({
  file: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'snapshot-'))
    await use(join(folder, 'state.json'))
    await rm(folder, { recursive: true })
  },
})

const header = { journal: 3, seeds: { one: 'fixture', 'ä "b"': 'generated (5 users)' } }

const rows: readonly Stored[] = [
  ['one', 'notes', { id: '1' }],
  ['one', 'notes', { id: 'ß', text: 'a\nb\r\nc', nested: { list: [1, null, true] } } as Stored[2]],
]

/** Both what is read, and whether it is wanted: the rows come as an iterable. */
async function readBack(file: string): Promise<Snapshot | undefined> {
  const found = await new SnapshotFile(file).read()
  return found ? { header: found.header, rows: [...found.rows] } : undefined
}

async function faultOf(file: string): Promise<Error | undefined> {
  return readBack(file).then(
    () => undefined,
    (error: Error) => error,
  )
}

test('where there is no file, there is no snapshot', async ({ file }) => {
  expect(await new SnapshotFile(file).read()).toBeNull()
})

test('a snapshot comes back as it was written, and is one JSON document', async ({ file }) => {
  await new SnapshotFile(file).write({ header, rows })
  expect(await readBack(file)).toEqual({ header, rows })
  expect(JSON.parse(readFileSync(file, 'utf8'))).toHaveLength(rows.length + 2)
})

test('a snapshot without rows comes back', async ({ file }) => {
  const empty = { header: { journal: 1, seeds: {} }, rows: [] }
  await new SnapshotFile(file).write(empty)
  expect(await readBack(file)).toEqual(empty)
})

// Readers of lines differ in which of these they take for the end of one.
const breaks = ['\u2028', '\u2029', '\u0085', '\v', '\f', '\r', '\0', '\ud800', '\ufeff', ',]']

for (const text of breaks) {
  test(`a text with ${JSON.stringify(text)} comes back`, async ({ file }) => {
    const row = { id: `1${text}`, text: `${text}a${text}` }
    await new SnapshotFile(file).write({ header, rows: [['one', 'notes', row]] })
    expect(await readBack(file)).toEqual({ header, rows: [['one', 'notes', row]] })
  })
}

test('rows beyond the size of one chunk come back, also with a letter across its edge', async ({
  file,
}) => {
  const many = Array.from({ length: 3000 }, (_, at): Stored => {
    return ['one', 'notes', { id: `${at}`, text: '漢'.repeat(100 + (at % 7)) } as Stored[2]]
  })
  await new SnapshotFile(file).write({ header, rows: many })
  expect(await readBack(file)).toEqual({ header, rows: many })
})

test('every truncation is found, and the file is left as it is', async ({ file }) => {
  await new SnapshotFile(file).write({ header, rows })
  const whole = readFileSync(file)
  // The very last byte is a line end that holds nothing.
  for (let length = 0; length < whole.length - 1; length++) {
    writeFileSync(file, whole.subarray(0, length))
    const fault = await faultOf(file)
    expect(fault, `cut after ${length} bytes`).toBeInstanceOf(DamagedState)
    expect(fault?.message).toContain(file)
    expect(readFileSync(file).length).toBe(length)
  }
})

test('every flipped bit is found, and the file is left as it is', async ({ file }) => {
  await new SnapshotFile(file).write({ header, rows })
  const whole = readFileSync(file)
  const missed: string[] = []
  for (let at = 0; at < whole.length; at++) {
    for (const flip of [0x01, 0x20, 0x80]) {
      const damaged = Buffer.from(whole)
      damaged[at] = (damaged[at] ?? 0) ^ flip
      writeFileSync(file, damaged)
      if (!((await faultOf(file)) instanceof DamagedState)) missed.push(`byte ${at} ^ ${flip}`)
      expectSame(readFileSync(file).equals(damaged), true)
    }
  }
  expect(missed).toEqual([])
})

test('damage that leaves every line readable is told by the checksum', async ({ file }) => {
  await new SnapshotFile(file).write({ header, rows })
  writeFileSync(file, readFileSync(file, 'utf8').replace('"id":"1"', '"id":"2"'))
  expect((await faultOf(file))?.message).toContain('line 4: what stands before it has been altered')
})

const strangers = [
  '',
  '\n',
  '{}',
  '[]',
  'null',
  '[null,\n',
  '[1,\nnull]\n',
  '[{"format":"rehearsal-state-0"},\n{"checksum":0}]\n',
  '{\n  "users": []\n}\n',
  '[{"format":"rehearsal-state-1","journal":1,"seeds":{}},\nnull,\n',
]

for (const text of strangers) {
  test(`${JSON.stringify(text)} is no state, and is left as it is`, async ({ file }) => {
    writeFileSync(file, text)
    expect(await faultOf(file)).toBeInstanceOf(DamagedState)
    expect(readFileSync(file, 'utf8')).toBe(text)
  })
}

test('two states behind each other are damage', async ({ file }) => {
  await new SnapshotFile(file).write({ header, rows })
  writeFileSync(file, Buffer.concat([readFileSync(file), readFileSync(file)]))
  expect((await faultOf(file))?.message).toContain('there is more after the end')
})

test('a write that fails on the way leaves the old state in its place', async ({ file }) => {
  await new SnapshotFile(file).write({ header, rows })
  const before = readFileSync(file)
  function* failing(): Generator<Stored> {
    yield* rows
    throw new Error('no more')
  }
  await expect(new SnapshotFile(file).write({ header, rows: failing() })).rejects.toThrow('no more')
  expect(readFileSync(file).equals(before)).toBe(true)
  await new SnapshotFile(file).write({ header, rows: [] })
  expect(await readBack(file)).toEqual({ header, rows: [] })
})

test('a written state stands alone in its folder and belongs to its owner alone', async ({
  file,
}) => {
  await new SnapshotFile(file).write({ header, rows })
  expect(readdirSync(dirname(file))).toEqual(['state.json'])
  expect(existsSync(`${file}.new`)).toBe(false)
})
