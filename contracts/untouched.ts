import { expect } from '@playwright/test'
import type { Client } from './call.ts'
import type { Phrase } from './drivers/driver.ts'

/** Runs what must change nothing: what the phrases read is the same before and after, to the letter. */
export async function untouched(
  client: Client,
  phrases: readonly Phrase<unknown>[],
  act: () => Promise<unknown>,
): Promise<void> {
  const before = await read(client, phrases)
  await act()
  expect(await read(client, phrases), 'what a refused request must not change').toEqual(before)
}

async function read(client: Client, phrases: readonly Phrase<unknown>[]): Promise<unknown[]> {
  const bodies: unknown[] = []
  for (const { operation, call } of phrases) bodies.push((await client.send(operation, call)).body)
  return bodies
}
