import { expect, test } from '@playwright/test'
import type { Operation } from '../specs/read.ts'
import { readBody } from './requests.ts'

const operation = {
  body: { required: true, mediaTypes: ['application/json'], check: () => [] },
} as unknown as Operation

const bodies = [
  '{"password": "hunter2"',
  '{"password": "hunter2" x',
  '{"password": hunter2}',
  '{"password": "hunter2",}',
  "{'password': 'hunter2'}",
  'hunter2',
  '"hunter2',
  '{"a": "hunter2, "b"}',
]

for (const body of bodies) {
  test(`the refusal of ${body} does not quote it`, () => {
    const headers = { 'content-type': 'application/json' }
    const read = () => readBody(operation, { headers } as never, Buffer.from(body))
    expect(read).toThrow(/^the body is not JSON: \S/)
    expect(read).not.toThrow(/unter2/)
  })
}
