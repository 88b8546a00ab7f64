/** What the deployment of the proofs does otherwise, one at a time, and what is to be said of it. */
import type { Json } from './diverging.test.kit.ts'
import { listing } from './listing.test.kit.ts'
import { answer, b, body, both, type Divergence, request } from './planting.test.kit.ts'
import { remembering } from './remembering.test.kit.ts'

const user = /^GET .*\/Users\/[^/?]+$/
const group = /^GET .*\/Groups\/[^/?]+$/
/** Whatever answers with a user. */
const anyUser = /\/Users(\/[^/?]+)?$/

const altered = 'a user is altered by a change only in what it names'
const answered = 'a user is answered by id as she was sent'

export const divergences: readonly Divergence[] = [
  ...listing,
  {
    name: 'a wrong status',
    scenario: answered,
    at: 'createUser /status',
    verdict: b,
    diverge: answer(/^POST .*Users$/, (one) => ({
      ...one,
      status: one.status === 201 ? 200 : one.status,
    })),
  },
  {
    name: 'a missing property that nobody promised',
    scenario: answered,
    at: 'getUser /body/active',
    verdict: both,
    diverge: body(user, ({ active: _, ...rest }) => rest),
  },
  {
    name: 'an extra property',
    scenario: answered,
    at: 'getUser /body/shoeSize',
    verdict: both,
    diverge: body(user, (one) => ({ ...one, shoeSize: 38 })),
  },
  {
    name: 'null for absent',
    scenario: answered,
    at: 'getUser /body/title',
    verdict: b,
    diverge: body(user, (one) => ({ ...one, title: null })),
  },
  {
    name: 'a wrong error body',
    scenario: 'a user who never was cannot be read',
    at: 'getUser /body/status',
    verdict: b,
    diverge: answer(user, (one) =>
      one.status === 404 ? { ...one, body: { error: 'gone' } } : one,
    ),
  },
  {
    name: 'a missing header',
    scenario: 'every reply with one resource has its version as ETag',
    at: 'getUser /headers/etag',
    verdict: b,
    diverge: answer(user, ({ headers: { etag: _, ...headers }, ...one }) => ({ ...one, headers })),
  },
  {
    name: 'a missing header that no scenario of it is about',
    scenario: answered,
    at: 'createUser /headers/location',
    verdict: b,
    diverge: answer(/^POST .*Users$/, ({ headers: { location: _, ...headers }, ...one }) => ({
      ...one,
      headers,
    })),
  },
  {
    name: 'names folded to lower case',
    scenario: answered,
    at: 'createUser /body/name/givenName',
    verdict: b,
    diverge: body(anyUser, (one) => ({ ...one, name: { ...one.name, givenName: 'ann' } })),
  },
  {
    name: 'mangled letters',
    scenario: answered,
    at: 'createUser /body/name/familyName',
    verdict: b,
    diverge: body(anyUser, (one) => JSON.parse(JSON.stringify(one).replace(/[^ -~]/g, '?'))),
  },
  {
    name: 'blanks taken away',
    scenario: answered,
    at: 'createUser /body/name/familyName',
    verdict: b,
    diverge: body(anyUser, (one) => ({
      ...one,
      name: { ...one.name, familyName: one.name?.familyName.replaceAll(' ', '') },
    })),
  },
  {
    name: 'a boolean as text',
    scenario: answered,
    at: 'getUser /body/active',
    verdict: b,
    diverge: body(user, (one) => ({ ...one, active: String(one.active) })),
  },
  {
    name: 'members of the wrong type',
    scenario: 'members are answered with what they are and where',
    at: 'getGroup /body/members/*/type',
    // The document only infers it.
    verdict: both,
    diverge: body(group, (one) => ({
      ...one,
      members: one.members?.map((member: Json) => ({ ...member, type: 'Group' })),
    })),
  },
  {
    name: 'a link to another host',
    scenario: answered,
    at: 'createUser /body/meta/location',
    verdict: b,
    diverge: body(/^POST .*Users$/, ({ meta, ...one }) => ({
      ...one,
      meta: { ...meta, location: meta.location.replace(/^http:\/\/[^/]+/, 'https://old.example') },
    })),
  },
  {
    name: 'a delete that answers 200 with a body',
    scenario: 'a delete answers 204 without a body',
    at: 'deleteUser /status',
    verdict: b,
    diverge: answer(/^DELETE/, (one) =>
      one.status === 204
        ? {
            status: 200,
            headers: { 'content-type': 'application/scim+json' },
            body: { deleted: true },
          }
        : one,
    ),
  },
  {
    name: '403 for 404',
    scenario: 'a user who never was cannot be read',
    at: 'getUser /status',
    verdict: b,
    diverge: answer(user, (one) =>
      one.status === 404 ? { ...one, status: 403, body: { ...one.body, status: '403' } } : one,
    ),
  },
  {
    name: 'a patch that replaces the whole list',
    scenario: 'adding and removing adds to the members that are there',
    at: 'patchGroup /body/members/*',
    verdict: b,
    diverge: request(/^PATCH .*Groups/, (asked) => ({
      body: asked.body.replace('"op":"add"', '"op":"replace"'),
    })),
  },
  {
    name: 'times in another form',
    scenario: answered,
    at: 'getUser /body/meta/created',
    verdict: both,
    diverge: body(user, ({ meta, ...one }) => ({
      ...one,
      meta: { ...meta, created: meta.created.replace('Z', '+00:00') },
    })),
  },
  {
    name: 'a time that is hours away',
    scenario: answered,
    at: 'getUser /body/meta/created',
    verdict: both,
    diverge: body(user, ({ meta, ...one }) => ({
      ...one,
      meta: { ...meta, created: new Date(Date.parse(meta.created) - 7_200_000).toISOString() },
    })),
  },
  ...remembering(altered),
]
