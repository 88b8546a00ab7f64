import { expect, test } from '#test'
import { Groups, type Sink } from './groups.ts'

function gathering(write: Sink['write']) {
  const events: string[] = []
  const groups = new Groups({
    write: (lines) => {
      events.push(lines)
      return write(lines)
    },
    kept: () => events.push('kept'),
    lost: () => events.push('lost'),
  })
  return { groups, events }
}

const down = () => {
  throw new Error('the disk is full')
}

test('what comes before a write is in it, and what comes during one is in the next', async () => {
  let end = () => {}
  const { groups, events } = gathering(() => new Promise<void>((resolve) => (end = resolve)))
  groups.add('1')
  groups.add('2')
  const first = groups.written()
  await expect.poll(() => events).toEqual(['12'])
  groups.add('3')
  const second = groups.written()
  expect(second).not.toBe(first)
  end()
  await first
  await expect.poll(() => events).toEqual(['12', 'kept', '3'])
  end()
  await second
  expect(events).toEqual(['12', 'kept', '3', 'kept'])
  expect(groups.written()).toBeUndefined()
})

test('a write that fails fails for everything in it, and the next one is tried again', async () => {
  let full = true
  const { groups, events } = gathering(() => (full ? down() : undefined))
  groups.add('1')
  groups.add('2')
  await expect(groups.written()).rejects.toThrow('the disk is full')
  full = false
  groups.add('3')
  await groups.written()
  expect(events).toEqual(['12', 'lost', '3', 'kept'])
})

test('what was gathered during a write that fails is refused and not written', async () => {
  let fail = (_: Error) => {}
  const { groups, events } = gathering(() => new Promise<void>((_, reject) => (fail = reject)))
  groups.add('1')
  const first = groups.written()
  await expect.poll(() => events).toEqual(['1'])
  groups.add('2')
  const second = groups.written()
  fail(new Error('the disk is full'))
  await expect(first).rejects.toThrow('full')
  await expect(second).rejects.toThrow('full')
  expect(events).toEqual(['1', 'lost'])
  expect(groups.written()).toBeUndefined()
})

test('what is discarded is not written, and whoever waits for it is let go', async () => {
  const { groups, events } = gathering(() => undefined)
  groups.add('old')
  const waiting = groups.written()
  groups.discard()
  groups.add('new')
  await waiting
  await groups.written()
  expect(events).toEqual(['new', 'kept'])
})
