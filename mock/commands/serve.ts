import { relative } from 'node:path'
import pc from 'picocolors'
import { population } from '../realms.ts'
import { type Mock, type Settings, startMock } from '../server.ts'
import { ended } from './ended.ts'
import { complain, say, type Tone } from './output.ts'
import { portError } from './ports.ts'
import { progressIn } from './progress.ts'

const personas = [
  ['admin-token', 'everything'],
  ['reader-token', 'reads only'],
  ['member-token', 'an ordinary user'],
  ['other-tenant-token', 'another organization'],
  ['expired-token', 'refused'],
  ['revoked-token', 'refused'],
] as const

const strictnesses = {
  lenient: 'lenient: any other credential counts as admin-token',
  strict: 'strict: any other credential is refused',
  off: 'off: no credential is needed',
}

/** Serves until it is told to end; @returns the exit code. */
export async function serve(settings: Settings, tone: Tone & { watch?: boolean }): Promise<number> {
  const mock = await startMock({ ...settings, progress: progressIn(tone) }).catch(async (error) => {
    throw await portError(error, settings)
  })
  say(
    tone,
    () => greeting(mock, settings),
    () => facts(mock, settings),
  )
  const watcher = tone.watch ? await watch(mock, tone) : undefined
  const code = await ended()
  await watcher?.close()
  await mock.close()
  return code
}

/** A valid edit of a spec is taken over; a bad one is reported, and the last good one goes on. */
async function watch(mock: Mock, tone: Tone) {
  const chokidar = await import('chokidar')
  const watcher = chokidar.watch(
    mock.apis.map(({ spec }) => spec.file),
    {
      ignoreInitial: true,
      awaitWriteFinish: { stabilityThreshold: 100, pollInterval: 20 },
    },
  )
  return watcher.on('all', (_event, file) => {
    try {
      mock.reload()
      const took = `took over ${relative('', file)}`
      say(
        tone,
        () => took,
        () => ({ reloaded: file }),
      )
    } catch (error) {
      complain(tone, `${(error as Error).message}\n  The last good specs go on being served.`)
    }
  })
}

function facts(mock: Mock, { db, auth }: Settings) {
  return {
    url: mock.url,
    apis: mock.apis.map(({ name, spec, path }) => ({
      name,
      title: spec.title,
      url: mock.url + path,
      spec: spec.file,
      operations: spec.operations.length,
      ...population(mock.realms, name),
    })),
    auth,
    tokens: personas.map(([token]) => token),
    state: db ?? null,
    ...(mock.adminToken === undefined ? {} : { adminToken: mock.adminToken }),
  }
}

function greeting(mock: Mock, settings: Settings): string {
  const { apis, adminToken } = facts(mock, settings)
  const first = apis[0]
  return [
    `${pc.bold('rehearsal')} plays ${apis.length} APIs at ${pc.cyan(mock.url)}`,
    '',
    ...apis.flatMap((api) => [
      `  ${pc.bold(api.name)}  ${pc.cyan(api.url)}`,
      `    ${api.users} users and ${api.groups} groups, ${api.operations} operations from ${nearby(api.spec)}`,
    ]),
    '',
    `  tokens  ${personas.map(([token, may]) => `${token} (${may})`).join(', ')}`,
    `  auth    ${strictnesses[settings.auth]}`,
    ...(adminToken === undefined
      ? []
      : [`  admin   /__admin takes the bearer token ${adminToken}`]),
    `  state   ${stateLine(settings.db)}`,
    ...(first
      ? ['', `  try     curl -H 'Authorization: Bearer admin-token' ${first.url}/Users`]
      : []),
    '',
    pc.dim('  Ctrl-C ends it.'),
  ].join('\n')
}

function stateLine(db: string | undefined): string {
  if (db === undefined) return 'in memory only, gone with the process'
  const flag = nearby(db) === '.rehearsal/state.json' ? '' : ` --db ${nearby(db)}`
  return `${nearby(db)}; 'npx rehearsal reset${flag}' begins anew`
}

/** A path as short as it can be said from here. */
function nearby(file: string): string {
  const short = relative('', file)
  return short.startsWith('..') ? file : short
}
