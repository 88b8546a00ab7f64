/** An exchange in a form that passes between threads. */
import type { Message, Observed } from './observed.ts'

interface EnclosedMessage {
  readonly headers: readonly [string, string][]
  readonly body: string
}

export interface Enclosed extends Omit<Observed, 'query' | 'asked' | 'answered'> {
  readonly query: string
  readonly asked: EnclosedMessage
  readonly answered: EnclosedMessage
}

export function enclosed(observed: Observed): Enclosed {
  const close = ({ headers, body }: Message) => ({ headers: [...headers], body })
  const { query, asked, answered } = observed
  return { ...observed, query: String(query), asked: close(asked), answered: close(answered) }
}

export function disclosed(enclosed: Enclosed): Observed {
  const open = ({ headers, body }: EnclosedMessage) => ({
    headers: new Headers(headers.map(([name, value]): [string, string] => [name, value])),
    body,
  })
  const { query, asked, answered } = enclosed
  return {
    ...enclosed,
    query: new URLSearchParams(query),
    asked: open(asked),
    answered: open(answered),
  }
}
