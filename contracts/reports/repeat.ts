/** The command that runs one test again. */
import type { TestInfo } from '@playwright/test'
import { quote } from '../exchange.ts'
import { type Environment, named, type Target } from '../target.ts'

type Titled = Pick<TestInfo, 'tags' | 'titlePath'>

/**
 * For a POSIX shell in which $TOKEN is set.
 * @returns undefined for a comparison, which goes by both of its sides
 */
export function repeatOf(
  target: Target,
  info: Titled,
  environment: Environment = process.env,
): string | undefined {
  if (environment.REHEARSAL_PARITY) return undefined
  const parts = ['npx rehearsal test', target.api, ...flagsOf(target, environment)]
  return [...parts, '--', '-g', quote(patternOf(target.api, info))].join(' ')
}

/**
 * Selects one test. Playwright holds it against project, file, titles and tags, joined by blanks;
 * the tags of a group come after its title.
 */
export function patternOf(
  project: string,
  { titlePath: [file = '', ...titles], tags }: Titled,
): string {
  const place = literal(file.replace(/\.[jt]s$/, ''))
  const names = titles.map((title) => ` ${literal(title)}${tags.length > 0 ? '( @\\S+)*' : ''}`)
  return `^ ?${literal(project)} ${place}\\.[jt]s${names.join('')}$`
}

/** What the run was told that another one has to be told, too. */
function flagsOf({ api, url, mock, writes, given }: Target, environment: Environment): string[] {
  const own = environment.REHEARSAL_FRESH_MOCK === '1'
  const spec = named(environment, 'REHEARSAL_SPECS')[api]
  const seed = environment.REHEARSAL_CHECK_SEED
  const hosts = environment.REHEARSAL_ALLOW_HOST
  return [
    ...(own ? [] : ['--target', quote(`${api}=${url}`)]),
    ...(own || mock ? [] : ['--token "$TOKEN"']),
    ...(!own && writes ? ['--allow-writes'] : []),
    ...(!own && !given ? ['--throw-away'] : []),
    ...(hosts ? ['--allow-host', quote(hosts)] : []),
    ...(spec ? ['--spec', quote(`${api}=${spec}`)] : []),
    ...(seed ? [`--check-seed=${seed}`] : []),
  ]
}

function literal(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
