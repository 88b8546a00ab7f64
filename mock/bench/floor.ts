/** The limit: `node:http` and nothing else, with the status, headers and bytes of one of our replies. */
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'

/** What it answers to everything, as JSON in a file. */
export interface Fixed {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

const file = process.argv[2] ?? ''
const { status, headers, body } = JSON.parse(readFileSync(file, 'utf8')) as Fixed
const length = Buffer.byteLength(body)

createServer((_request, response) => {
  response.writeHead(status, { ...headers, 'Content-Length': length })
  response.end(body)
}).listen(0)
