/** Ties a test to what the document promises, so that a failure shows the promise and its source. */
import { stripVTControlCharacters } from 'node:util'
import type { TestInfo } from '@playwright/test'
import type { Behaviour, Evidence, Spec } from '../specs/read.ts'
import { replyTo } from '../specs/replies.ts'
import { breaksContract } from './breaking.ts'
import { breachesIn } from './conformance.ts'
import type { Phrase } from './drivers/driver.ts'
import { seenIn } from './reports/seen.ts'
import type { Target } from './target.ts'
import { isInconclusive } from './verdict.ts'

/**
 * Cites a behaviour of the document.
 * @throws Error when the document has none with this id: the test stands on nothing then.
 */
export function cite(spec: Spec, id: string, info: Pick<TestInfo, 'annotations'>): Behaviour {
  const behaviour = behavioursOf(spec).find((one) => one.id === id)
  if (!behaviour) throw new Error(`${spec.file} has no behaviour ${id}, which this test cites`)
  const description = sentence(behaviour)
  if (!info.annotations.some((one) => one.description === description)) {
    info.annotations.push({ type: PROMISE, description })
  }
  return behaviour
}

/** What it rests on that an operation answers with a status. */
export function evidenceOf(
  spec: Spec,
  { operation, status }: Phrase<unknown>,
): Evidence | undefined {
  const found = spec.operations.find(({ id }) => id === operation)
  return (found && replyTo(found, status)?.evidence) ?? found?.evidence
}

/** All that a document promises beyond shapes, of the API and of its operations. */
export function behavioursOf(spec: Spec): readonly Behaviour[] {
  return [...spec.behaviours, ...spec.operations.flatMap((operation) => operation.behaviours)]
}

/** The ids of the behaviours that a test has cited, and the checks of the type `check` that it makes. */
export function citedIn({ annotations }: Pick<TestInfo, 'annotations'>): string[] {
  return annotations
    .filter(({ type }) => type === PROMISE || type === 'check')
    .map(({ description = '' }) => description.split(': ')[0] ?? '')
}

/** Notes that a reply which is not as wanted breaks no more than what the document only infers. */
export function inferred(what: string, info: Pick<TestInfo, 'annotations'>): void {
  info.annotations.push({ type: INFERRED, description: what })
}

/**
 * A real deployment that breaks nothing but what we only infer has not failed: that is a finding.
 * The mock has to keep its own document.
 */
export function excuse(target: Target, info: TestInfo): void {
  if (!isExcused(target, info)) return
  const said = (type: string) => info.annotations.filter((one) => one.type === type)
  const broken = [...said(INFERRED), ...said(PROMISE)].map(({ description }) => description)
  const seen = seenIn(info.errors[0]?.message ?? '')
  info.annotations.push({ type: 'finding', description: `${broken.join('; ')}: ${seen}` })
  info.fail(true, FINDING)
}

/** Whether a scenario failed, and that is no failure but a finding. */
export function isExcused(target: Pick<Target, 'mock'>, info: TestInfo): boolean {
  const judged = info.status === 'failed' && !isInconclusive(info.errors)
  return judged && restsOnInferred(target, info)
}

/** Whether a scenario that failed breaks nothing but what the document only infers of a deployment. */
export function restsOnInferred(target: Pick<Target, 'mock'>, info: TestInfo): boolean {
  if (breaksContract(target, { evidence: 'inferred' })) return false
  // A reply that breaks the contract does so whatever the scenario is about.
  const texts = info.errors.map(({ message = '' }) => stripVTControlCharacters(message))
  if (texts.flatMap(breachesIn).some((breach) => breaksContract(target, breach))) return false
  const said = (type: string) => info.annotations.filter((one) => one.type === type)
  const cited = said(PROMISE)
  const onlyInferred = cited.length > 0 && cited.every(({ description }) => isInferred(description))
  return onlyInferred || said(INFERRED).length > 0
}

/** The sentences that a scenario stands on. */
export function promisesOf({ annotations }: Pick<TestInfo, 'annotations'>): string[] {
  return annotations
    .filter(({ type }) => type === PROMISE)
    .map(({ description = '' }) => description)
}

/** Why the failure of a scenario that has found something is expected. */
export const FINDING = 'a finding is no failure'

export const PROMISE = 'promise'
const INFERRED = 'inferred'

function sentence({ id, promise, evidence, source, reason }: Behaviour): string {
  return `${id}: ${promise} (${[evidence, source, reason].filter(Boolean).join('; ')})`
}

function isInferred(description: string | undefined): boolean {
  return /\(inferred[;)]/.test(description ?? '')
}
