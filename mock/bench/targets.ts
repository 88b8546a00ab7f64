/** What the benchmark is to show, as ratios of figures of one run. */
import { type Figure, figureAt, type Measure, rounded } from './figures.ts'
import type { ServerName } from './servers.ts'

export interface Target {
  readonly says: string
  /** What was found; undefined when the run did not measure it. */
  readonly found: string | undefined
  readonly met: boolean | undefined
}

interface Wanted {
  readonly says: string
  /** In the unit of `least` and `most`. */
  readonly found: (at: Finder) => number | undefined
  readonly least?: number
  readonly most?: number
  readonly unit?: string
}

type Key = 'value' | 'cpuMicros'
type Finder = (server: ServerName, measure: Measure, size: number, key?: Key) => number | undefined

const [SMALL, LARGE, HUGE] = [1000, 100_000, 1_000_000]

const wanted: readonly Wanted[] = [
  {
    says: 'get by id: at least 50% of the requests/s of bare node:http',
    found: (at) => over(at('node:http', 'get', SMALL), at('ours', 'get', SMALL)),
    least: 0.5,
  },
  {
    says: 'the same of the CPU time',
    found: (at) =>
      over(at('node:http', 'get', SMALL, 'cpuMicros'), at('ours', 'get', SMALL, 'cpuMicros')),
    least: 0.5,
  },
  ...faster('get', SMALL, 2),
  flat('filter'),
  ...faster('filter', LARGE, 200),
  flat('create'),
  ...faster('create', LARGE, 1000),
  {
    says: 'create, 100,000 users: 8,000/s for every 50,000/s of bare node:http',
    found: (at) => over(at('node:http', 'get', SMALL), at('ours', 'create', LARGE)),
    least: 0.16,
  },
  {
    says: 'change the members of a group of 100,000: within 20% of a group of 10',
    found: (at) => over(at('ours', 'crowd', LARGE), at('ours', 'ten', LARGE)),
    most: 1.2,
  },
  {
    says: 'cold start, all APIs: under 250 ms',
    found: (at) => over(at('ours', 'cold', SMALL), 1000),
    most: 250,
    unit: ' ms',
  },
  {
    says: "cold start, all APIs: at least 4 times as fast as Prism's with one",
    found: (at) => over(at('prism', 'cold', SMALL), at('ours', 'cold', SMALL)),
    least: 4,
  },
  {
    says: 'start with 1,000,000 users: under 20 s',
    found: (at) => over(at('ours', 'open', HUGE), 1e6),
    most: 20,
    unit: ' s',
  },
  {
    says: 'start with 1,000,000 users: under 4 GB',
    found: (at) => over(at('ours', 'peak', HUGE), 1e9),
    most: 4,
    unit: ' GB',
  },
  {
    says: 'a sandbox of 1,000,000 users, which is a fork and more: under 1 ms',
    found: (at) => over(at('ours', 'sandbox', HUGE), 1000),
    most: 1,
    unit: ' ms',
  },
  {
    says: 'memory of a user, with all indexes and two memberships: under 4 kB',
    found: (at) => perUser(at, HUGE) ?? perUser(at, LARGE),
    most: 4,
    unit: ' kB',
  },
]

/** A run that measured other sizes than a target speaks of leaves it open. */
export function targets(figures: readonly Figure[]): Target[] {
  const at: Finder = (server, measure, size, key = 'value') =>
    figureAt(figures, { server, measure, size })?.[key]
  return wanted.map(({ says, found, least = 0, most = Number.POSITIVE_INFINITY, unit = '×' }) => {
    const number = found(at)
    if (number === undefined) return { says, found: undefined, met: undefined }
    return { says, found: rounded(number) + unit, met: number >= least && number <= most }
  })
}

function flat(measure: Measure): Wanted {
  return {
    says: `${measure}, 100,000 users: the cost within 20% of that at 1,000`,
    found: (at) => over(at('ours', measure, LARGE), at('ours', measure, SMALL)),
    most: 1.2,
  }
}

function faster(measure: Measure, size: number, times: number): Wanted[] {
  const users = size.toLocaleString('en')
  const says = `${measure}, ${users} users: at least ${times.toLocaleString('en')} times json-server`
  const found = (at: Finder) => over(at('json-server', measure, size), at('ours', measure, size))
  return [{ says, found, least: times }]
}

function perUser(at: Finder, size: number): number | undefined {
  const [few, many] = [at('ours', 'resident', SMALL), at('ours', 'resident', size)]
  return few === undefined || many === undefined ? undefined : (many - few) / (size - SMALL) / 1000
}

function over(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? undefined : one / other
}
