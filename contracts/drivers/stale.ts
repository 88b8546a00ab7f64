/** Tells when what a driver says about an API is no longer so in the API's document. */
import type { Spec } from '../../specs/read.ts'
import { behavioursOf } from '../promises.ts'
import { Absent, type Driver, type Verb } from './driver.ts'

/** The operation that would usually be a verb's. */
const usual: Readonly<Partial<Record<Verb, RegExp>>> = {
  listUsers: /^GET .*\/users$/i,
  createUser: /^POST .*\/users$/i,
  getUser: /^GET .*\/users\/\{[^}]+\}$/i,
  changeUser: /^PATCH .*\/users\/\{[^}]+\}$/i,
  replaceUser: /^PUT .*\/users\/\{[^}]+\}$/i,
  deleteUser: /^DELETE .*\/users\/\{[^}]+\}$/i,
  listGroups: /^GET .*\/groups$/i,
  createGroup: /^POST .*\/groups$/i,
  getGroup: /^GET .*\/groups\/\{[^}]+\}$/i,
  renameGroup: /^PATCH .*\/groups\/\{[^}]+\}$/i,
  replaceGroup: /^PUT .*\/groups\/\{[^}]+\}$/i,
  deleteGroup: /^DELETE .*\/groups\/\{[^}]+\}$/i,
}

/** @returns a line for each statement that does not hold; none is as it should be. */
export function stale(driver: Driver, spec: Spec): string[] {
  return [
    ...staleAbsences(driver, spec),
    ...staleVerbs(driver, spec),
    ...staleCitations(driver, spec),
  ]
}

function staleAbsences(driver: Driver, spec: Spec): string[] {
  const { verbs, refusals, topics, lasting = {}, userNameIsFixed, memberKindIsFound } = driver
  const unkept = Object.fromEntries((driver.unkept ?? []).map(({ at, why }) => [String(at), why]))
  const said = [verbs, refusals, topics, lasting, unkept, { userNameIsFixed, memberKindIsFound }]
    .map((one): Readonly<Record<string, unknown>> => one)
    .flatMap(Object.entries)
  return said.flatMap(([name, value]) => {
    const fault = value instanceof Absent ? contradiction(value, spec) : undefined
    return fault ? [`${name} is declared absent, but ${fault}`] : []
  })
}

/** An operation in the usual place of an absent verb calls for a documented behaviour as the reason. */
function staleVerbs({ verbs }: Driver, spec: Spec): string[] {
  return Object.entries(verbs).flatMap(([name, verb]) => {
    const place = usual[name as Verb]
    if (!(verb instanceof Absent) || 'behaviour' in verb.standing || !place) return []
    const found = spec.operations.find((one) => place.test(signature(one)))
    return found ? [`${name} is declared absent, but there is ${signature(found)}`] : []
  })
}

function staleCitations({ refusals, topics }: Driver, spec: Spec): string[] {
  const cited = Object.values(refusals).flatMap((one) =>
    one instanceof Absent || !one.cites ? [] : [one.cites],
  )
  const known = new Set(behavioursOf(spec).map(({ id }) => id))
  const named = Object.values(topics).filter((one) => typeof one === 'string')
  return [...cited, ...named]
    .filter((id) => !known.has(id))
    .map((id) => `${id} is cited, but the document has no such behaviour`)
}

/** @returns what the document has against an absence; undefined when it may stand. */
export function contradiction({ standing }: Absent, spec: Spec): string | undefined {
  if ('behaviour' in standing) {
    const found = behavioursOf(spec).some(({ id }) => id === standing.behaviour)
    return found ? undefined : `the document no longer has the behaviour ${standing.behaviour}`
  }
  if ('noOperation' in standing) {
    const found = spec.operations.find((one) => standing.noOperation.test(signature(one)))
    return found && `there is ${signature(found)}`
  }
  if ('noParameter' in standing) {
    const name = standing.noParameter
    const found = spec.operations.find(({ parameters }) =>
      parameters.some((one) => one.name === name),
    )
    return found && `${found.id} has the parameter ${name}`
  }
  return hasProperty(spec.document, standing.noProperty)
    ? `a schema has the property ${standing.noProperty}`
    : undefined
}

function signature({ method, path }: { method: string; path: string }): string {
  return `${method.toUpperCase()} ${path}`
}

/** Whether any `properties` in the document has the name. */
function hasProperty(part: unknown, name: string): boolean {
  if (typeof part !== 'object' || part === null) return false
  const { properties } = part as { properties?: object }
  if (properties && Object.hasOwn(properties, name)) return true
  return Object.values(part).some((child) => hasProperty(child, name))
}
