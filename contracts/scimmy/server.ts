/** A SCIM server that we did not write: SCIMMY, with the smallest handlers that keep people in memory. */
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import express, { type NextFunction, type Request, type Response } from 'express'
import SCIMMY from 'scimmy'
import SCIMMYRouters from 'scimmy-routers'
import { createStore, type Kind, type Store, type Written } from './store.ts'

export const SCIMMY_TOKEN = 'scimmy-token'

export interface Scimmy {
  /** Base URL of the API, without a slash at its end. */
  readonly url: string
  close(): Promise<void>
}

/**
 * Starts an empty deployment on a port of 127.0.0.1; by default on a free one.
 * SCIMMY keeps its settings in statics, so a process has one at a time.
 */
export async function startScimmy(port = 0): Promise<Scimmy> {
  const { User, Group } = SCIMMY.Resources
  const store = createStore((kind, id) => `${(kind === 'users' ? User : Group).basepath()}/${id}`)
  declareResources()
  const app = express()
  app.use(writableQuery)
  app.use(
    '/scim/v2',
    new SCIMMYRouters({
      type: 'bearer',
      baseUri: (request) => `${request.protocol}://${request.get('host')}`,
      handler: (request) => {
        if (request.get('authorization') !== `Bearer ${SCIMMY_TOKEN}`) throw new Error('Who is it?')
        return store.me
      },
      context: () => store,
    }),
  )
  app.use(answeredAlready)
  const server = app.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const close = async () => {
    server.close()
    server.closeAllConnections()
    await once(server, 'close')
  }
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/scim/v2`, close }
}

/**
 * SCIMMY's routers write numbers into `request.query`, as one could in Express 4. Express 5 makes
 * the object anew each time it is read, and every `count` and `startIndex` would be lost.
 */
function writableQuery(request: Request, _: Response, next: NextFunction): void {
  Object.defineProperty(request, 'query', { value: request.query })
  next()
}

/** SCIMMY's routers answer a failure of their own and then pass it on, to be printed. */
function answeredAlready(error: Error, _: Request, response: Response, next: NextFunction): void {
  if (!response.headersSent) next(error)
}

function declareResources(): void {
  SCIMMY.Config.set('authenticationSchemes', [])
  SCIMMY.Resources.declare(SCIMMY.Resources.User, {
    extensions: [{ schema: SCIMMY.Schemas.EnterpriseUser, required: false }],
    ...handlers('users'),
  })
  SCIMMY.Resources.declare(SCIMMY.Resources.Group, handlers('groups'))
}

function handlers(kind: Kind) {
  return {
    ingress: ({ id }: SCIMMY.Types.Resource, instance: SCIMMY.Types.Schema, store: Store) => {
      if (id !== undefined && !store.get(kind, id)) unknown(id)
      const written = JSON.parse(JSON.stringify(instance)) as Written
      const taken = kind === 'users' && store.taken(String(written.userName), id)
      if (taken) throw new SCIMMY.Types.Error(409, 'uniqueness', 'the userName is taken')
      return id === undefined
        ? store.create(kind, written)
        : (store.replace(kind, id, written) ?? unknown(id))
    },
    egress: ({ id, filter }: SCIMMY.Types.Resource, store: Store) => {
      if (id !== undefined) return store.get(kind, id) ?? unknown(id)
      const all = store.list(kind)
      return filter ? filter.match(all) : all
    },
    degress: ({ id }: SCIMMY.Types.Resource, store: Store) => {
      if (!store.remove(kind, String(id))) unknown(String(id))
    },
  }
}

function unknown(id: string): never {
  throw new SCIMMY.Types.Error(404, '', `there is no ${id}`)
}
