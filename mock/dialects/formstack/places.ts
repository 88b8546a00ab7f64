import { Failure } from '../../directory/failure.ts'
import type { Reader, Row, Table, TableRules } from '../../directory/realm.ts'
import type { Behaviour, Call, Reply } from '../dialect.ts'
import { answerList } from './lists.ts'
import { meta } from './meta.ts'

/** Forms and the folders they lie in: what permissions are about. Nothing here makes or changes one. */
export interface Place extends Row {
  readonly tenant: string
  readonly name: string
  readonly created: string
  /** Of a folder: the id of the folder around it. */
  readonly parent?: string
}

export type PlaceKind = 'form' | 'folder'

/** What somebody may do with the submissions of a form, or of those in a folder. */
export interface Permissions {
  readonly canViewSubmissions: boolean
  readonly canEditSubmissions: boolean
  readonly isAdmin: boolean
}

const tables: Record<PlaceKind, Table<Place>> = {
  form: { name: 'forms', noun: 'form' },
  folder: { name: 'folders', noun: 'folder' },
}

export const placeRules: readonly TableRules<Place>[] = Object.values(tables).map((table) => ({
  table,
  indexes: [{ name: 'live', key: (place) => [place.tenant] }],
  references: [],
}))

export const placeBehaviours: Record<string, Behaviour> = {
  listForms: (realm, call) => answerPlaces(realm, call, 'form'),
  getForm: (realm, call) => answerPlace(realm, call, 'form'),
  listFolders: (realm, call) => answerPlaces(realm, call, 'folder'),
  getFolder: (realm, call) => answerPlace(realm, call, 'folder'),
}

export function placeById(
  realm: Reader,
  { kind, tenant }: { kind: PlaceKind; tenant: string },
  id: string,
): Place | undefined {
  const place = realm.get(tables[kind], id)
  return place?.tenant === tenant ? place : undefined
}

/** A form or folder with what somebody may do there; null when nobody is asked about. */
export function renderPlace(
  place: Place,
  kind: PlaceKind,
  { permissions, base }: { permissions: Permissions | null; base: string },
) {
  const resourceType = kind === 'form' ? 'Form' : 'Folder'
  return {
    schemas: [`urn:ietf:params:scim:schemas:formstack:2.0:${resourceType}`],
    id: place.id,
    name: place.name,
    ...(kind === 'form' ? {} : { parentFolderId: place.parent ? Number(place.parent) : null }),
    permissions,
    meta: meta({ ...place, modified: place.created, version: 1 }, resourceType, base),
  }
}

function answerPlaces(realm: Reader, call: Call, kind: PlaceKind): Reply {
  const render = (place: Place) => renderPlace(place, kind, { permissions: null, base: call.base })
  return answerList(realm, call, { table: tables[kind], render })
}

function answerPlace(realm: Reader, { path, caller, base }: Call, kind: PlaceKind): Reply {
  const id = path.id ?? ''
  const place = placeById(realm, { kind, tenant: caller.tenant }, id)
  if (place) return { status: 200, body: renderPlace(place, kind, { permissions: null, base }) }
  throw new Failure('notFound', `no ${kind} has the id ${JSON.stringify(id)}`, { subject: kind })
}
