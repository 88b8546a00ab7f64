import pc from 'picocolors'

export interface Tone {
  readonly json?: boolean
  readonly quiet?: boolean
}

/** Prints for a person, or one line of JSON for a program; a quiet run prints neither. */
export function say({ json, quiet }: Tone, text: () => string, data: () => unknown): void {
  if (json) process.stdout.write(`${JSON.stringify(data())}\n`)
  else if (!quiet) process.stdout.write(`${text()}\n`)
}

/** Prints a complaint to stderr. */
export function complain({ json }: Tone, message: string): void {
  const line = json ? JSON.stringify({ error: message }) : `${pc.red('rehearsal:')} ${message}`
  process.stderr.write(`${line}\n`)
}

/** Rows with their columns aligned. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, at) =>
    Math.max(...rows.map((row) => row[at]?.length ?? 0)),
  )
  return rows
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
