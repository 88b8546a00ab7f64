/**
 * What no report may show: the credentials that were given, and what the target issued or a test made
 * up during the run. Playwright writes errors and differences of its own accord, so all that a
 * worker tells is looked through on its way out.
 */
import { stripVTControlCharacters } from 'node:util'
import { hiding } from './disguises.ts'
import { type Exchange, type Redact, redactor, secretsIn } from './exchange.ts'

export interface Secrets {
  readonly redact: Redact
  /** From now on, what these show as secrets counts too; they may grow. */
  watch(exchanges: readonly Exchange[]): void
}

export function createSecrets(tokens: readonly string[]): Secrets {
  const given = redactor(tokens)
  let watched: readonly Exchange[] = []
  let read = 0
  let found = new Set<string>()
  let hide = hiding(found, '***')
  const learn = () => {
    const before = found.size
    for (const { reply } of watched.slice(read)) {
      for (const secret of secretsIn(reply)) if (!tokens.includes(secret)) found.add(secret)
    }
    read = watched.length
    if (found.size > before) hide = hiding(found, '***')
  }
  return {
    watch: (exchanges) => {
      watched = exchanges
      read = 0
      found = new Set()
      hide = hiding(found, '***')
    },
    redact: (text) => {
      learn()
      return hide(given(text))
    },
  }
}

/** Takes out the credentials that a process was given in its environment, for what no worker tells. */
export function redactorOf(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Redact {
  const names = Object.keys(environment).filter((name) => /^REHEARSAL_(\w+_)?TOKEN$/.test(name))
  return redactor(names.map((name) => environment[name] ?? ''))
}

/** What a process tells its parent with. */
export interface Channel {
  send?: NodeJS.Process['send']
}

/** Looks through everything that a worker tells about errors, and that it attaches and prints. */
export function guard({ redact }: Secrets, channel: Channel = process): void {
  const send = channel.send?.bind(channel) as ((...given: unknown[]) => boolean) | undefined
  if (!send) return
  const outgoing = (message: unknown) => {
    const { method, params } = ((message as Told).params ?? {}) as Told
    if (method === 'stepBegin') return withoutValues(message as Told)
    // By far the most messages have names and times, and nothing that a target said.
    if (method === 'testBegin' || (method === 'stepEnd' && !params?.error)) return message
    return redacted(message, discreet(redact))
  }
  channel.send = (message: unknown, ...rest: unknown[]) => send(outgoing(message), ...rest)
}

interface Told {
  readonly method?: string
  readonly params?: Readonly<Record<string, unknown>>
}

/** A step of `expect` begins with the values that it is given. */
function withoutValues(message: Told): Told {
  const { params, ...step } = (message.params?.params ?? {}) as Told
  return params ? { ...message, params: { ...message.params, params: step } } : message
}

/** The colours of a difference may stand within a token, and are lost then. */
function discreet(redact: Redact): Redact {
  return (text) => {
    const plain = stripVTControlCharacters(text)
    const clean = redact(plain)
    return clean === plain ? text : clean
  }
}

/** Bodies of attachments and pieces of output travel in Base64. */
const PACKED = ['body', 'buffer']

/** A value with all of its texts redacted. */
export function redacted<T>(value: T, redact: Redact): T {
  return clean(value, redact) as T
}

function clean(value: unknown, redact: Redact, name = ''): unknown {
  if (typeof value === 'string')
    return PACKED.includes(name) ? repacked(value, redact) : redact(value)
  if (Array.isArray(value)) return value.map((one) => clean(one, redact))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, clean(one, redact, key)]),
  )
}

function repacked(packed: string, redact: Redact): string {
  const text = Buffer.from(packed, 'base64').toString('utf8')
  const clean = redactedText(text, redact)
  return clean === text ? packed : Buffer.from(clean, 'utf8').toString('base64')
}

/** What goes by lines would end within a text of JSON. */
function redactedText(text: string, redact: Redact): string {
  if (!/^[[{]/.test(text)) return redact(text)
  try {
    return JSON.stringify(redacted(JSON.parse(text), redact))
  } catch {
    return redact(text)
  }
}
