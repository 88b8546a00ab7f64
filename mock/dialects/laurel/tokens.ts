import { Failure } from '../../directory/failure.ts'
import type { Reader, Realm, Row, Table, TableRules } from '../../directory/realm.ts'
import { type Persona, type Reply, type Slow, slow, type World } from '../dialect.ts'

/** A program that asks for tokens by itself. */
interface Client extends Row {
  readonly tenant: string
  readonly roles: readonly string[]
  /** What `world.verify` compares with. */
  readonly secretHash: string
}

interface Token extends Row {
  readonly client: string
  /** UTC, ISO 8601. */
  readonly expires: string
}

interface TokenRequest {
  readonly client_id: string
  readonly client_secret: string
}

const clients: Table<Client> = { name: 'clients', noun: 'client' }
const tokens: Table<Token> = { name: 'tokens', noun: 'token' }

export const clientRules: TableRules<Client> = { table: clients, indexes: [], references: [] }

export const tokenRules: TableRules<Token> = {
  table: tokens,
  indexes: [{ name: 'client', key: ({ client }) => [client] }],
  references: [{ index: 'client', to: clients.name }],
}

const LIFETIME_SECONDS = 86_400

export const tokenBehaviours: Record<string, Slow> = {
  createToken: slow(
    (realm, call, world) => {
      const { client_id, client_secret } = call.body as TokenRequest
      const client = realm.get(clients, client_id)
      return client ? world.verify(client_secret, client.secretHash) : Promise.resolve(false)
    },
    (known) => (realm, call, world) => {
      const { client_id } = call.body as TokenRequest
      // One message for both, or strangers could learn which clients exist.
      if (!known) throw new Failure('unauthenticated', 'the client or its secret is wrong')
      return issue(realm, client_id, world)
    },
  ),
}

/** Who comes with a token of `createToken`: its client, with what the client may do now. */
export function recognise(
  realm: Reader,
  token: string,
  world: World,
): Promise<Persona | undefined> {
  const row = realm.get(tokens, token)
  const client = row && realm.get(clients, row.client)
  if (!client) return Promise.resolve(undefined)
  const { tenant, roles } = client
  const expired = row.expires <= world.now()
  return Promise.resolve({ tenant, roles, ...(expired ? { refused: 'has expired' } : {}) })
}

function issue(realm: Realm, client: string, world: World): Reply {
  const id = world.uuid()
  const expires = new Date(Date.parse(world.now()) + LIFETIME_SECONDS * 1000).toISOString()
  realm.put(tokens, { id, client, expires })
  const body = { access_token: id, expires_in: LIFETIME_SECONDS, token_type: 'Bearer' }
  return { status: 200, body }
}
