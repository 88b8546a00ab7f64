/**
 * A step of the build: makes one file of all that `serve` loads at its start, for Node spends most
 * of a start on finding hundreds of small ones.
 */
import { dirname, join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Plugin } from 'esbuild'

const folder = dirname(fileURLToPath(import.meta.url))

/** What is imported on demand stays where it is, apart from the command itself. */
const onDemand: Plugin = {
  name: 'on-demand',
  setup({ onResolve }) {
    onResolve({ filter: /./ }, ({ kind, path, resolveDir }) => {
      if (kind !== 'dynamic-import' || path === './commands/serve.js') return undefined
      if (!path.startsWith('.')) return { path, external: true }
      const place = relative(folder, resolve(resolveDir, path)).replaceAll(sep, '/')
      return { path: `./${place}`, external: true }
    })
  },
}

await build({
  entryPoints: [join(folder, 'command-line.js')],
  outfile: join(folder, 'serve.bundle.js'),
  absWorkingDir: join(folder, '../..'),
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  plugins: [onDemand],
  // CommonJS packages ask for Node's modules by `require`, which a module does not have.
  banner: {
    js: "import { createRequire as $from } from 'node:module'; const require = $from(import.meta.url);",
  },
})
