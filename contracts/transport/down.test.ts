/** A target that is down gives no verdict, soon. */
import { expect } from '@playwright/test'
import { request, type Said, test } from './road.test.kit.ts'

const unreachable = expect.objectContaining({ name: 'Unreachable' })
const ended = expect.objectContaining({ name: 'Ended', message: 'a target that answers' })

test('once it is down nobody waits for it again', async ({ deployment }) => {
  const worker = deployment.worker()
  await worker.send(request(deployment))
  deployment.close()
  await expect(worker.send(request(deployment))).rejects.toThrow(unreachable)
  const begun = performance.now()
  for (let sent = 0; sent < 20; sent += 1) {
    await expect(deployment.worker().send(request(deployment))).rejects.toThrow(ended)
  }
  expect(performance.now() - begun).toBeLessThan(1000)
  expect(deployment.verdicts()).toEqual([
    { kind: 'inconclusive', text: expect.stringContaining('is down: scim.v2: no reply to GET') },
  ])
})

test('a single reply that does not come ends one test alone', async ({ deployment }) => {
  const worker = deployment.worker()
  deployment.answer = ({ url, socket }) => {
    if (url === '/Users') socket.destroy()
    return {}
  }
  await expect(worker.send(request(deployment))).rejects.toThrow(unreachable)
  deployment.answer = () => ({})
  expect((await worker.send(request(deployment))).status).toBe(200)
  expect(deployment.verdicts()).toEqual([])
})

for (const status of [502, 503, 504]) {
  test(`a gateway that answers ${status} to everything has nobody behind it`, async ({
    deployment,
  }) => {
    deployment.answer = () => ({ status })
    await expect(deployment.worker().send(request(deployment))).rejects.toThrow(unreachable)
    await expect(deployment.worker().send(request(deployment))).rejects.toThrow(ended)
    expect(deployment.verdicts()).toMatchObject([{ kind: 'inconclusive' }])
  })
}

test('a 502 to one request alone is an answer', async ({ deployment }) => {
  const answers: Said[] = [{ status: 502 }]
  deployment.answer = () => answers.shift() ?? {}
  expect((await deployment.worker().send(request(deployment))).status).toBe(502)
})

test('what was made is removed when the target is back', async ({ deployment }) => {
  const worker = deployment.worker()
  deployment.answer = () => ({ status: 502 })
  await expect(worker.send(request(deployment))).rejects.toThrow(unreachable)
  deployment.answer = () => ({ status: 204, body: '' })
  const removal = await worker.send(request(deployment, 'DELETE'), { cleaning: true })
  expect(removal.status).toBe(204)
})

test('a credential goes to the target and nowhere else', async ({ deployment }) => {
  const headers = { location: 'http://127.0.0.1:1/elsewhere' }
  deployment.answer = () => ({ status: 307, headers })
  expect((await deployment.worker().send(request(deployment))).status).toBe(307)
  const url = deployment.url.replace('127.0.0.1', 'localhost')
  const elsewhere = { ...request(deployment), url }
  await expect(deployment.worker().send(elsewhere)).rejects.toThrow('which is not the target')
  expect(deployment.seen).toHaveLength(1)
})

for (const given of [true, false]) {
  const whose = given ? 'that is somebody’s' : 'that nobody keeps'
  test(`a mock ${whose} is down when it has died, and no test waits for it again`, async ({
    deployment,
  }) => {
    const worker = () => deployment.straight({ given })
    const first = worker()
    const other = worker()
    await first.send(request(deployment))
    await other.send(request(deployment))
    deployment.close()
    await expect(first.send(request(deployment))).rejects.toThrow(unreachable)
    const begun = performance.now()
    for (const asked of [first, other, worker()]) {
      await expect(asked.send(request(deployment))).rejects.toThrow(ended)
      await expect(asked.send(request(deployment), { cleaning: true })).rejects.toThrow(unreachable)
    }
    expect(performance.now() - begun).toBeLessThan(1000)
    expect(deployment.verdicts()).toEqual([
      { kind: 'inconclusive', text: expect.stringContaining('is down: scim.v2: no reply to GET') },
    ])
  })
}
