#!/usr/bin/env node
import { existsSync, statSync } from 'node:fs'

const args = process.argv.slice(2)
const bundle = new URL('serve.bundle.js', import.meta.url)
const { run } = (
  args[0] === 'serve' && isFresh() ? await import(bundle.href) : await import('./command-line.ts')
) as typeof import('./command-line.ts')

process.exitCode = await run(args)

/** Whether the bundle was made, and nothing has been compiled since. The package has no `.tsbuildinfo`. */
function isFresh(): boolean {
  const compiled = new URL('../.tsbuildinfo', import.meta.url)
  if (!existsSync(bundle)) return false
  return !existsSync(compiled) || statSync(bundle).mtimeMs >= statSync(compiled).mtimeMs
}
