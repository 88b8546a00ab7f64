import type { RequestHandler } from 'express'
import type { Api } from './mounts.ts'

/** `GET /`: what is mounted, as a page for a browser and as JSON for a program. */
export function welcome(apis: () => readonly Api[]): RequestHandler {
  return (request, response) => {
    const origin = `${request.protocol}://${request.headers.host}`
    const json = () => {
      response.json({ rehearsal: true, apis: apis().map((api) => listed(api, origin)) })
    }
    response.format({
      json,
      html: () => {
        response.send(page(apis(), origin))
      },
      default: json,
    })
  }
}

export function listed({ name, spec, path }: Api, origin: string) {
  return { name, title: spec.title, url: origin + path, operations: spec.operations.length }
}

function page(apis: readonly Api[], origin: string): string {
  const rows = apis.map(
    ({ name, spec, path }) =>
      `<tr><td>${text(name)}</td><td>${text(spec.title)}</td><td><code>${text(origin + path)}</code></td>` +
      `<td>${spec.operations.length}</td></tr>`,
  )
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>rehearsal</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse } td, th { text-align: left; padding: .3rem 1rem .3rem 0 }
</style></head>
<body><main>
<h1>rehearsal</h1>
<p>These APIs are played here. Give your client one of the base URLs and the token <code>admin-token</code>.</p>
<table><thead><tr><th>API</th><th>Described in</th><th>Base URL</th><th>Operations</th></tr></thead>
<tbody>${rows.join('\n')}</tbody></table>
<p><a href="/__admin/health">Health</a></p>
</main></body></html>
`
}

function text(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
