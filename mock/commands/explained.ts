/** Looks through the explanations of a referee before anything is asked of a target. */
import { readExplanations } from '../../contracts/referee/explained.ts'
import { UsageError } from '../usage-error.ts'
import type { TestFlags } from './test-flags.ts'

/** @throws UsageError when the run could not use the file; without a referee nobody reads it */
export function refuseBadExplanations({ explained, referee }: TestFlags): void {
  if (explained === undefined || !referee) return
  try {
    readExplanations(explained)
  } catch (error) {
    throw new UsageError(inWords(explained, error as NodeJS.ErrnoException))
  }
}

function inWords(file: string, { code, message }: NodeJS.ErrnoException): string {
  if (code === 'ENOENT') return `${file}: there is no such file`
  if (code === 'EISDIR') return `${file}: it is a folder: give a file`
  return message.startsWith(file) ? message : `${file}: ${message}`
}
