/** What was sent and what came back, and how a person sees it. */
import type { Asking } from './target.ts'

export interface Sent {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

export interface Reply {
  readonly sent: Sent
  readonly status: number
  readonly headers: Headers
  /** The parsed JSON; undefined when there is none. */
  readonly body: unknown
  readonly text: string
}

export interface Exchange {
  readonly api: string
  /** The operationId, or what the request was about when it belongs to none. */
  readonly operation: string
  readonly as: Asking
  readonly reply: Reply
}

/** Takes the credentials out of a text. */
export type Redact = (text: string) => string

const BODY_LIMIT = 1200
const SECRETS = /("(?:[a-z]*password|token|access_token|client_secret)"\s*:\s*)"(?:[^"\\]|\\.)*"/gi

/** Tokens that the target issued during the run. What a check makes up is none, and says so. */
const ISSUED = /(authorization: \w+ )(?!\\*"?rehearsal-)[^\s"$]+/gi

/** Every form in which a token travels: as it is, and within Basic credentials. */
export function redactor(tokens: readonly string[]): Redact {
  const forms = tokens
    .flatMap((token) => [Buffer.from(`${token}:${token}`).toString('base64'), token])
    .sort((a, b) => b.length - a.length)
  return (text) =>
    forms
      .reduce((rest, form) => rest.replaceAll(form, '$TOKEN'), text)
      .replace(SECRETS, '$1"***"')
      .replace(ISSUED, '$1$$TOKEN')
}

/** The request, the reply and the line that repeats them. */
export function show(reply: Reply, redact: Redact): string {
  const { sent } = reply
  const lines = [
    `> ${sent.method} ${sent.url}`,
    ...Object.entries(sent.headers).map(([name, value]) => `> ${name}: ${value}`),
    ...(sent.body === undefined ? [] : [`> ${cut(sent.body)}`]),
    `< ${reply.status}`,
    ...[...reply.headers].map(([name, value]) => `< ${name}: ${value}`),
    `< ${cut(reply.text) || '(no body)'}`,
  ]
  return `${redact(lines.join('\n'))}\n${curl(sent, redact)}`
}

/** A line for a POSIX shell. Headers are in double quotes, so that $TOKEN is filled in. */
export function curl({ method, url, headers, body }: Sent, redact: Redact): string {
  const parts = [`curl -sS -i -X ${method} ${quote(redact(url))}`]
  for (const [name, value] of Object.entries(headers)) {
    parts.push(`-H "${redact(`${name}: ${value.replace(/[\\"`$]/g, '\\$&')}`)}"`)
  }
  if (body !== undefined && body.length <= BODY_LIMIT) {
    parts.push(`--data-raw ${quote(redact(body))}`)
  } else if (body !== undefined) parts.push(`--data-raw '(a body of ${body.length} characters)'`)
  return parts.join(' ')
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}

function cut(text: string): string {
  if (text.length <= BODY_LIMIT) return text
  return `${text.slice(0, BODY_LIMIT)} ... (${text.length} characters)`
}
