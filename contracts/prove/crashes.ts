/** Changes that are whole after a crash or not there at all, by several writers at once over HTTP. */

/** What a change that was asked for has become. */
type State = 'done' | 'not done' | 'half done'

export interface Change {
  readonly name: string
  /** Whether a reply said that it is done; it has to stay so then. */
  acknowledged: boolean
  state(url: string): Promise<State>
}

/** Asks for one change, and notes it before anybody can have made it. */
type Work = (at: Place, name: string) => Promise<void>

interface Place {
  readonly url: string
  /** Two people who are there. */
  readonly people: readonly string[]
  note(change: Change): Change
}

interface Resource {
  readonly id: string
  readonly [attribute: string]: unknown
}

const CORE = 'urn:ietf:params:scim:schemas:core:2.0'
const MESSAGES = 'urn:ietf:params:scim:api:messages:2.0'

const works: readonly Work[] = [team, person, job, departure, newcomers]

/** Makes changes of every kind, one after the other, until the server is gone. */
export async function writeUntilDead(at: Place, who: string): Promise<void> {
  for (let number = 0; ; number++) {
    const work = works[number % works.length] as Work
    try {
      await work(at, `${who}.${number}`)
    } catch (error) {
      if (error instanceof Refused) throw error
      return
    }
  }
}

/** What of all this is not as it was promised. */
export async function brokenPromises(url: string, changes: readonly Change[]): Promise<string[]> {
  const broken: string[] = []
  for (const { name, acknowledged, state } of changes) {
    const found = await state(url)
    if (found === 'done' || (found === 'not done' && !acknowledged)) continue
    broken.push(`${name} was ${acknowledged ? '' : 'not '}acknowledged and is ${found}`)
  }
  return broken
}

/** The ids of two people who are there from the beginning. */
export async function twoPeople(url: string): Promise<string[]> {
  const { Resources } = (await ask(url, 'GET', '/Users?count=2')) as { Resources: Resource[] }
  return Resources.map(({ id }) => id)
}

/** A group with its members is made. */
async function team({ url, people, note }: Place, name: string): Promise<void> {
  const change = note({
    name: `group ${name}`,
    acknowledged: false,
    state: async (now) => {
      const group = await only(now, `/Groups?filter=displayName eq "${name}"`)
      return group ? wholeIf([membersOf(group).length === people.length]) : 'not done'
    },
  })
  const members = people.map((value) => ({ value }))
  await ask(url, 'POST', '/Groups', { schemas: [`${CORE}:Group`], displayName: name, members })
  change.acknowledged = true
}

/** Several attributes of a user are set. */
async function person({ url, note }: Place, name: string): Promise<void> {
  const { id } = await made(url, name)
  const change = note({
    name: `patch of ${name}`,
    acknowledged: false,
    state: async (now) => {
      const user = (await ask(now, 'GET', `/Users/${id}`)) as Resource
      return wholeIf(['title', 'nickName', 'userType'].map((each) => user[each] === name))
    },
  })
  const value = { title: name, nickName: name, userType: name }
  await patch(url, `/Users/${id}`, { op: 'replace', value })
  change.acknowledged = true
}

/** One bulk job makes two users. */
async function job({ url, note }: Place, name: string): Promise<void> {
  const names = [`one-${name}`, `two-${name}`]
  const change = note({
    name: `job ${name}`,
    acknowledged: false,
    state: async (now) => {
      const found = names.map((each) => only(now, `/Users?filter=userName eq "${each}"`))
      return wholeIf((await Promise.all(found)).map((each) => each !== undefined))
    },
  })
  const Operations = names.map((userName) => ({
    method: 'POST',
    path: '/Users',
    bulkId: userName,
    data: { schemas: [`${CORE}:User`], userName },
  }))
  await ask(url, 'POST', '/Bulk', { schemas: [`${MESSAGES}:BulkRequest`], Operations })
  change.acknowledged = true
}

/** A user goes, and leaves the group that she was in. */
async function departure({ url, people, note }: Place, name: string): Promise<void> {
  const { id } = await made(url, name)
  const value = [...people, id].map((each) => ({ value: each }))
  const schemas = [`${CORE}:Group`]
  await ask(url, 'POST', '/Groups', { schemas, displayName: `left by ${name}`, members: value })
  const change = note({
    name: `removal of ${name}`,
    acknowledged: false,
    state: async (now) => {
      const user = await only(now, `/Users?filter=userName eq "${name}"`)
      const group = await only(now, `/Groups?filter=displayName eq "left by ${name}"`)
      return wholeIf([user === undefined, group && membersOf(group).length === people.length])
    },
  })
  await ask(url, 'DELETE', `/Users/${id}`)
  change.acknowledged = true
}

/** Two people join a group at once. */
async function newcomers({ url, people, note }: Place, name: string): Promise<void> {
  const body = { schemas: [`${CORE}:Group`], displayName: `joined ${name}` }
  const { id } = (await ask(url, 'POST', '/Groups', body)) as Resource
  const change = note({
    name: `newcomers of ${name}`,
    acknowledged: false,
    state: async (now) => {
      const found = membersOf((await ask(now, 'GET', `/Groups/${id}`)) as Resource)
      return wholeIf(people.map((each) => found.includes(each)))
    },
  })
  const value = people.map((each) => ({ value: each }))
  await patch(url, `/Groups/${id}`, { op: 'add', path: 'members', value })
  change.acknowledged = true
}

function wholeIf(parts: readonly unknown[]): State {
  if (parts.every(Boolean)) return 'done'
  return parts.some(Boolean) ? 'half done' : 'not done'
}

async function made(url: string, userName: string): Promise<Resource> {
  return (await ask(url, 'POST', '/Users', { schemas: [`${CORE}:User`], userName })) as Resource
}

function patch(url: string, path: string, operation: object): Promise<unknown> {
  return ask(url, 'PATCH', path, { schemas: [`${MESSAGES}:PatchOp`], Operations: [operation] })
}

async function only(url: string, path: string): Promise<Resource | undefined> {
  const { Resources = [] } = (await ask(url, 'GET', path)) as { Resources?: Resource[] }
  return Resources[0]
}

function membersOf({ members = [] }: Resource): string[] {
  return (members as { value: string }[]).map(({ value }) => value)
}

/** The server answered, and not as it should. */
class Refused extends Error {}

async function ask(url: string, method: string, path: string, body?: object): Promise<unknown> {
  const headers = {
    Authorization: 'Bearer admin-token',
    'Content-Type': 'application/scim+json',
  }
  const sent = body ? { body: JSON.stringify(body) } : {}
  const reply = await fetch(`${url}/scim/v2${path}`, { method, headers, ...sent })
  const text = await reply.text()
  if (!reply.ok) throw new Refused(`${method} ${path}: ${reply.status} ${text}`)
  return text === '' ? undefined : JSON.parse(text)
}
