/** Whether the arguments of a run choose some of the scenarios only. */

/** Those of Playwright's options that leave the choice as it is, and take a value. */
const valued = [
  '-c',
  '--config',
  '-j',
  '--workers',
  '--project',
  '--reporter',
  '--retries',
  '--timeout',
  '--global-timeout',
  '--output',
  '--trace',
  '--repeat-each',
  '--update-snapshots',
  '--name',
]

const switches = ['--quiet', '--fully-parallel', '--pass-with-no-tests', '--forbid-only']

/** @param args what follows `playwright test`; anything unknown is taken for a choice */
export function choosesSome(args: readonly string[]): boolean {
  return chosenBy(args).length > 0
}

/** The arguments that choose, in their order. */
export function chosenBy(args: readonly string[]): string[] {
  const [first, ...rest] = args
  if (first === undefined) return []
  const [name = ''] = first.split('=')
  const complete = switches.includes(name) || /^-[cj]./.test(first)
  if (complete || (valued.includes(name) && first !== name)) return chosenBy(rest)
  return valued.includes(name) ? chosenBy(rest.slice(1)) : [first, ...chosenBy(rest)]
}
