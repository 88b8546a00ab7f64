/** The two deployments that a parity run compares, and what the suite knows of the one it is at. */
import { createHash } from 'node:crypto'
import type { TestInfo } from '@playwright/test'

export const sides = ['A', 'B'] as const
export type Side = (typeof sides)[number]

/** One of the deployments. */
export interface Deployment {
  /** For each API its base URL; `mock` until the suite has started a mock of its own. */
  readonly targets: Readonly<Record<string, string>>
  /** Whether it is a mock of ours. */
  readonly mock: boolean
  /** Whether the suite starts it, and it goes with the run. */
  readonly fresh?: boolean
}

export type Deployments = Readonly<Record<Side, Deployment>>

type Environment = Readonly<Record<string, string | undefined>>

/** @returns the deployments to compare; undefined in a run against one. */
export function deployments(environment: Environment = process.env): Deployments | undefined {
  const text = environment.REHEARSAL_PARITY
  return text ? (JSON.parse(text) as Deployments) : undefined
}

/** The APIs that are compared, none in a run against one deployment. */
export function compared(environment: Environment = process.env): string[] {
  return Object.keys(deployments(environment)?.A.targets ?? {})
}

/**
 * The environment as one side has it. `REHEARSAL_B_HUB_ADMIN_TOKEN` is B's alone and goes before
 * `REHEARSAL_HUB_ADMIN_TOKEN`; a mock is shown no credential that was given for both.
 */
export function environmentOf(
  side: Side | '',
  environment: Environment = process.env,
): Record<string, string | undefined> {
  const deployment = side && deployments(environment)?.[side]
  if (!deployment) return { ...environment }
  const entries = Object.entries(environment)
  const secret = /_(TOKEN|TOKEN_COMMAND|TENANT|USER)$/
  const shared = entries.filter(([name]) => !deployment.mock || !secret.test(name))
  const prefix = `REHEARSAL_${side}_`
  const own = entries
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, value]) => [name.replace(prefix, 'REHEARSAL_'), value])
  return {
    ...Object.fromEntries(shared),
    ...Object.fromEntries(own),
    REHEARSAL_TARGETS: JSON.stringify(deployment.targets),
    REHEARSAL_MOCK: deployment.mock ? '1' : '',
    REHEARSAL_FRESH_MOCK: deployment.fresh ? '1' : '',
    REHEARSAL_THROW_AWAY: deployment.fresh ? '1' : '',
    REHEARSAL_RUN: `${environment.REHEARSAL_RUN ?? process.pid}${letters[side]}`,
  }
}

/**
 * Stands in every name that a side's run gives: two deployments over one directory do not meet, and
 * names sort alike on both. No scenario looks for these letters.
 */
const letters: Readonly<Record<Side, string>> = { A: 'p', B: 'q' }

/** Puts the URLs of a mock that has been started where `mock` stands. */
export function withMock(given: Deployments, urls: Readonly<Record<string, string>>): Deployments {
  const settle = ({ targets, ...rest }: Deployment): Deployment => ({
    ...rest,
    targets: Object.fromEntries(
      Object.entries(targets).map(([api, url]) => [api, url === 'mock' ? (urls[api] ?? url) : url]),
    ),
  })
  return { A: settle(given.A), B: settle(given.B) }
}

/** Whether a side is a mock that the suite has to start. */
export function needsMock(given: Deployments | undefined): boolean {
  return sides.some((side) => given?.[side].fresh)
}

/** What stands in the names that a scenario makes: on both sides the same, and in no other's. */
export function markOf(info: Pick<TestInfo, 'titlePath' | 'retry' | 'repeatEachIndex'>): string {
  const of = [...info.titlePath, info.retry, info.repeatEachIndex].join('\n')
  const digits = createHash('sha256').update(of).digest().readUIntBE(0, 6) % 1e10
  return digits.toString().padStart(10, '0')
}
