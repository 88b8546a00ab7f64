/** Divergences of lists. */
import type { Json } from './diverging.test.kit.ts'
import { answer, b, body, type Divergence, request } from './planting.test.kit.ts'

const users = /^GET .*\/Users\?/
const lists = /^GET .*\/(Users|Groups)\?/

export const listing: readonly Divergence[] = [
  {
    name: 'a case-sensitive filter',
    scenario: 'a filter of users does not look at case',
    at: 'listUsers /body/totalResults',
    verdict: b,
    diverge: answer(users, (one, { path }) =>
      /%22[^%]*[A-Z]/.test(path.replaceAll(/%20/g, ' '))
        ? { ...one, body: { ...one.body, totalResults: 0, itemsPerPage: 0, Resources: [] } }
        : one,
    ),
  },
  {
    name: 'an off-by-one page',
    scenario: 'the list of users counts its places from one',
    at: 'listUsers /body/Resources/*/id',
    verdict: b,
    diverge: request(lists, ({ path }) => ({
      path: path.replace(/startIndex=(\d+)/, (_, at) => `startIndex=${Number(at) + 1}`),
    })),
  },
  {
    name: 'a wrong order',
    scenario: 'the sorted list of users goes up or down as asked',
    at: 'listUsers /body/Resources',
    verdict: b,
    diverge: body(/sortOrder=descending/, (one) => ({
      ...one,
      Resources: one.Resources.toReversed(),
    })),
  },
  {
    name: 'a total off by one',
    scenario: 'a user is found by userName',
    at: 'listUsers /body/totalResults',
    verdict: b,
    diverge: body(users, (one) => ({ ...one, totalResults: one.totalResults + 1 })),
  },
  {
    name: 'a number as text',
    scenario: 'a user is found by userName',
    at: 'listUsers /body/totalResults',
    verdict: b,
    diverge: body(users, (one) => ({ ...one, totalResults: String(one.totalResults) })),
  },
  {
    name: 'sorting by bytes',
    scenario: 'the sorted list of users does not look at case',
    at: 'listUsers /body/Resources',
    verdict: b,
    diverge: body(/sortBy=/, (one) => ({
      ...one,
      Resources: one.Resources.toSorted((x: Json, y: Json) => (x.userName < y.userName ? -1 : 1)),
    })),
  },
  {
    name: 'co that is sw',
    scenario: 'a filter of users finds by every field and operator that there is, and nothing else',
    at: 'listUsers /body/totalResults',
    verdict: b,
    diverge: request(lists, ({ path }) => ({ path: path.replace('%20co%20', '%20sw%20') })),
  },
  {
    name: 'a second page that repeats the first',
    scenario: 'the list of users falls into pages that neither repeat nor skip',
    at: 'listUsers /body/Resources/*/id',
    verdict: b,
    diverge: request(users, ({ path }) => ({
      path: path.replace(
        /startIndex=(\d+)/,
        (_, at) => `startIndex=${Math.max(1, Number(at) - 1)}`,
      ),
    })),
  },
]
