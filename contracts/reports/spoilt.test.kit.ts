/** For tests: a deployment that misbehaves as told, a folder to run the suite in, and what it wrote. */
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inflateRawSync } from 'node:zlib'
import { test as base } from '#test'
import { outside, startServe } from '../prove/serving.ts'

const root = dirname(fileURLToPath(import.meta.resolve('rehearsal/package.json')))
const command = join(root, 'dist', 'mock', 'cli.js')

export interface Answer {
  /** 0 ends the connection without an answer. */
  readonly status: number
  readonly body: string
}

/** Alters an answer of the mock behind; undefined leaves it as it is. */
export type Spoil = (asked: Asked, answer: Answer) => Answer | undefined

export interface Asked {
  readonly method: string
  readonly path: string
  readonly body: string
}

export interface Ran {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

export interface Place {
  readonly folder: string
  /** Plays the APIs, and spoils some answers. @returns its URL */
  deploy(spoil: Spoil): Promise<string>
  /** Runs `rehearsal` in a folder below this one. */
  run(where: string, args: readonly string[], env?: NodeJS.ProcessEnv): Promise<Ran>
}

export const test = base.extend<{ place: Place }>({
  place: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'rehearsal-reports-'))
    const ends: (() => void)[] = []
    await use({
      folder,
      deploy: async (spoil) => {
        const mock = await startServe([process.execPath, command], folder)
        const front = await inFrontOf(mock.url, spoil)
        ends.push(front.end, mock.end)
        return front.url
      },
      run: (where, args, env = {}) => {
        mkdirSync(join(folder, where), { recursive: true })
        return run(args, { cwd: join(folder, where), env: { ...outside(), CI: '', ...env } })
      },
    })
    for (const end of ends) end()
    rmSync(folder, { recursive: true, force: true })
  },
})

/**
 * A Hub in which who logs in is called like her token, all others have a number for a name, and a
 * refusal shows the password.
 * @param note what else the number says
 */
export function misbehaving(token: string, note = ''): Spoil {
  let issued: string | undefined
  return ({ method, path, body: sent }, { status, body }): Answer | undefined => {
    const altered = (change: object) => ({
      status,
      body: JSON.stringify({ ...JSON.parse(body), ...change }),
    })
    if (method === 'POST' && path.endsWith('/users')) issued = undefined
    if (method === 'GET' && /\/users\/[^/?]+$/.test(path) && status === 200) {
      return altered(
        issued ? { displayName: `Ann ${issued}` } : { active: 'yes', displayName: note },
      )
    }
    if (!path.endsWith('/login')) return undefined
    if (status === 401) return altered({ msg: `it is not ${JSON.parse(sent).password}` })
    issued = token
    return altered({ token: issued })
  }
}

/** Every file below a folder by its name, with what is packed in it unpacked. */
export function written(folder: string): Map<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
  const texts = files
    .filter((file) => file.isFile())
    .map(({ name, parentPath }) => {
      const bytes = readFileSync(join(parentPath, name))
      return [join(parentPath, name).slice(folder.length + 1), texted(bytes)] as const
    })
  return new Map(texts)
}

function texted(bytes: Buffer): string {
  if (bytes.subarray(0, 2).toString() === 'PK') return unzipped(bytes)
  const text = bytes.toString('utf8')
  // Where Playwright's page has its data.
  const [, packed] = /data:application\/zip;base64,([A-Za-z0-9+/=]+)/.exec(text) ?? []
  return packed ? text + unzipped(Buffer.from(packed, 'base64')) : text
}

/** The texts of an archive, by its central directory (APPNOTE.TXT section 4.3.12). */
function unzipped(zip: Buffer): string {
  const texts: string[] = []
  for (
    let at = zip.indexOf('PK\u0001\u0002');
    at >= 0;
    at = zip.indexOf('PK\u0001\u0002', at + 4)
  ) {
    const start = zip.readUInt32LE(at + 42)
    const from = start + 30 + zip.readUInt16LE(start + 26) + zip.readUInt16LE(start + 28)
    const packed = zip.subarray(from, from + zip.readUInt32LE(at + 20))
    const text = zip.readUInt16LE(at + 10) === 0 ? packed : inflateRawSync(packed)
    texts.push(text.toString('utf8'))
  }
  return texts.join('\n')
}

function run(
  args: readonly string[],
  options: { cwd: string; env: NodeJS.ProcessEnv },
): Promise<Ran> {
  return new Promise((resolve) => {
    execFile(process.execPath, [command, ...args], options, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr })
    })
  })
}

async function inFrontOf(mock: string, spoil: Spoil): Promise<{ url: string; end: () => void }> {
  const server = createServer(async (request, response) => {
    const { method = 'GET', url: path = '/', headers } = request
    const given = Buffer.concat(await request.toArray())
    const { host: _, connection: __, 'content-length': ___, ...passed } = headers
    const sent = passed as Record<string, string>
    const body = given.length > 0 ? { body: given } : {}
    const reply = await fetch(mock + path, { method, headers: sent, ...body })
    const answer = { status: reply.status, body: await reply.text() }
    // Where it says of itself that it is a mock, which has to keep what is inferred too.
    const itself = { ...answer, body: answer.body.replaceAll(mock, `http://${headers.host}`) }
    const spoilt =
      path === '/' ? itself : (spoil({ method, path, body: given.toString() }, answer) ?? answer)
    for (const [name, value] of reply.headers) {
      if (
        !/^(content-length|content-encoding|transfer-encoding|connection|keep-alive)$/.test(name)
      ) {
        response.setHeader(name, value)
      }
    }
    if (spoilt.status === 0) return response.destroy()
    return response.writeHead(spoilt.status).end(spoilt.body)
  })
  // On a busy machine a connection would be closed at the moment in which it is used again.
  server.keepAliveTimeout = 120_000
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    end: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
