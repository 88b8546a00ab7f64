/** The way to a target, as it and the run's limits want it. */

import type { Redact } from '../exchange.ts'
import { refereeOf } from '../referee/transport.ts'
import { type Environment, named, tokenCommand } from '../target.ts'
import type { TestInfo } from '../test.ts'
import type { Transport } from '../transport.ts'
import { type Answering, createStraightTransport } from './answer.ts'
import type { Road } from './careful.ts'
import { clock } from './clock.ts'
import { hostRefusal } from './hosts.ts'
import { type Ledger, openLedger, readAccount } from './ledger.ts'
import { type Limits, limitsOf } from './limits.ts'
import { patient } from './patience.ts'
import type { Probed } from './probe.ts'
import { createCarefulTransport } from './refused.ts'
import { createRenewal } from './renewal.ts'
import { settling } from './settle.ts'
import { runTokenCommand } from './token-command.ts'

export interface Way extends Probed {
  readonly redact: Redact
  readonly outputDir: string
}

/**
 * For one worker. To a mock that nobody limits it is the straight one, which costs nothing.
 * @throws Error when the target's host may not be asked
 */
export function openTransport(way: Way, environment: Environment = process.env): Transport {
  const limits = limitsOf(environment)
  const { target } = way
  const refusal = hostRefusal(target.url, { hosts: limits.hosts, writes: target.writes })
  if (refusal) throw new Error(refusal)
  if (target.mock && !isLimited(limits)) {
    return createStraightTransport({ ...answering(way, environment), ledger: unopened(way) })
  }
  return createCarefulTransport(roadOf(way, limits, environment))
}

/** For one test of that worker. */
export function transportOf(
  transport: Transport,
  { target }: Pick<Way, 'target'>,
  info: Pick<TestInfo, 'timeout' | 'setTimeout'>,
  limits: Limits = limitsOf(),
): Transport {
  const { settle } = limits
  if (target.mock && settle === 0 && !isLimited(limits)) return transport
  return patient(settle > 0 ? settling(transport, settle, clock) : transport, info)
}

function isLimited({ maxRequests, maxCreated, rate }: Limits): boolean {
  return (maxRequests ?? maxCreated ?? rate) !== undefined
}

function roadOf(way: Way, limits: Limits, environment: Environment): Road {
  const { api, url, tokens } = way.target
  const others = Object.values(named(environment, 'REHEARSAL_TARGETS'))
  return {
    ...answering(way, environment),
    limits,
    ledger: openLedger(way.outputDir),
    renewal: createRenewal(tokens, (holder) => {
      const command = tokenCommand(api, holder, environment)
      return command ? runTokenCommand(command, api, holder) : undefined
    }),
    origins: [url, ...others].map((each) => new URL(each).origin),
  }
}

function answering(way: Way, environment: Environment): Way & Omit<Answering, 'ledger'> {
  const referee = refereeOf(way.outputDir, environment)
  return { ...way, clock, ...(referee && { referee }) }
}

/** Leaves no trace unless there is something to say. */
function unopened({ outputDir }: Way): Ledger {
  return {
    read: () => readAccount(outputDir),
    change: (by) => openLedger(outputDir).change(by),
  }
}
