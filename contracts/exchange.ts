/** What was sent and what came back, and how a person sees it. */
import { hiding } from './disguises.ts'
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
/** Names under which a secret travels, in JSON, in a form and in a header. */
const SECRET =
  '(?:[\\w-]*password|(?:[\\w-]*[_-])?token|[a-z]+Token|client_?secret|secret|assertion|api_?key)'
const IN_JSON = new RegExp(`("${SECRET}"\\s*:\\s*)"(?:[^"\\\\]|\\\\.)*"?`, 'gi')
/** Within a string of JSON that is within a text. */
const IN_STRING = new RegExp(`(\\\\+"${SECRET}\\\\+"\\s*:\\s*\\\\+")[^"\\\\]+`, 'gi')
const IN_FORM = new RegExp(`((?:^|[&?#;'\\s])${SECRET}=)[^&\\s'"\\\\]+`, 'gi')
/** The value may be quoted (RFC 6265 section 4.1.1); a text in quotes may have it, as a curl line. */
const COOKIE = /((?:set-)?cookie: )(?:="[^"\n]*"|[^\n"\\]|\\[^\n])+/gi

/** Tokens that the target issued during the run. What a check makes up is none, and says so. */
const ISSUED = /(authorization: \w+ )(?!\\*"?rehearsal-)[^\s"$\\]+/gi

/** Tokens that came after a redactor was made; every redactor of this process knows them. */
const learned = new Set<string>()

export function keepSecret(token: string): void {
  learned.add(token)
}

/** Takes out every form in which a token travels or is repeated, and what bears the name of a secret. */
export function redactor(tokens: readonly string[]): Redact {
  let known = learned.size
  let hide = hiding([...tokens, ...learned], '$TOKEN')
  return (text) => {
    if (learned.size > known) {
      known = learned.size
      hide = hiding([...tokens, ...learned], '$TOKEN')
    }
    return hide(text)
      .replace(IN_JSON, '$1"***"')
      .replace(IN_STRING, '$1***')
      .replace(IN_FORM, '$1***')
      .replace(COOKIE, '$1***')
      .replace(ISSUED, '$1$$TOKEN')
  }
}

/** Shorter values would be found in what is no secret. */
const SHORTEST = 8

/** The values that a request or its reply has under the name of a secret. */
export function secretsIn({ sent, headers, text }: Reply): string[] {
  const location = headers.get('location') ?? ''
  const search = sent.url.includes('?') ? new URL(sent.url).search : ''
  const bodies = [sent.body ?? '', text, search, location].filter(Boolean)
  const named = bodies.flatMap((body) => [
    ...Array.from(body.matchAll(IN_JSON), ([all, name = '']) => unquoted(all.slice(name.length))),
    ...Array.from(body.matchAll(IN_FORM), ([all, name = '']) => all.slice(name.length)),
  ])
  const shown = Object.entries(sent.headers)
    .filter(([name]) => /^(authorization|cookie)$|token$|api-?key$/i.test(name))
    .map(([, value]) => value.replace(/^(bearer|basic) /i, ''))
  const cookies = headers.getSetCookie().map((cookie) => /^[^=;]*="?([^;"]*)/.exec(cookie)?.[1])
  const all = [...named, ...shown, ...cookies.map((value) => value ?? '')].map(undone)
  return [...new Set(all)].filter((one) => one.length >= SHORTEST && !COMMON.test(one))
}

/** Passwords of tests that nobody may have: to hide these would hide names of fields and operations. */
const COMMON = /^password$/i

/** Of its escapes in a URL, whose other forms are known. */
function undone(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}

function unquoted(json: string): string {
  try {
    return String(JSON.parse(json))
  } catch {
    return ''
  }
}

/** The request, the reply and the line that repeats them. */
export function show(reply: Reply, redact: Redact): string {
  const parts = [showSent(reply.sent, redact), showReply(reply, redact), curl(reply.sent, redact)]
  return parts.join('\n')
}

export function showSent({ method, url, headers, body }: Sent, redact: Redact): string {
  const lines = [
    `> ${method} ${redact(url)}`,
    ...Object.entries(headers).map(([name, value]) => `> ${redact(`${name}: ${value}`)}`),
    ...(body === undefined ? [] : [`> ${cut(redact(body))}`]),
  ]
  return lines.join('\n')
}

export function showReply({ status, headers, text }: Reply, redact: Redact): string {
  const lines = [
    `< ${status}`,
    ...[...headers].map(([name, value]) => `< ${redact(`${name}: ${value}`)}`),
    `< ${cut(redact(text)) || '(no body)'}`,
  ]
  return lines.join('\n')
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

/** A word for a POSIX shell, as it is. */
export function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}

function cut(text: string): string {
  if (text.length <= BODY_LIMIT) return text
  return `${text.slice(0, BODY_LIMIT)} ... (${text.length} characters)`
}
