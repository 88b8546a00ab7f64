/** For tests: what runs of the past have left in the log, at a deployment that is not as tame as the mock. */
import { join } from 'node:path'
import { headingOf } from '../contracts/ownership/alive.ts'
import { type Deployment, withDeployment } from '../contracts/ownership/deployment.test.kit.ts'
import {
  append,
  beginLog,
  type Intent,
  ownedFolder,
  type Thing,
} from '../contracts/ownership/log.ts'
import { test as base, type Ran, type Terminal } from './command.test.kit.ts'

export const prefix = 'rehearsal-r1-'

export const test = base.extend<{ deployment: Deployment }>({
  deployment: ({}, use) => withDeployment(use),
})

/** What a run of the past has left in the log. */
export function left(terminal: Terminal, { url }: Deployment, pid = 0): Left {
  const file = join(ownedFolder(terminal.folder), 'r1.jsonl')
  beginLog(file, {
    ...headingOf('r1', prefix, pid || process.pid),
    ...(!pid && { born: 'before' }),
  })
  let intents = 0
  return (name, made, target = url) => {
    intents += 1
    const intent: Intent = {
      ...{ intent: `${intents}`, api: 'scim.v2', target, mock: false, as: 'admin' },
      ...{ operation: 'createUser', names: [name], at: '2026-11-27T10:00:00.000Z' },
    }
    append(file, intent)
    const things: Thing[] = [{ operation: 'createUser', id: made ?? '' }]
    if (made) append(file, { intent: intent.intent, made: things })
    return file
  }
}

type Left = (name: string, made?: string, target?: string) => string

export function there({ people }: Deployment, id: string, userName: string): void {
  people.set(id, { id, userName })
}

export function sweep(terminal: Terminal, args: readonly string[] = []): Promise<Ran> {
  return terminal.run(['sweep', '--token', 's3cret', ...args])
}
