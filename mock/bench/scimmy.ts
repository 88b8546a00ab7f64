/** SCIMMY over people who are kept in a Map, with a second one for their names; begins with those of a file. */
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import express, { type NextFunction, type Request, type Response } from 'express'
import SCIMMY from 'scimmy'
import SCIMMYRouters from 'scimmy-routers'
import type { World } from './world.ts'

type Kept = Readonly<Record<string, unknown>> & { readonly id: string; readonly meta?: object }

const { users: first, groups: firstGroups } = JSON.parse(
  readFileSync(process.argv[2] ?? '', 'utf8'),
) as Pick<World, 'groups'> & { users: readonly Kept[] }
const users = new Map(first.map((user) => [user.id, user]))
const names = new Map(first.map((user) => [nameOf(user), user.id]))
const groups = new Map<string, Kept>(
  firstGroups.map(({ name, id, members }) => {
    const listed = members.map((value) => ({ value }))
    return [id, { id, displayName: name, members: listed }]
  }),
)

SCIMMY.Config.set('authenticationSchemes', [])
SCIMMY.Resources.declare(SCIMMY.Resources.User, {
  extensions: [{ schema: SCIMMY.Schemas.EnterpriseUser, required: false }],
  ...handlers(users, (user) => {
    const holder = names.get(nameOf(user))
    if (holder && holder !== user.id) throw new SCIMMY.Types.Error(409, 'uniqueness', 'taken')
    names.set(nameOf(user), user.id)
  }),
})
SCIMMY.Resources.declare(
  SCIMMY.Resources.Group,
  handlers(groups, () => undefined),
)

const app = express()
app.use(writableQuery)
app.use('/scim/v2', new SCIMMYRouters({ type: 'bearer', handler: () => '', context: () => '' }))
app.listen(0)

function handlers(kept: Map<string, Kept>, check: (one: Kept) => void) {
  return {
    ingress: ({ id: known }: SCIMMY.Types.Resource, instance: SCIMMY.Types.Schema) => {
      const written = JSON.parse(JSON.stringify(instance)) as Record<string, unknown>
      const id = known ?? randomUUID()
      const one: Kept = { ...written, id, meta: kept.get(id)?.meta ?? {} }
      check(one)
      kept.set(id, one)
      return one
    },
    egress: ({ id, filter }: SCIMMY.Types.Resource) => {
      if (id !== undefined) return kept.get(id) ?? unknown(id)
      const all = [...kept.values()]
      return filter ? filter.match(all) : all
    },
    degress: ({ id }: SCIMMY.Types.Resource) => {
      kept.delete(String(id))
    },
  }
}

/** SCIMMY's routers write into `request.query`, which Express 5 makes anew each time it is read. */
function writableQuery(request: Request, _: Response, next: NextFunction): void {
  Object.defineProperty(request, 'query', { value: request.query })
  next()
}

function nameOf(user: Kept): string {
  return String(user.userName).toLowerCase()
}

function unknown(id: string): never {
  throw new SCIMMY.Types.Error(404, '', `there is no ${id}`)
}
