/** Resources as code that we did not write reads them: SCIMMY's schema classes. */
import SCIMMY from 'scimmy'

export type Json = Readonly<Record<string, unknown>>

/** Each reads one resource and gives what it understood; it throws at what a client must not get. */
export const readers = {
  User: (served: Json) => plain(new SCIMMY.Schemas.User(served, 'out')),
  Group: (served: Json) => plain(new SCIMMY.Schemas.Group(served, 'out')),
  ResourceType: (served: Json) => plain(new SCIMMY.Schemas.ResourceType(served)),
  ServiceProviderConfig: (served: Json) => plain(new SCIMMY.Schemas.ServiceProviderConfig(served)),
  Schema: (served: Json) => plain(readSchema(served).describe()),
}

export type ResourceName = keyof typeof readers

SCIMMY.Schemas.User.definition.extend(SCIMMY.Schemas.EnterpriseUser.definition, false)

/**
 * The places of what was served that a reader did not take in, or took in as something else.
 * Times are the same if their instants are.
 * @returns JSON pointers, none if all was understood
 */
export function unread(served: unknown, understood: unknown, at = ''): readonly string[] {
  if (sameTime(served, understood)) return []
  if (typeof served !== 'object' || served === null) return served === understood ? [] : [at || '/']
  const inside = (understood ?? {}) as Json
  return Object.entries(served).flatMap(([name, value]) =>
    unread(value, inside[name], `${at}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`),
  )
}

/**
 * A served schema as a definition that reads resources.
 * @throws TypeError at a type, mutability, returned, uniqueness or name that there is not
 */
export function readSchema(served: Json): SCIMMY.Types.SchemaDefinition {
  const { id, name, description } = served as { id: string; name: string; description?: string }
  return new SCIMMY.Types.SchemaDefinition(name, id, description, attributesOf(served.attributes))
}

/**
 * Reads a resource by schemas as they were served: that of its type, and those of its extensions.
 * @throws TypeError at a value that is not of the type that its schema says
 */
export function readBySchemas(base: Json, extensions: readonly Json[], resource: Json): Json {
  const definition = readSchema(base)
  for (const extension of extensions) definition.extend(readSchema(extension), false)
  return plain(definition.coerce(resource, 'out'))
}

function attributesOf(served: unknown): SCIMMY.Types.Attribute[] {
  return ((served ?? []) as readonly Json[]).map((one) => {
    const { type, name, subAttributes, mutability, referenceTypes = false, ...rest } = one
    const { multiValued, description, required, caseExact, returned, uniqueness } = rest
    const said = { multiValued, description, required, caseExact, returned, uniqueness }
    return new SCIMMY.Types.Attribute(
      type as SCIMMY.Types.Attribute.ValidAttributeTypes,
      name as string,
      {
        ...(Object.fromEntries(
          Object.entries(said).filter(([, value]) => value !== undefined),
        ) as SCIMMY.Types.Attribute.AttributeConfig),
        ...(mutability !== undefined && { mutable: mutability as string }),
        // RFC 7643 section 7 suggests values; SCIMMY would refuse all others.
        canonicalValues: false,
        referenceTypes: referenceTypes as string[] | false,
      },
      attributesOf(subAttributes),
    )
  })
}

function plain(read: object): Json {
  return JSON.parse(JSON.stringify(read)) as Json
}

function sameTime(one: unknown, other: unknown): boolean {
  const instants = [one, other].map((value) =>
    typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value) ? Date.parse(value) : Number.NaN,
  )
  return instants[0] === instants[1]
}
