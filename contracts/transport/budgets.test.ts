/** A run sends and makes no more than it may, over all its workers. */
import { expect } from '@playwright/test'
import { type Deployment, request, test } from './road.test.kit.ts'

const CREATE = { creates: 1 }
const ended = expect.objectContaining({ name: 'Ended' })

function create({ url }: Deployment) {
  return { method: 'POST', url: `${url}/Users`, headers: {}, body: '{}' }
}

test('a budget of requests holds over all workers, to the last one', async ({ deployment }) => {
  const limits = { maxRequests: 20 }
  const workers = [1, 2, 3].map(() => deployment.worker({ limits }))
  const sending = workers.flatMap((worker) =>
    Array.from({ length: 10 }, () => worker.send(request(deployment))),
  )
  const outcomes = await Promise.allSettled(sending)
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(20)
  expect(deployment.seen).toHaveLength(20)
  await expect(workers[0]?.send(request(deployment))).rejects.toThrow(
    'more requests than --max-requests 20 allows',
  )
  expect(deployment.verdicts()).toEqual([
    {
      kind: 'inconclusive',
      text: '--max-requests is spent: the tests that needed more were not run',
    },
  ])
})

test('for each thing that is made requests are kept, with which it is read back twice and removed', async ({
  deployment,
}) => {
  deployment.answer = () => ({ status: 201 })
  const worker = deployment.worker({ limits: { maxRequests: 10 } })
  await worker.send(create(deployment), CREATE)
  await worker.send(create(deployment), CREATE)
  await expect(worker.send(create(deployment), CREATE)).rejects.toThrow(ended)
  await worker.send(request(deployment))
  await worker.send(request(deployment))
  await expect(worker.send(request(deployment))).rejects.toThrow(ended)
  await worker.send(request(deployment), { reads: true, proves: true })
  await worker.send(request(deployment), { reads: true, proves: true })
  for (const method of ['GET', 'DELETE', 'GET', 'DELETE']) {
    await worker.send(request(deployment, method), { cleaning: true })
  }
  expect(deployment.seen).toHaveLength(10)
  await expect(worker.send(request(deployment))).rejects.toThrow(ended)
})

test('a budget of things counts what is on its way, and not what was refused', async ({
  deployment,
}) => {
  const limits = { maxCreated: 2 }
  const [one, other] = [deployment.worker({ limits }), deployment.worker({ limits })]
  deployment.answer = () => ({ status: 409 })
  await one.send(create(deployment), CREATE)
  deployment.answer = () => ({ status: 500 })
  await one.send(create(deployment), CREATE)
  deployment.answer = () => ({ status: 201 })
  const making = [one, other].map((worker) => worker.send(create(deployment), CREATE))
  const outcomes = await Promise.allSettled(making)
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  await expect(one.send(create(deployment), CREATE)).rejects.toThrow('--max-created 2 allows')
  expect((await one.send(request(deployment))).status).toBe(201)
  expect(deployment.verdicts()).toMatchObject([{ kind: 'inconclusive' }])
})

test('a job of three is three things', async ({ deployment }) => {
  const worker = deployment.worker({ limits: { maxCreated: 2 } })
  await expect(worker.send(create(deployment), { creates: 3 })).rejects.toThrow(ended)
  expect(deployment.seen).toEqual([])
})
