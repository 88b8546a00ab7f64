/** What `rehearsal sweep` can be told. */
import { InvalidArgumentError, type Option } from 'commander'
import type { Tone } from './output.ts'
import { applicationHeaderFlag, flag, specFlag } from './settings.ts'

export interface SweepFlags extends Tone {
  /** Only what is at or below this URL. */
  readonly target?: string
  /** Only what this run has left. */
  readonly run?: string
  /** Runs that are still going on, too. */
  readonly force?: boolean
  /** A run that is given up: what it has left is told, and its log put away. */
  readonly forget?: string
  readonly token?: string
  readonly tokenCommand?: string
  readonly allowHost?: string
  readonly wait: number
  readonly spec?: Readonly<Record<string, string>>
  readonly applicationTokenHeader?: string
}

export function sweepFlags(): Option[] {
  return [
    flag('--target <url>', 'only what is at or below this URL'),
    flag('--run <id>', 'only what this run has left'),
    flag('--token <token>', "the administrator's at the target"),
    flag('--token-command <command>', 'prints that token, and another when it has expired'),
    flag('--allow-host <hosts>', 'the hosts that may be asked, with commas between them'),
    flag('--force', 'sweep runs that seem to be going on, too'),
    flag('--forget <run>', 'give up what this run has left: name it, and put its log away'),
    flag('--wait <seconds>', 'how long a lost create may take to show')
      .default(5)
      .argParser(seconds),
    specFlag(),
    applicationHeaderFlag(),
  ]
}

function seconds(text: string): number {
  const number = Number(text)
  if (text !== '' && number >= 0 && number <= 3600) return number
  throw new InvalidArgumentError('It takes a number of seconds.')
}
