/** What a run has exercised of its APIs, by what its workers recorded. */
import { readSpec } from '../../specs/read.ts'
import { READS } from '../client.ts'
import { drivers } from '../drivers/all.ts'
import { type Target, targetOf } from '../target.ts'
import { type Barred, type Coverage, measure } from './measure.ts'
import { recordedIn } from './recorded.ts'

/** @returns nothing when the run came to no target. */
export function measureRun(apis: readonly string[], folder: string): Coverage[] {
  if (!process.env.REHEARSAL_TARGETS) return []
  const recorded = recordedIn(folder)
  return apis.map((api) => {
    const target = targetOf(api)
    const spec = readSpec(api, target.spec)
    const methods = new Map(spec.operations.map(({ id, method }) => [id, method.toUpperCase()]))
    return measure(spec, recorded, barredAt(target, methods))
  })
}

function barredAt({ api, mock, writes }: Target, methods: ReadonlyMap<string, string>): Barred {
  return (operation) => {
    if (!writes && !READS.includes(methods.get(operation) ?? '')) return 'needs --allow-writes'
    const lasting = mock ? undefined : drivers[api]?.lasting?.[operation]
    return lasting && `asked of a mock only: ${lasting.reason}`
  }
}
