/** The thread in which the proxy's judges sit. It says that it is ready, and then answers each exchange in turn. */
import { parentPort, workerData } from 'node:worker_threads'
import { withApplicationHeader } from '../../specs/application-header.ts'
import { readSpec } from '../../specs/read.ts'
import type { DocumentPlace } from './apart.ts'
import { disclosed, type Enclosed } from './enclosed.ts'
import { bothJudges, inShort } from './ruling.ts'

const { api, file, applicationTokenHeader } = workerData as DocumentPlace
const judge = await bothJudges(withApplicationHeader(readSpec(api, file), applicationTokenHeader))

parentPort?.on('message', async (exchange: Enclosed) => {
  const verdict = await judge(disclosed(exchange)).then(inShort, failure)
  parentPort?.postMessage(verdict)
})
parentPort?.postMessage('ready')

/** Some quote the whole of what they cannot read. */
const MESSAGE_LIMIT = 500

function failure(error: Error): string {
  const isDeep = error instanceof RangeError && /call stack/.test(error.message)
  return isDeep
    ? 'it is nested too deeply'
    : `it cannot be judged: ${error.message.slice(0, MESSAGE_LIMIT)}`
}
