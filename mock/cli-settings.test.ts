/** Where a setting comes from: a flag, the environment, the file. And how the answer is told. */

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { headers, type Played, test, users } from './command.test.kit.ts'

function config(folder: string, text: string): Promise<void> {
  return writeFile(join(folder, 'rehearsal.config.yaml'), text)
}

async function status(server: Played, token: string): Promise<number> {
  const asked = { headers: { ...headers, Authorization: `Bearer ${token}` } }
  return (await fetch(users(server), asked)).status
}

test('a file in the folder sets what neither flag nor environment does', async ({ terminal }) => {
  await config(terminal.folder, 'auth: strict\ndb: mine.json\napis: [gotomeeting]\ndelay: 1-2\n')
  const server = await terminal.play()
  expect(server.first).toMatchObject({ auth: 'strict', state: join(terminal.folder, 'mine.json') })
  expect(server.first.apis.map(({ name }) => name)).toEqual(['gotomeeting'])
  expect(await status(server, 'anything')).toBe(403)
})

const precedence = [
  { file: 'strict', environment: undefined, flag: undefined, want: 'strict' },
  { file: 'strict', environment: 'off', flag: undefined, want: 'off' },
  { file: 'strict', environment: 'off', flag: 'lenient', want: 'lenient' },
]

for (const { file, environment, flag, want } of precedence) {
  const given = `file ${file}, environment ${environment}, flag ${flag}`
  test(`the flag is over the environment is over the file: ${given}`, async ({ terminal }) => {
    if (file) await config(terminal.folder, `auth: ${file}\n`)
    const env = environment ? { REHEARSAL_AUTH: environment } : {}
    const server = await terminal.play(
      ['gotomeeting', '--ephemeral', ...(flag ? ['--auth', flag] : [])],
      env,
    )
    expect(server.first.auth).toBe(want)
  })
}

test('a flag that says where the state is beats one that says the opposite below it', async ({
  terminal,
}) => {
  await config(terminal.folder, 'db: file.json\n')
  const memory = await terminal.play(['gotomeeting', '--ephemeral'])
  expect(memory.first.state).toBeNull()
  const env = { REHEARSAL_EPHEMERAL: '1' }
  const kept = await terminal.play(['gotomeeting', '--db', 'flag.json'], env)
  expect(kept.first.state).toBe(join(terminal.folder, 'flag.json'))
  const inMemory = await terminal.play(['gotomeeting', '--ephemeral'], {
    REHEARSAL_DB: 'env.json',
  })
  expect(inMemory.first.state).toBeNull()
})

const switches = ['0', 'no', '']

for (const value of switches) {
  test(`a switch that the environment sets to ${JSON.stringify(value)} is off`, async ({
    terminal,
  }) => {
    const { first } = await terminal.play(['gotomeeting'], { REHEARSAL_EPHEMERAL: value })
    expect(first.state).toBe(join(terminal.folder, '.rehearsal', 'state.json'))
  })
}

test('a switch that the environment sets to what is neither yes nor no is bad usage', async ({
  terminal,
}) => {
  const { code, stderr } = await terminal.run(['test'], { REHEARSAL_ALLOW_WRITES: 'never' })
  expect({ code, stderr }).toMatchObject({ code: 2 })
  expect(stderr).toContain('REHEARSAL_ALLOW_WRITES takes 1 or 0, not "never"')
})

test('writes at a target stay forbidden when the environment says 0', async ({ terminal }) => {
  const server = await terminal.play(['gotomeeting', '--ephemeral', 'formstack'])
  const target = ['test', 'formstack', '--target', server.first.url]
  const list = ['--', '--list', 'scenarios/users']
  const { stderr } = await terminal.execute([...target, ...list], { REHEARSAL_ALLOW_WRITES: '0' })
  expect(stderr).toContain('the target is only read')
  expect(await terminal.execute([...target, '--quiet', ...list])).toMatchObject({
    code: 0,
    stderr: '',
  })
})

test('the port and the rest of the environment are read', async ({ terminal }) => {
  const env = { PORT: 'none', REHEARSAL_AUTH: 'strict' }
  const bad = await terminal.run(['serve'], env)
  expect(bad.code).toBe(2)
  expect(bad.stderr).toMatch(/PORT.*whole number/)
})

const faults: readonly [text: string, want: RegExp][] = [
  ['prot: 1', /prot is not a setting; there are .*port/],
  ['port: http', /port: It takes a whole number/],
  ['auth: sloppy', /auth.*lenient, strict, off/],
  ['cors: maybe', /cors.*on, off/],
  ['ephemeral: perhaps', /ephemeral.*true.*false/],
  ['apis: [nobody]', /no API is called nobody/],
  ['spec: 5', /spec/],
  ['applicationTokenHeader: authorization', /applicationTokenHeader: .*other than Authorization/],
  ['- port', /rehearsal\.config\.yaml/],
  ['a: [', /rehearsal\.config\.yaml/],
]

for (const [text, want] of faults) {
  test(`a file that says ${JSON.stringify(text)} is refused with 2, and named`, async ({
    terminal,
  }) => {
    await config(terminal.folder, text)
    const { code, stderr } = await terminal.run(['serve', '--port', '0'])
    expect(stderr).toMatch(want)
    expect(stderr).not.toMatch(/\n +at /)
    expect(code).toBe(2)
  })
}

test('a file that switches CORS off in the words of YAML switches it off', async ({ terminal }) => {
  for (const value of ['off', 'false', '"off"']) {
    await config(terminal.folder, `cors: ${value}\n`)
    const server = await terminal.play(['gotomeeting', '--ephemeral'])
    const reply = await fetch(users(server), {
      headers: { ...headers, Origin: 'http://x.example' },
    })
    expect([value, reply.headers.get('access-control-allow-origin')]).toEqual([value, null])
  }
})

test('an API that the file names as a text is that API', async ({ terminal }) => {
  await config(terminal.folder, 'apis: formstack\n')
  const server = await terminal.play(['--ephemeral'])
  expect(server.first.apis.map(({ name }) => name)).toEqual(['formstack'])
})

test('nothing is coloured when nobody wants colours', async ({ terminal }) => {
  const bad = ['serve', 'nobody']
  const coloured = await terminal.execute(bad, { FORCE_COLOR: '1' })
  expect(coloured.stderr).toContain('\u001b[')
  for (const env of [{ NO_COLOR: '1', FORCE_COLOR: '' }, { NO_COLOR: '1' }, {}]) {
    expect((await terminal.execute(bad, env)).stderr).not.toContain('\u001b[')
  }
})

test('with --json a complaint is JSON too, wherever --json was said', async ({ terminal }) => {
  const said = [
    await terminal.run(['serve', 'nobody', '--json']),
    await terminal.run(['serve', 'nobody'], { REHEARSAL_JSON: '1' }),
    await terminal.run(['serve', '--prot', '--json']),
  ]
  for (const { code, stderr } of said) {
    expect(code).toBe(2)
    expect(JSON.parse(stderr)).toEqual({ error: expect.any(String) })
  }
})

test('a quiet run prints errors alone', async ({ terminal }) => {
  expect(await terminal.run(['reset', '--quiet'])).toEqual({ code: 0, stdout: '', stderr: '' })
  expect(await terminal.run(['routes'], { REHEARSAL_QUIET: '1' })).toMatchObject({ stdout: '' })
  const { stderr } = await terminal.run(['routes', 'nobody', '--quiet'])
  expect(stderr).toContain('no API is called nobody')
})
