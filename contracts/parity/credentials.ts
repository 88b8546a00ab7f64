/** Each side has credentials of its own. */
import type { Environment } from '../target.ts'
import { tokensFromCommands } from '../transport/token-command.ts'
import { deployments, environmentOf, sides } from './sides.ts'

/**
 * Gets the tokens that commands print, for each side that is no mock.
 * @returns the variables to add to the environment; @throws Inconclusive when a command fails
 */
export async function tokensOfBoth(environment: Environment): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  for (const side of sides) {
    const { mock, targets } = deployments(environment)?.[side] ?? { mock: true, targets: {} }
    if (mock) continue
    const own = environmentOf(side, environment)
    const tokens = await tokensFromCommands(Object.keys(targets), own)
    for (const [name, token] of Object.entries(tokens)) {
      found[name.replace(/^REHEARSAL_/, `REHEARSAL_${side}_`)] = token
    }
  }
  return found
}
