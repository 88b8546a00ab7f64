import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { expect, test } from '#test'
import { createTransport } from './transport.ts'

test('a connection is left before the server that keeps it could close it under a request', async () => {
  const sockets: Socket[] = []
  const server = createServer({ keepAliveTimeout: 60_000 }, (_, response) => response.end('{}'))
  server.on('connection', (socket: Socket) => sockets.push(socket))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const transport = createTransport('tiny', String)
  const get = () => transport.send({ method: 'GET', url, headers: {} })
  await get()
  const [first] = sockets
  expect(first).toBeDefined()
  if (first && !first.destroyed) await once(first, 'close')
  expect((await get()).status).toBe(200)
  server.closeAllConnections()
  server.close()
})
