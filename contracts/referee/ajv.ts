/** The first opinion: ours, by the validators that the suite reads replies with. */
import type { Spec, Violation } from '../../specs/read.ts'
import { breaches } from '../conformance.ts'
import type { Reply } from '../exchange.ts'
import { type Judge, type Observed, type Opinion, parsed } from './observed.ts'
import { requestFaults } from './requests.ts'
import { routesOf } from './routes.ts'

export function ajvJudge(spec: Spec): Judge {
  const find = routesOf(spec.operations)
  return async (observed): Promise<Opinion> => {
    const route = find(observed.method, observed.path)
    if (!route) return { operation: undefined, request: [], reply: [] }
    const { operation } = route
    // A property that is not declared breaks no schema; Prism has no such check.
    const broken = breaches(spec.document, operation, replyOf(observed)).filter(
      ({ check }) => check !== 'undeclared_property',
    )
    return {
      operation: operation.id,
      request: requestFaults(spec, route, observed),
      reply: broken.map(
        ({ check, at, spec: specPath, hint }): Violation => ({
          pointer: at,
          keyword: check,
          specPath,
          hint,
        }),
      ),
    }
  }
}

function replyOf({ method, path, status, answered }: Observed): Reply {
  const { headers, body: text } = answered
  const sent = { method, url: path, headers: {} }
  return { sent, status, headers, text, body: parsed(text) }
}
