/** What `rehearsal proxy` can be told. */
import type { Option } from 'commander'
import type { Tone } from './output.ts'
import { applicationHeaderFlag, flag, specFlag } from './settings.ts'
import { whole } from './values.ts'

export interface ProxyFlags extends Tone {
  /** An API's base URL, or the root of a mock. */
  readonly upstream: string
  readonly port?: number
  readonly host?: string
  readonly spec?: Readonly<Record<string, string>>
  readonly applicationTokenHeader?: string
}

export function proxyFlags(): Option[] {
  return [
    flag('--upstream <url>', "the API's base URL, or the root of a mock").makeOptionMandatory(),
    flag('-p, --port <port>', 'port to listen on; 0 takes a free one (0)', 'PORT').argParser(
      whole(0, 65535),
    ),
    flag('--host <host>', 'address to bind to (127.0.0.1)'),
    specFlag(),
    applicationHeaderFlag(),
  ]
}
