/** Ours, its peers and the floor: how each is started, and what it can be asked. */
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fetched, pinned } from './packages.ts'
import { type Running, startProcess } from './processes.ts'
import { type Language, ours, rest, scim } from './requests.ts'
import { headers, MOST_OF_PEERS, script, startOurs, type World } from './world.ts'

export interface Server {
  readonly name: ServerName
  readonly title: string
  /** How many people it can bear. */
  readonly most: number
  readonly language: Language
  /** Whether its cost can depend on how many people there are; otherwise one size tells all. */
  readonly keepsPeople: boolean
  /** @throws Error when it cannot be installed or does not begin to serve. */
  start(world: World): Promise<Running>
  /** Starts it as a user does for the first time, where that is not the same. */
  startCold?(world: World): Promise<Running>
}

export const serverNames = [
  'ours',
  'node:http',
  'json-server',
  'mockoon',
  'scimmy',
  'prism',
] as const
export type ServerName = (typeof serverNames)[number]

const project = createRequire(import.meta.url)
const document = project.resolve('rehearsal/specs/scim.v2.yaml')

const standIn: Server = {
  name: 'ours',
  title: 'rehearsal',
  most: Number.POSITIVE_INFINITY,
  language: ours,
  keepsPeople: true,
  start: ({ folder }) => startOurs(folder),
  startCold: ({ folder }) =>
    startProcess({
      script: script('../cli.js'),
      args: ['serve', '--ephemeral', '--json'],
      folder,
      first: '/scim/v2/Users?count=1',
      headers,
    }),
}

const floor: Server = {
  name: 'node:http',
  title: 'bare node:http',
  most: Number.POSITIVE_INFINITY,
  language: { get: scim('/scim/v2').get },
  keepsPeople: false,
  start: ({ folder }) =>
    startProcess({ script: script('./floor.js'), args: ['reply.json'], folder, first: '/' }),
}

const jsonServer: Server = {
  name: 'json-server',
  title: `json-server ${pinned['json-server']}`,
  most: MOST_OF_PEERS,
  language: rest({ filter: (name) => `userName=${name}`, page: '_page=1&_per_page=100' }),
  keepsPeople: true,
  start: async ({ folder, sample }) =>
    startProcess({
      script: join(await fetched('json-server'), 'lib/bin.js'),
      args: ['users.json'],
      folder,
      first: `/users/${sample[0]?.id}`,
    }),
}

const mockoon: Server = {
  name: 'mockoon',
  title: `Mockoon ${pinned['@mockoon/cli']}`,
  most: MOST_OF_PEERS,
  language: rest({ filter: (name) => `userName_eq=${name}`, page: 'page=1&limit=100' }),
  keepsPeople: true,
  start: async ({ folder, sample }) => {
    const home = await fetched('@mockoon/cli')
    writeFileSync(join(folder, 'mockoon.json'), JSON.stringify(bucket(home, folder)))
    return startProcess({
      script: join(home, 'bin/run.js'),
      args: ['start', '--data', 'mockoon.json', '--disable-log-to-file'],
      folder,
      first: `/users/${sample[0]?.id}`,
    })
  },
}

/** It reads everybody for each page: with more people one takes minutes. */
const MOST_OF_SCIMMY_PAGES = 10_000
const words = scim('/scim/v2')

const scimmy: Server = {
  name: 'scimmy',
  title: 'SCIMMY',
  most: MOST_OF_PEERS,
  language: {
    ...words,
    page: (world) => (world.size > MOST_OF_SCIMMY_PAGES ? undefined : words.page(world)),
  },
  keepsPeople: true,
  start: ({ folder }) =>
    startProcess({
      script: script('./scimmy.js'),
      args: ['scimmy.json'],
      folder,
      first: '/scim/v2/ServiceProviderConfig',
      headers,
    }),
}

const { get, create } = scim('')

const prism: Server = {
  name: 'prism',
  title: 'Prism',
  most: MOST_OF_PEERS,
  language: { get, create },
  keepsPeople: false,
  start: ({ folder, sample }) =>
    startProcess({
      script: project.resolve('@stoplight/prism-cli/dist/index.js'),
      args: ['mock', document, '--verboseLevel', 'silent'],
      folder,
      first: `/Users/${sample[0]?.id}`,
      headers,
    }),
}

export const servers: readonly Server[] = [standIn, floor, jsonServer, mockoon, scimmy, prism]

/** Mockoon's file: the people as a data bucket, with a route that creates, reads, updates and deletes. */
function bucket(home: string, folder: string): object {
  const commons = createRequire(join(home, 'package.json'))('@mockoon/commons') as Commons
  const { users } = JSON.parse(readFileSync(join(folder, 'users.json'), 'utf8')) as {
    users: unknown[]
  }
  const data = { ...commons.BuildDatabucket(), name: 'users', value: JSON.stringify(users) }
  const route = commons.BuildCRUDRoute(true, { endpoint: 'users', databucketID: data.id })
  const environment = commons.BuildEnvironment({ hasDefaultRoute: false })
  const rootChildren = [{ type: 'route', uuid: route.uuid }]
  return { ...environment, data: [data], routes: [route], rootChildren }
}

/** As much of Mockoon's library as is used here. */
interface Commons {
  BuildDatabucket(): { id: string }
  BuildCRUDRoute(answers: boolean, at: { endpoint: string; databucketID: string }): { uuid: string }
  BuildEnvironment(options: { hasDefaultRoute: boolean }): object
}
