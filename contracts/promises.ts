/** Ties a test to what the document promises, so that a failure shows the promise and its source. */
import type { TestInfo } from '@playwright/test'
import type { Behaviour, Spec } from '../specs/read.ts'
import type { Target } from './target.ts'

/**
 * Cites a behaviour of the document.
 * @throws Error when the document has none with this id: the test stands on nothing then.
 */
export function cite(spec: Spec, id: string, info: Pick<TestInfo, 'annotations'>): void {
  const behaviour = behavioursOf(spec).find((one) => one.id === id)
  if (!behaviour) throw new Error(`${spec.file} has no behaviour ${id}, which this test cites`)
  if (info.annotations.some(({ type, description }) => type === PROMISE && isOf(description, id))) {
    return
  }
  info.annotations.push({ type: PROMISE, description: sentence(behaviour) })
}

/** All that a document promises beyond shapes, of the API and of its operations. */
export function behavioursOf(spec: Spec): readonly Behaviour[] {
  return [...spec.behaviours, ...spec.operations.flatMap((operation) => operation.behaviours)]
}

/**
 * A real deployment that breaks nothing but what we only infer has not failed: that is a finding.
 * The mock has to keep its own document.
 */
export function excuse(target: Target, info: TestInfo): void {
  if (target.mock || info.status !== 'failed') return
  const cited = info.annotations.filter(({ type }) => type === PROMISE)
  if (cited.length === 0 || !cited.every(({ description }) => isInferred(description))) return
  const error = info.errors[0]?.message?.split('\n')[0] ?? ''
  info.annotations.push({
    type: 'finding',
    description: `${cited.map(({ description }) => description).join('; ')}: ${error}`,
  })
  info.fail()
}

const PROMISE = 'promise'

function sentence({ id, promise, evidence, source, reason }: Behaviour): string {
  return `${id}: ${promise} (${[evidence, source, reason].filter(Boolean).join('; ')})`
}

function isOf(description: string | undefined, id: string): boolean {
  return description?.startsWith(`${id}: `) ?? false
}

function isInferred(description: string | undefined): boolean {
  return /\(inferred[;)]/.test(description ?? '')
}
