/** What one way of serving SCIM is made of: a version of the standard, its schemas and a profile. */
import { Failure } from '../../directory/failure.ts'
import { isObject } from '../../grammar/scim-message.ts'
import type { Resource } from '../../grammar/scim-resource.ts'
import {
  type ResourceModel,
  resourceModel,
  type SchemaDefinition,
  sameName,
} from '../../grammar/scim-schema.ts'
import { readSchemaDefinition } from '../../grammar/scim-schema-definition.ts'
import { hiding } from '../../grammar/scim-secrets.ts'
import type { Tuning } from '../dialect.ts'
import { discoverySchemas } from './discovery-schemas.ts'
import type { Edition } from './edition.ts'
import { type Profile, type ProfileName, profileNames, profiles } from './profiles.ts'

export type ResourceType = 'User' | 'Group'
export const resourceTypes: readonly ResourceType[] = ['User', 'Group']

/** Where the resources of a type are. */
export const endpoints: Readonly<Record<ResourceType, string>> = {
  User: '/Users',
  Group: '/Groups',
}

export interface Face {
  readonly edition: Edition
  readonly models: Readonly<Record<ResourceType, ResourceModel>>
  readonly profile: Profile
  /** Takes out of what is kept what is never told. */
  readonly hide: Readonly<Record<ResourceType, (resource: Resource) => Resource>>
}

/** @throws Failure `invalid` for a profile that is not known, or a schema that cannot be used. */
export function faceOf(edition: Edition, { profile = 'strict', schemas = [] }: Tuning): Face {
  const extensions = schemas.map(readExtension)
  refuseTaken(
    edition,
    extensions.map(({ schema }) => schema.id),
  )
  const own = (type: ResourceType) => extensions.filter((each) => each.type === type)
  const { User, Group, enterprise } = edition.schemas
  const models = {
    User: resourceModel(
      User,
      [{ schema: enterprise, required: false }, ...own('User')],
      edition.common,
    ),
    Group: resourceModel(Group, own('Group'), edition.common),
  }
  const hide = { User: hiding(models.User), Group: hiding(models.Group) }
  return { edition, profile: profileOf(profile), models, hide }
}

/** Every schema that the face publishes: those of the types, then their extensions. */
export function schemasOf({ models }: Face): SchemaDefinition[] {
  const all = resourceTypes.map((type) => models[type])
  return [
    ...all.map(({ base }) => base),
    ...all.flatMap(({ extensions }) => extensions.map(({ schema }) => schema)),
  ]
}

function profileOf(name: string): Profile {
  if (profileNames.includes(name as ProfileName)) return profiles[name as ProfileName]
  throw new Failure('invalid', `no profile is called ${name}; there are ${profileNames.join(', ')}`)
}

/** The type that a schema extends stands at the end of its URN, or beside it as `resourceType`. */
function readExtension(json: unknown) {
  const { resourceType, required, ...definition } = isObject(json) ? json : {}
  const schema = definitionOf(isObject(json) ? definition : json)
  const named = resourceType ?? schema.id.split(':').at(-1)
  const type = resourceTypes.find((each) => typeof named === 'string' && sameName(each, named))
  if (type) return { type, schema, required: required === true }
  throw new Failure(
    'invalid',
    `schema ${schema.id}: say which resources it extends, with "resourceType": "User" or "Group"`,
  )
}

/** Two schemas of one URN, or one that reads as an attribute of another, could not be told apart. */
function refuseTaken(edition: Edition, urns: readonly string[]): void {
  const ours = [...Object.values(edition.schemas), ...discoverySchemas]
  const taken = ours.map(({ id }) => id.toLowerCase())
  for (const urn of urns) {
    const id = urn.toLowerCase()
    if (taken.some((each) => id === each || id.startsWith(`${each}:`))) {
      throw new Failure('invalid', `schema ${urn}: the URN, or one that it begins with, is taken`)
    }
    taken.push(id)
  }
}

function definitionOf(json: unknown): SchemaDefinition {
  try {
    return readSchemaDefinition(json)
  } catch (error) {
    throw new Failure('invalid', `a schema cannot be used: ${(error as Error).message}`)
  }
}
