/** The workflows that the README offers can be pasted: they are YAML, and their commands exist. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { load } from 'js-yaml'
import { expect, test } from '#test'

const root = dirname(fileURLToPath(import.meta.resolve('rehearsal/package.json')))
const readme = readFileSync(join(root, 'README.md'), 'utf8')

interface Workflow {
  readonly name: string
  readonly on: unknown
  readonly jobs: Readonly<Record<string, Job>>
}

interface Job {
  readonly 'runs-on': string
  readonly needs?: string
  readonly env?: Readonly<Record<string, string>>
  readonly steps: readonly { readonly uses?: string; readonly run?: string }[]
}

const workflows = Array.from(readme.matchAll(/^```yaml\n(.*?)^```/gms), ([, text = '']) => text)
  .filter((text) => /^jobs:/m.test(text))
  .map((text) => load(text) as Workflow)

test('the README has a workflow, and one in shards', () => {
  expect(workflows.map(({ name }) => name)).toEqual(['contract', 'contract in shards'])
})

for (const { name, on, jobs } of workflows) {
  test(`the workflow ${name} has what GitHub asks of one`, () => {
    expect(on).toBeTruthy()
    for (const job of Object.values(jobs)) {
      expect(job).toMatchObject({ 'runs-on': 'ubuntu-latest', steps: expect.any(Array) })
      if (job.needs) expect(Object.keys(jobs)).toContain(job.needs)
      for (const step of job.steps) expect(Boolean(step.uses) !== Boolean(step.run)).toBe(true)
    }
  })

  test(`the commands and variables of the workflow ${name} exist`, () => {
    const runs = Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? []))
    const ours = runs.filter((run) => run !== 'npm ci')
    expect(ours.length).toBeGreaterThan(0)
    for (const run of ours) {
      const [npx, rehearsal, command = '', ...rest] = run.split(/\s+/)
      expect([npx, rehearsal]).toEqual(['npx', 'rehearsal'])
      const help = helpOf(command)
      for (const flag of rest.filter((each) => each.startsWith('--')))
        expect(help).toContain(`${flag} `)
    }
    const variables = Object.values(jobs).flatMap(({ env = {} }) => Object.keys(env))
    const help = helpOf('test')
    for (const variable of variables.filter((each) => !/_TOKEN$/.test(each))) {
      expect(help).toContain(variable)
    }
  })
}

/** @throws Error when there is no such command */
function helpOf(command: string): string {
  const args = [join(root, 'dist', 'mock', 'cli.js'), command, '--help']
  return execFileSync(process.execPath, args, { encoding: 'utf8' })
}
