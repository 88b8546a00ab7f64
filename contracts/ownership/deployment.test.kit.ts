/** For tests: a deployment with people in it, which is not as tame as the mock. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Person {
  readonly id: string
  readonly userName: string
  /** An API may not do without. */
  readonly name?: object
  readonly meta?: { readonly created: string }
}

/** A deployment with people in it. */
export interface Deployment {
  readonly url: string
  readonly people: Map<string, Person>
  /** Those of another organization, who has a token of its own. */
  readonly abroad: Map<string, Person>
  /** What a list is not asked by: it answers 400. */
  readonly refused: Set<string>
  readonly requests: string[]
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
    ...{ url, people: new Map(), abroad: new Map(), stuck: new Set(), refused: new Set() },
    ...{ requests: [], deletes: [], down: false, unlisted: false },
  }
  await use(deployment)
  server.closeAllConnections()
  server.close()
}

function answer(
  deployment: Deployment,
  { method, url = '', headers }: IncomingMessage,
  response: ServerResponse,
): void {
  const { stuck, deletes, down, unlisted } = deployment
  const say = (status: number, body?: object) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  deployment.requests.push(`${method} ${url}`)
  if (down) return void response.destroy()
  const people = seenBy(deployment, headers.authorization)
  if (!people) return void say(401, {})
  const { pathname, searchParams } = new URL(url, 'http://a')
  const id = /\/Users\/(.+)$/.exec(pathname)?.[1]
  if (id === undefined && unlisted) return void response.end('<html>')
  if (id === undefined) {
    const [, operator = '', text = ''] =
      /(eq|sw) "(.*)"/.exec(searchParams.get('filter') ?? '') ?? []
    if (deployment.refused.has(operator)) return void say(400, {})
    const all = pathname.endsWith('/Users') ? [...people.values()] : []
    const Resources = all.filter((one) => matches(one, operator, text))
    return void say(200, { Resources, totalResults: Resources.length })
  }
  if (!people.has(id)) return void say(404, {})
  if (method === 'GET') return void say(200, people.get(id))
  deletes.push(id)
  if (stuck.has(id)) return void say(500, {})
  people.delete(id)
  response.writeHead(204).end()
}

function seenBy(
  { people, abroad }: Deployment,
  authorization = '',
): Map<string, Person> | undefined {
  return { 'Bearer s3cret': people, 'Bearer of-abroad': abroad }[authorization]
}

function matches({ userName }: Person, operator: string, text: string): boolean {
  return operator === 'sw' ? userName.startsWith(text) : userName === text
}
