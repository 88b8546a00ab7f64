/** Every listed deviation is real: it shows with plain curl, without our suite. It needs curl and sh. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from '#test'
import { readDeviations } from './deviations.ts'
import { SCIMMY_TOKEN, startScimmy } from './server.ts'

const run = promisify(execFile)

test.describe.configure({ mode: 'default' })

for (const { deviation, section, curl, answers } of readDeviations()) {
  test(`curl shows of SCIMMY: ${deviation} (${section})`, { tag: '@long' }, async () => {
    const { url, close } = await startScimmy()
    try {
      const { stdout } = await run('sh', ['-c', curl], { env: environment(url) })
      expect(stdout).toContain(answers)
    } finally {
      await close()
    }
  })
}

function environment(url: string): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    SCIM: url,
    AUTH: `Authorization: Bearer ${SCIMMY_TOKEN}`,
    JSON: 'Content-Type: application/scim+json',
    USER_URN: 'urn:ietf:params:scim:schemas:core:2.0:User',
    PATCH_URN: 'urn:ietf:params:scim:api:messages:2.0:PatchOp',
  }
}
