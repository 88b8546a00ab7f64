/** A token that expires during the run is replaced; one that cannot be gives no verdict. */
import { expect } from '@playwright/test'
import { driverOf } from '../drivers/all.ts'
import { redactor } from '../exchange.ts'
import { type Deployment, request, test } from './road.test.kit.ts'
import { runTokenCommand, tokensFromCommands } from './token-command.ts'

const AS_ADMIN = { as: 'admin' } as const

/** Takes these tokens and refuses all others. */
function take(deployment: Deployment, ...tokens: readonly string[]): void {
  deployment.answer = ({ headers }) => {
    const known = tokens.some((token) => headers.authorization === `Bearer ${token}`)
    return { status: known ? 200 : 401 }
  }
}

/** A command that prints these tokens, one after the other. */
function printing(...tokens: string[]) {
  const printed: string[] = []
  return {
    printed,
    command: () => {
      const token = tokens.shift() ?? ''
      printed.push(token)
      return new Promise<string>((done) => setTimeout(done, 50, token))
    },
  }
}

test('a token that has expired is replaced, and the request sent again', async ({ deployment }) => {
  const { command, printed } = printing('second-secret', 'third-secret')
  const worker = deployment.worker({ command })
  take(deployment, 'old-secret')
  await worker.send(request(deployment), AS_ADMIN)
  take(deployment, 'second-secret')
  const sending = [1, 2, 3].map(() => worker.send(request(deployment), AS_ADMIN))
  expect((await Promise.all(sending)).map(({ status }) => status)).toEqual([200, 200, 200])
  const write = { ...request(deployment, 'POST'), body: '{}' }
  const { sent } = await worker.send(write, AS_ADMIN)
  expect([sent.headers.authorization, sent.body]).toEqual(['Bearer second-secret', '{}'])
  expect(printed).toEqual(['second-secret'])
  take(deployment, 'third-secret')
  expect((await worker.send(request(deployment), AS_ADMIN)).status).toBe(200)
})

test('where an expired token is refused with 403, that is what is looked for', async ({
  deployment,
}) => {
  const scim = driverOf('scim.v2')
  const refusals = { ...scim.refusals, expiredCredential: { status: 403 } }
  const { command, printed } = printing('second-secret')
  const worker = deployment.worker({ command, driver: { ...scim, refusals } })
  deployment.answer = ({ method, headers }) => {
    const good = headers.authorization === 'Bearer second-secret'
    return { status: good && method === 'GET' ? 200 : 403 }
  }
  expect((await worker.send(request(deployment), AS_ADMIN)).status).toBe(200)
  expect((await worker.send(request(deployment, 'POST'), AS_ADMIN)).status).toBe(403)
  const member = { as: 'member' } as const
  deployment.answer = () => ({ status: 403 })
  const reading = worker.send(request(deployment, 'GET', 'member-secret'), member)
  expect((await reading).status).toBe(403)
  expect(printed).toEqual(['second-secret'])
})

test('a token that is refused when it is new is not replaced again and again', async ({
  deployment,
}) => {
  const { command, printed } = printing('second-secret', 'third-secret')
  const worker = deployment.worker({ command })
  take(deployment)
  await expect(worker.send(request(deployment), AS_ADMIN)).rejects.toThrow(
    expect.objectContaining({ name: 'Inconclusive' }),
  )
  expect(printed).toEqual(['second-secret'])
})

test('a new token that was never taken is not replaced by another', async ({ deployment }) => {
  const { command, printed } = printing('second-secret', 'third-secret')
  const worker = deployment.worker({ command })
  take(deployment)
  for (let sent = 0; sent < 2; sent += 1) {
    const reading = worker.send(request(deployment, 'GET', 'reader-secret'), { as: 'reader' })
    await expect(reading).rejects.toThrow('refuses the token of reader (401)')
  }
  expect(printed).toEqual(['second-secret'])
})

test('a request that alone is refused with 401 is answered by that', async ({ deployment }) => {
  const { command, printed } = printing('second-secret')
  const worker = deployment.worker({ command })
  deployment.answer = ({ method }) => ({ status: method === 'GET' ? 200 : 401 })
  expect((await worker.send(request(deployment, 'POST'), AS_ADMIN)).status).toBe(401)
  expect(printed).toEqual([])
  expect(deployment.verdicts()).toEqual([])
})

for (const as of ['expired', 'revoked', 'nobody'] as const) {
  test(`who is meant to be refused is refused: ${as}`, async ({ deployment }) => {
    const { command, printed } = printing('second-secret')
    take(deployment)
    const sending = deployment.worker({ command }).send(request(deployment), { as })
    expect((await sending).status).toBe(401)
    expect({ printed, seen: deployment.seen.length }).toEqual({ printed: [], seen: 1 })
  })
}

test("an administrator's token that expires and cannot be replaced gives no verdict", async ({
  deployment,
}) => {
  const worker = deployment.worker()
  await worker.send(request(deployment), AS_ADMIN)
  take(deployment)
  await expect(worker.send(request(deployment), AS_ADMIN)).rejects.toThrow(
    "refuses the administrator's token (401), which it took before",
  )
  await expect(deployment.worker().send(request(deployment), AS_ADMIN)).rejects.toThrow(
    expect.objectContaining({ name: 'Ended' }),
  )
  expect(deployment.verdicts()).toEqual([
    {
      kind: 'inconclusive',
      text: expect.stringContaining('REHEARSAL_SCIM_V2_ADMIN_TOKEN_COMMAND'),
    },
  ])
})

test("a reader's token that is refused everywhere gives her tests no verdict", async ({
  deployment,
}) => {
  take(deployment, 'old-secret')
  const worker = deployment.worker()
  const reading = worker.send(request(deployment, 'GET', 'reader-secret'), { as: 'reader' })
  await expect(reading).rejects.toThrow(expect.objectContaining({ name: 'Inconclusive' }))
  expect((await worker.send(request(deployment), AS_ADMIN)).status).toBe(200)
})

test('what a command prints is a secret from then on', async () => {
  const redact = redactor(['known'])
  const token = await runTokenCommand('echo fresh-of-command', 'hub', 'admin')
  expect(token).toBe('fresh-of-command')
  const basic = Buffer.from(`${token}:${token}`).toString('base64')
  expect(redact(`Bearer ${token}, Basic ${basic}, known`)).toBe(
    'Bearer $TOKEN, Basic $TOKEN, $TOKEN',
  )
})

const commands = [
  { command: 'exit 4', want: 'the token command of admin for hub ended with 4' },
  {
    command: 'echo not logged in >&2; exit 1',
    want: 'the token command of admin for hub ended with 1: not logged in',
  },
  { command: 'true', want: 'printed nothing to stdout' },
  { command: 'echo to-ken >&2', want: 'printed nothing to stdout' },
  { command: 'echo to ken', want: 'printed more than one word' },
  { command: 'echo to-ken; echo is to-ken >&2; exit 1', want: 'ended with 1' },
]

for (const { command, want } of commands) {
  test(`a command that fails is named, and no token told: ${command}`, async () => {
    const running = runTokenCommand(command, 'hub', 'admin')
    await expect(running).rejects.toThrow(
      expect.objectContaining({ name: 'Inconclusive', message: expect.stringContaining(want) }),
    )
    await expect(running).rejects.not.toThrow(/to.ken/)
  })
}

test('commands are asked for those who have no token, and one that is shared once', async () => {
  const found = await tokensFromCommands(['hub', 'laurel'], {
    REHEARSAL_TOKEN_COMMAND: 'echo shared-$$',
    REHEARSAL_HUB_READER_TOKEN: 'given',
    REHEARSAL_HUB_READER_TOKEN_COMMAND: 'echo unasked',
    REHEARSAL_LAUREL_OTHER_TENANT_TOKEN_COMMAND: 'echo theirs',
  })
  const { REHEARSAL_HUB_ADMIN_TOKEN: shared } = found
  expect(shared).toMatch(/^shared-\d+$/)
  expect(found).toEqual({
    REHEARSAL_HUB_ADMIN_TOKEN: shared,
    REHEARSAL_LAUREL_ADMIN_TOKEN: shared,
    REHEARSAL_LAUREL_OTHER_TENANT_TOKEN: 'theirs',
  })
})
