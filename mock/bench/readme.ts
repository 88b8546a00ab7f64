/** The part of the README that a run writes. */
const START = '<!-- bench: npm run bench -- --write writes it -->\n\n'
const END = '\n\n<!-- end of the bench -->'

/** @throws Error when the text has no such part. */
export function between(text: string, found: string): string {
  const from = text.indexOf(START)
  const to = text.indexOf(END, from)
  if (from < 0 || to < 0) throw new Error(`README.md lacks ${START.trim()} or ${END.trim()}`)
  return text.slice(0, from + START.length) + found + text.slice(to)
}
