/** For the proof: a mock that outlives runs, runs that are killed, and all that is there, to the letter. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { test as base } from '#test'
import { personasOf } from '../../fixtures/worlds.ts'
import { outside, startServe } from '../prove/serving.ts'
import { logFiles, ownedFolder } from './log.ts'

const root = dirname(fileURLToPath(import.meta.resolve('rehearsal/package.json')))
const command = join(root, 'dist/mock/cli.js')

export interface Ran {
  readonly code: number | null
  readonly stdout: string
  readonly output: string
}

/** A mock that was there before, and stays; runs are in a folder of their own. */
export interface Deployment {
  readonly url: string
  readonly folder: string
  /** Runs the suite to its end. */
  run(apis: readonly string[], args: readonly string[]): Promise<Ran>
  /** Runs the suite until its log has so many lines, and then ms more; then kills all of it. */
  kill(api: string, moment: Moment): Promise<'killed' | 'ended before'>
  sweep(): Promise<Ran>
  /** Everybody and everything of an API, as both organizations read it. */
  state(api: string): Promise<readonly string[]>
}

export interface Moment {
  readonly lines: number
  readonly ms: number
  readonly args: readonly string[]
}

export const test = base.extend<{ deployment: Deployment }>({
  deployment: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'rehearsal-owned-'))
    // Slow enough that a kill finds requests on their way.
    const mock = await startServe([process.execPath, command], folder, ['--delay', '1-40'])
    const { url } = mock
    await use({
      url,
      folder,
      run: (apis, args) => ended(start(folder, testing(apis, url, args))),
      kill: (api, moment) => kill(folder, testing([api], url, moment.args), moment),
      sweep: () => ended(start(folder, ['sweep', '--json', '--wait', '1'])),
      state: (api) => stateOf(api, url),
    })
    mock.end()
    rmSync(folder, { recursive: true, force: true })
  },
})

function testing(apis: readonly string[], url: string, args: readonly string[]): string[] {
  return ['test', ...apis, '--target', url, '--allow-writes', '--', '--reporter=line', ...args]
}

function start(cwd: string, args: readonly string[]): ChildProcess {
  const stdio: ['ignore', 'pipe', 'pipe'] = ['ignore', 'pipe', 'pipe']
  // A group of its own, to be killed as a whole.
  return spawn(process.execPath, [command, ...args], { cwd, env: outside(), detached: true, stdio })
}

async function ended(child: ChildProcess): Promise<Ran> {
  let [stdout, output] = ['', '']
  child.stdout?.on('data', (text) => {
    stdout += text
    output += text
  })
  child.stderr?.on('data', (text) => {
    output += text
  })
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, stdout, output }
}

async function kill(
  folder: string,
  args: readonly string[],
  { lines, ms }: Moment,
): Promise<'killed' | 'ended before'> {
  const child = start(folder, args)
  const over = ended(child)
  const group = -(child.pid as number)
  let running = true
  void over.then(() => {
    running = false
  })
  while (running && linesIn(folder) < lines) await pause(5)
  await pause(ms)
  if (!running) return 'ended before'
  process.kill(group, 'SIGKILL')
  await over
  return 'killed'
}

function pause(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms))
}

function linesIn(folder: string): number {
  const [file] = logFiles(ownedFolder(folder))
  return file && existsSync(file) ? readFileSync(file, 'utf8').split('\n').length : 0
}

/** The folders of an API's own scenarios and of the common ones, without what it cannot run. */
export function scenarioFiles(api: string): string[] {
  const here = join(root, 'contracts')
  const own = readdirSync(join(here, 'apis')).filter((file) => file.startsWith(`${api}-`))
  const common = readdirSync(join(here, 'scenarios'))
  return [...own.map((file) => `apis/${file}`), ...common.map((file) => `scenarios/${file}`)]
    .filter((file) => file.endsWith('.spec.ts'))
    .map((file) => file.replace(/\.ts$/, ''))
}

const views: Readonly<Record<string, readonly string[]>> = {
  formstack: ['Users', 'Groups', 'Forms', 'Folders'].map(
    (name) => `/formstack/scim/${name}?count=500`,
  ),
  gotomeeting: ['Users', 'Groups'].map((name) => `/gotomeeting/identity/v1/${name}?count=500`),
  hub: ['users', 'groups', 'invitations'].map((name) => `/hub/api/auth/${name}?page[limit]=500`),
  laurel: ['admin-token', 'other-tenant-token'].map(
    (token) => `/laurel/api/v1/customers/${customerOf(token)}/users?integration=directory`,
  ),
  'scim.v1': ['Users', 'Groups'].map((name) => `/scim/v1/${name}?count=500`),
  'scim.v2': ['Users', 'Groups'].map((name) => `/scim/v2/${name}?count=500`),
}

function customerOf(token: string): string {
  const persona = personasOf('laurel')[token]
  return persona?.organization ?? persona?.tenant ?? ''
}

async function stateOf(api: string, url: string): Promise<readonly string[]> {
  const all: string[] = []
  for (const persona of ['admin-token', 'other-tenant-token']) {
    for (const view of views[api] ?? []) all.push(...(await read(url, view, persona)))
  }
  return all
}

/** A list and, of the Hub's groups, the members, whom the list does not show. */
async function read(url: string, view: string, token: string): Promise<string[]> {
  const headers = { Authorization: `Bearer ${token}` }
  const text = await (await fetch(url + view, { headers })).text()
  const said = [`${token} ${view}: ${text}`]
  if (!view.startsWith('/hub/api/auth/groups')) return said
  const { data = [] } = JSON.parse(text) as { data?: { _id: string }[] }
  for (const { _id } of data) {
    const members = `/hub/api/auth/groups/${_id}/members`
    said.push(`${members}: ${await (await fetch(url + members, { headers })).text()}`)
  }
  return said
}
