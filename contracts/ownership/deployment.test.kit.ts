/** For tests: a deployment with people in it, which is not as tame as the mock. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Person {
  readonly id: string
  readonly userName: string
  readonly meta?: { readonly created: string }
}

/** A deployment with people in it. */
export interface Deployment {
  readonly url: string
  readonly people: Map<string, Person>
  /** The ids of those who cannot be deleted. */
  readonly stuck: Set<string>
  readonly deletes: string[]
  down: boolean
  /** A list is answered with the page at which one logs in. */
  unlisted: boolean
}

export async function withDeployment(
  use: (deployment: Deployment) => Promise<void>,
): Promise<void> {
  const server = createServer((request, response) => answer(deployment, request, response))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/scim/v2`
  const deployment: Deployment = {
    ...{ url, people: new Map(), stuck: new Set(), deletes: [], down: false, unlisted: false },
  }
  await use(deployment)
  server.closeAllConnections()
  server.close()
}

function answer(
  { people, stuck, deletes, down, unlisted }: Deployment,
  { method, url = '', headers }: IncomingMessage,
  response: ServerResponse,
): void {
  const say = (status: number, body?: object) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  if (down) return void response.destroy()
  if (headers.authorization !== 'Bearer s3cret') return void say(401, {})
  const { pathname, searchParams } = new URL(url, 'http://a')
  const id = /\/Users\/(.+)$/.exec(pathname)?.[1]
  if (id === undefined && unlisted) return void response.end('<html>')
  if (id === undefined) {
    const [, operator, text = ''] = /(eq|sw) "(.*)"/.exec(searchParams.get('filter') ?? '') ?? []
    const matches = ({ userName }: Person) =>
      operator === 'sw' ? userName.startsWith(text) : userName === text
    const Resources = pathname.endsWith('/Users') ? [...people.values()].filter(matches) : []
    return void say(200, { Resources, totalResults: Resources.length })
  }
  if (!people.has(id)) return void say(404, {})
  if (method === 'GET') return void say(200, people.get(id))
  deletes.push(id)
  if (stuck.has(id)) return void say(500, {})
  people.delete(id)
  response.writeHead(204).end()
}
