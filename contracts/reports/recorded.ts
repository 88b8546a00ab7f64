/** Reads what the workers of a run left behind. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Exercise } from './coverage.ts'
import type { Tallied } from './tally.ts'

export interface Recorded {
  readonly exercises: readonly Exercise[]
  readonly tallies: readonly Tallied[]
}

export function recordedIn(outputDir: string): Recorded {
  return {
    exercises: linesIn<Exercise>(join(outputDir, 'exchanges')),
    tallies: linesIn<Tallied>(join(outputDir, 'tally')),
  }
}

/** @returns the lines of all files in a folder; none when nothing was recorded. */
function linesIn<T>(folder: string): T[] {
  return filesIn(folder)
    .flatMap((file) => readFileSync(join(folder, file), 'utf8').split('\n'))
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T)
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
