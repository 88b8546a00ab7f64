import { expect } from '@playwright/test'
import type { Entry } from './entry.ts'
import { notesIn } from './notes.ts'
import { test } from './watch.test.kit.ts'

const expectation = 'Error: \u001b[2mexpect(\u001b[22mreceived).toBe(expected)'

test('a breach that is known is noted, and the scenario goes on', async ({ shelf }) => {
  const { client, end, info } = shelf.begin([{}, { check: 'status_code_conformance' }])
  shelf.answer = { body: '[{},{}]' }
  expect((await client.send('getBooks')).body).toEqual([{}, {}])
  end()
  expect(info.expectedStatus).toBe('passed')
  expect(info.annotations.map(({ description }) => description)).toContain(
    'old books have no id (Ada, until 2026-11-27)',
  )
  expect(notesIn(shelf.folder)).toEqual([
    {
      api: 'shelf',
      title: 'shelf › books › are listed',
      status: 'passed',
      operations: ['getBooks'],
      cited: ['books-are-listed'],
      used: { 0: 2 },
      proposals: [],
    },
  ])
})

test('a breach that is not known fails beside one that is', async ({ shelf }) => {
  const { client, end, info } = shelf.begin([{ at: '/*/id' }])
  shelf.answer = { body: '[{},7]' }
  const sending = client.send('getBooks')
  await expect(sending).rejects.toThrow('/1 must be object')
  await expect(sending).rejects.not.toThrow('/0/id')
  end('ContractBroken: shelf: the reply to getBooks is not as documented')
  expect(info.expectedStatus).toBe('passed')
})

test('an entry past its day covers nothing, and is noted as needed', async ({ shelf }) => {
  const { client, end } = shelf.begin([{ expires: '2026-11-26' }])
  shelf.answer = { body: '[{}]' }
  await expect(client.send('getBooks')).rejects.toThrow('/0/id is missing')
  end('ContractBroken: shelf')
  expect(notesIn(shelf.folder)).toMatchObject([{ used: { 0: 1 } }])
})

const failures: readonly {
  why: string
  entries: readonly Partial<Entry>[]
  errors: readonly string[]
  want: 'passed' | 'failed'
}[] = [
  {
    why: 'its title is listed',
    entries: [{ check: 'shelf › books › are listed' }],
    errors: [expectation],
    want: 'failed',
  },
  {
    why: 'its promise is listed',
    entries: [{ check: 'books-are-listed', says: 'expect(received)' }],
    errors: [expectation],
    want: 'failed',
  },
  {
    why: 'it is listed for another operation',
    entries: [{ check: 'books-are-listed', operation: 'getBook' }],
    errors: [expectation],
    want: 'passed',
  },
  {
    why: 'the entry is past its day',
    entries: [{ check: 'books-are-listed', expires: '2026-11-26' }],
    errors: [expectation],
    want: 'passed',
  },
  {
    why: 'a breach is its error',
    entries: [{ check: 'books-are-listed' }],
    errors: ['ContractBroken: shelf: the reply to getBooks is not as documented'],
    want: 'passed',
  },
  {
    why: 'a breach is among its errors',
    entries: [{ check: 'books-are-listed' }],
    errors: [expectation, 'ContractBroken: shelf: the reply to getBooks is not as documented'],
    want: 'passed',
  },
  {
    why: 'no reply came',
    entries: [{ check: 'books-are-listed' }],
    errors: ['Unreachable: shelf: no reply to GET /books'],
    want: 'passed',
  },
  {
    why: 'one of two errors is listed',
    entries: [{ check: 'books-are-listed', says: 'expect(received)' }],
    errors: [expectation, 'Unexpected: shelf: getBooks should have answered 200'],
    want: 'passed',
  },
]

for (const { why, entries, errors, want } of failures) {
  const verdict = want === 'failed' ? 'is expected' : 'is red'
  test(`the failure of a scenario ${verdict} where ${why}`, async ({ shelf }) => {
    const { client, end, info } = shelf.begin(entries)
    await client.send('getBooks')
    end(...errors)
    expect(info.expectedStatus).toBe(want)
  })
}

test('a scenario that ends at a reply with a known wrong status is known too', async ({
  shelf,
}) => {
  const status = { check: 'status_code_conformance', says: '500 is not' }
  const { client, end, info } = shelf.begin([status])
  shelf.answer = { status: 500 }
  await client.send('getBooks')
  end(expectation)
  expect(info).toMatchObject({ status: 'failed', expectedStatus: 'failed' })
  const other = shelf.begin([status])
  await other.client.send('getBooks')
  shelf.answer = {}
  await other.client.send('getBooks')
  other.end(expectation)
  expect(other.info.expectedStatus).toBe('passed')
})

test('a scenario that ends at a known undue success is known too', async ({ shelf }) => {
  const { client, end, info } = shelf.begin([
    { operation: 'addBook', check: 'negative_data_rejection', at: 'request body/title' },
  ])
  shelf.answer = { status: 201, body: '' }
  await client.send('addBook', { body: {} })
  end('Unexpected: shelf: a missing title should have been refused with 400')
  expect(info.expectedStatus).toBe('failed')
})

test('a missing header hides nothing that comes after it, and fails the scenario at its end', async ({
  shelf,
}) => {
  const { client, end, info } = shelf.begin([])
  shelf.answer = { etag: '' }
  await client.send('getBooks')
  await client.send('getBooks')
  expect(() => end()).toThrow(
    /^shelf: the reply to getBooks is not as documented\n- response_headers.* etag is missing \(reply: header etag, document: .*, stated\)\n\n/,
  )
  expect(info.expectedStatus).toBe('passed')
  const known = shelf.begin([{ check: 'response_headers_conformance', at: 'header etag' }])
  await known.client.send('getBooks')
  known.end()
})

test('all breaches are proposed with what is behind them, and fail all the same', async ({
  shelf,
}) => {
  const { client, end, info } = shelf.begin([], 'new.yaml')
  shelf.answer = { status: 500 }
  await client.send('getBooks')
  shelf.answer = { body: '[{}]' }
  await client.send('getBooks')
  expect(() => end('Unexpected: shelf: there should have been a book')).toThrow(
    /^shelf: the reply to getBooks is not as documented\n- status.*\n- response_schema[\s\S]*\ncurl /,
  )
  expect(info.expectedStatus).toBe('passed')
  const [{ proposals } = { proposals: [] }] = notesIn(shelf.folder)
  expect(proposals.map(({ check, at, says }) => [check, at ?? says])).toEqual([
    ['status_code_conformance', '500 is not documented'],
    ['response_schema_conformance', '/*/id'],
    ['books-are-listed', 'there should have been a book'],
  ])
})

test('what is a finding is not proposed beside a breach that was let pass', async ({ shelf }) => {
  const { client, end } = shelf.begin([], 'new.yaml', { finding: true })
  shelf.answer = { etag: '' }
  await client.send('getBooks')
  expect(() => end('Unexpected: shelf: there should have been a book')).toThrow('etag is missing')
  const [{ proposals } = { proposals: [] }] = notesIn(shelf.folder)
  expect(proposals.map(({ check }) => check)).toEqual(['response_headers_conformance'])
})

test('where nothing is listed, nothing is noted', async ({ shelf }) => {
  const { client, end } = shelf.begin([])
  await client.send('getBooks')
  end()
  expect(notesIn(shelf.folder)).toEqual([])
})
