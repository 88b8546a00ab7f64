import { Failure } from '../../directory/failure.ts'
import { touchUser, userByName } from '../../directory/users.ts'
import type { Behaviour } from '../dialect.ts'
import { ownCustomer } from './customers.ts'
import {
  addIdentity,
  type GivenIdentity,
  identitiesOf,
  identityByValue,
  renderIdentity,
} from './identities.ts'
import { idGiven } from './ids.ts'
import { addPerson } from './users.ts'

interface IdentityQuestion {
  readonly email: string
  readonly identityType: string
}

/** These answer with identities, and never with users. */
export const lookupBehaviours: Record<string, Behaviour> = {
  lookupIdentity: (realm, call) => {
    const { type, value, customerId } = call.query as unknown as GivenIdentity
    const tenant = ownCustomer(call, call.path.customerId)
    const found = identityByValue(realm, tenant, { type, value })
    const bound = !customerId || found?.customerId === idGiven(customerId)
    if (found && bound) return { status: 200, body: renderIdentity(found) }
    throw new Failure('notFound', `no user has the ${type} identity ${value}`, {
      subject: 'identity',
    })
  },
  findOrCreateIdentity: (realm, call, world) => {
    const { email, identityType: type } = call.body as IdentityQuestion
    const tenant = ownCustomer(call, call.path.customerId)
    const present = userByName(realm, tenant, email)
    const found = present && identitiesOf(realm, present.id).find((one) => one.type === type)
    if (found) return { status: 200, body: renderIdentity(found) }
    const nameless = { tenant, email, givenName: '', familyName: '' }
    const user = present ?? addPerson(realm, nameless, world)
    const identity = { type, value: email, customerId: tenant }
    const made = addIdentity(realm, user, { identity, field: 'email' })
    if (present) touchUser(realm, present, world)
    return { status: 201, body: renderIdentity(made) }
  },
}
