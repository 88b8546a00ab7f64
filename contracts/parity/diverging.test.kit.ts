/** For proofs: a deployment that is a mock's but for one planted divergence. */
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Asked {
  readonly method: string
  /** With the query, as it goes over the wire. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

// biome-ignore lint/suspicious/noExplicitAny: a divergence takes any body apart
export type Json = any

export interface Answered {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** Undefined when there is none. */
  readonly body: Json
}

/** Asks the mock behind. */
export type Ask = (asked: Partial<Asked> & { readonly path: string }) => Promise<Answered>

/** What a deployment does otherwise; it may remember. */
export type Diverge = (asked: Asked, ask: Ask) => Promise<Answered>

export interface Deployment {
  readonly url: string
  /** From here on it does this otherwise; nothing when it is a twin. */
  plant(diverge?: Diverge): void
  close(): void
}

/** Starts a deployment that is not seen to be a mock, for its root says nothing. */
export async function deploy(origin: string): Promise<Deployment> {
  let planted: Diverge | undefined
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', async () => {
      const asked = readAsked(request, Buffer.concat(chunks).toString())
      const ask: Ask = (other) => forward(origin, { ...asked, ...other })
      const answered = asked.path === '/' ? gone : await (planted ?? asIs)(asked, ask)
      const text = answered.body === undefined ? '' : JSON.stringify(answered.body)
      const headers = JSON.parse(JSON.stringify(answered.headers).replaceAll(origin, here()))
      response.writeHead(answered.status, headers).end(text.replaceAll(origin, here()))
    })
  })
  const here = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: here(),
    plant: (diverge) => {
      planted = diverge
    },
    close: () => server.close(),
  }
}

const gone: Answered = { status: 404, headers: {}, body: undefined }

const asIs: Diverge = (asked, ask) => ask(asked)

function readAsked(request: IncomingMessage, body: string): Asked {
  const own = /^(host|connection|content-length|transfer-encoding|accept-encoding)$/
  const headers = Object.entries(request.headers).filter(([name]) => !own.test(name))
  return {
    method: request.method ?? 'GET',
    path: request.url ?? '/',
    headers: Object.fromEntries(headers.map(([name, value]) => [name, String(value)])),
    body,
  }
}

async function forward(origin: string, { method, path, headers, body }: Asked): Promise<Answered> {
  const reply = await fetch(origin + path, {
    method,
    headers: { ...headers },
    redirect: 'manual',
    ...(body !== '' && !/^(GET|HEAD)$/.test(method) && { body }),
  })
  const text = await reply.text()
  const kept = [...reply.headers].filter(
    ([name]) => !/^(content-length|connection|keep-alive|date)$/.test(name),
  )
  const there = Object.fromEntries(kept.map(([name, value]) => [name, value]))
  return { status: reply.status, headers: there, body: text === '' ? undefined : JSON.parse(text) }
}
