/** A target that asks to be left alone is, by all workers, up to a limit. */
import { expect } from '@playwright/test'
import { admit, pause } from './admission.ts'
import { newAccount } from './ledger.ts'
import { request, type Said, test } from './road.test.kit.ts'

const SOON = { 'retry-after': '7' }

test('429 is waited for and the request sent again, by other workers too', async ({
  deployment,
}) => {
  const answers: Said[] = [{ status: 429, headers: SOON }]
  deployment.answer = () => answers.shift() ?? {}
  const [one, other] = [deployment.worker(), deployment.worker()]
  const create = { ...request(deployment, 'POST'), body: '{}' }
  expect((await one.send(create, { creates: 1 })).status).toBe(200)
  expect(deployment.elapsed()).toBe(7000)
  answers.push({ status: 429, headers: SOON })
  const both = [one, other].map((worker) => worker.send(request(deployment)))
  expect((await Promise.all(both)).map(({ status }) => status)).toEqual([200, 200])
  expect(deployment.account()).toMatchObject({ created: 1, pauses: 2, waited: { tests: 14_000 } })
})

test('while one waits nobody else is let through to that origin', () => {
  const account = newAccount()
  const asked = { target: 'http://a/hub', origin: 'http://a', now: 1000 }
  const limits = { maxWait: 60_000, settle: 0 }
  expect(pause(account, 500, {}, { maxWait: 600, asked })).toEqual({ wait: 500 })
  const later = { ...asked, now: 1200 }
  expect(admit(account, {}, limits, later)).toEqual({ go: false, wait: 300 })
  expect(admit(account, { cleaning: true }, limits, later)).toEqual({ go: false, wait: 300 })
  expect(admit(account, {}, limits, { ...later, origin: 'http://b' })).toMatchObject({ go: true })
  // Of what is waited anyway nothing is counted twice.
  expect(pause(account, 400, {}, { maxWait: 600, asked: later })).toEqual({ wait: 400 })
  expect(account.waited.tests).toBe(600)
  expect(pause(account, 401, {}, { maxWait: 600, asked: later })).toHaveProperty('never')
  expect(admit(account, {}, limits, { ...asked, now: 1600 })).toEqual({ go: true, wait: 0 })
})

test('503 with a date is waited for, and without Retry-After it is the answer', async ({
  deployment,
}) => {
  const date = new Date(Date.now() + 20_000).toUTCString()
  const answers: Said[] = [{ status: 503, headers: { 'retry-after': date } }]
  deployment.answer = () => answers.shift() ?? {}
  const worker = deployment.worker()
  expect((await worker.send(request(deployment))).status).toBe(200)
  expect(deployment.elapsed()).toBeGreaterThan(15_000)
  answers.push({ status: 503 })
  expect((await worker.send(request(deployment))).status).toBe(503)
})

test('a 429 that says nothing is waited for longer each time', async ({ deployment }) => {
  const answers: Said[] = Array.from({ length: 3 }, () => ({ status: 429 }))
  deployment.answer = () => answers.shift() ?? {}
  await deployment.worker().send(request(deployment))
  expect(deployment.elapsed()).toBe(1000 + 2000 + 4000)
})

test('past the limit nothing more is sent but what cleans up, and there is no verdict', async ({
  deployment,
}) => {
  deployment.answer = () => ({ status: 429, headers: SOON })
  const worker = deployment.worker({ limits: { maxWait: 10_000 } })
  await expect(worker.send(request(deployment))).rejects.toThrow(
    expect.objectContaining({ name: 'Inconclusive' }),
  )
  const { length } = deployment.seen
  await expect(deployment.worker().send(request(deployment))).rejects.toThrow(
    expect.objectContaining({ name: 'Ended' }),
  )
  expect(deployment.seen).toHaveLength(length)
  deployment.answer = () => ({ status: 204, body: '' })
  const cleaning = worker.send(request(deployment, 'DELETE'), { cleaning: true })
  expect((await cleaning).status).toBe(204)
  expect(deployment.verdicts()).toEqual([
    { kind: 'inconclusive', text: expect.stringContaining('past --max-wait 10 s: try --rate') },
  ])
})

test('no more requests go in a second than are allowed, over all workers', async ({
  deployment,
}) => {
  const limits = { rate: 4 }
  const workers = [deployment.worker({ limits }), deployment.worker({ limits })]
  for (let sent = 0; sent < 5; sent += 1) {
    for (const worker of workers) await worker.send(request(deployment))
  }
  expect(deployment.elapsed()).toBe(9 * 250)
})
