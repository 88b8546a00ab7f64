/** Comes to both sides of a run that compares them, and leaves neither with what it made. */
import { beginRun } from '../ownership/run.ts'
import { serveMock } from '../serve.ts'
import { tokensOfBoth } from './credentials.ts'
import { deployments, environmentOf, needsMock, sides } from './sides.ts'

type End = () => Promise<void>

/** @returns what ends it: the last that was begun first */
export async function reachBoth(outputDir: string): Promise<End> {
  Object.assign(process.env, await tokensOfBoth(process.env))
  const mock = needsMock(deployments()) ? [await serveMock()] : []
  const runs = sides.map((side) => beginRun(outputDir, environmentOf(side)))
  const ends = [...mock, ...runs.filter((end) => end !== undefined)]
  return async () => {
    for (const end of ends.reverse()) await end()
  }
}
