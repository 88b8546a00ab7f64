import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { test } from './command.test.kit.ts'

const misuses: readonly [args: string, want: string][] = [
  ['test hub --target mock', 'mock is compared with another --target; give one'],
  [
    'test hub --target mock --target mock --target mock',
    'hub has more than two targets, and two are compared',
  ],
  [
    'test hub --target mock --target mock --referee',
    '--referee judges one target, and two are compared',
  ],
  [
    'test hub --target mock --target mock --shard 1/2',
    'a comparison needs both sides in one run: leave out --shard',
  ],
]

for (const [args, want] of misuses) {
  test(`rehearsal ${args} exits with 2 and says why`, async ({ terminal }) => {
    const { code, stderr } = await terminal.run(args.split(' '))
    expect([code, stderr]).toEqual([2, expect.stringContaining(want)])
  })
}

test('the second of two targets has to be there, and nothing is played when it is not', async ({
  terminal,
}) => {
  const gone = 'http://127.0.0.1:1'
  const { code, stderr } = await terminal.run(['test', 'hub', '--target', 'mock', '--target', gone])
  expect([code, stderr]).toEqual([3, expect.stringContaining(`${gone} cannot be reached`)])
})

test('a ledger that is no JSON is bad usage, and is left as it is', async ({ terminal }) => {
  const file = join(terminal.folder, 'rehearsal.parity.json')
  await writeFile(file, '<<<<<<< ours')
  const { code, stderr } = await terminal.run('test hub --target mock --target mock'.split(' '))
  expect([code, stderr]).toEqual([2, expect.stringContaining(`${file} is no ledger`)])
  expect(await readFile(file, 'utf8')).toBe('<<<<<<< ours')
})
