/** How what was seen is written into an entry: so that it is found again, and shows nobody's data. */

/** What stands for any text in `says`. */
const GAP = '...'

const LONGEST = 240

/** What another run has otherwise: names and ids that were made, addresses, times and what is long. */
const volatile =
  /"[^"\n]{61,}"|https?:\/\/[^\s"']+|\S*rehearsal-\S+|\b[0-9a-f]{8}-[0-9a-f-]{27,}\b|\b\d{4}-\d\d-\d\dT[\d:.]+Z?|\b(?=\w*\d)\w{13,}\b|\b\d{5,}\b/gi

/** A message in one line, with a gap where another run would say something else. */
export function lasting(text: string): string {
  const line = inOneLine(text).replaceAll(volatile, GAP)
  return inOneLine(line.slice(0, LONGEST).replaceAll(/(?:\.\.\.[\s,;]*){2,}/g, `${GAP} `))
}

/** Whether a message has a text in it, whose gaps may be anything. */
export function hasSaid(message: string, says: string): boolean {
  const line = inOneLine(message)
  let from = 0
  for (const part of inOneLine(says).split(GAP)) {
    const at = line.indexOf(part.trim(), from)
    if (at < 0) return false
    from = at + part.trim().length
  }
  return true
}

/** What an expectation says of itself: the values that were wanted and came, as far as they are short. */
export function expectationIn(message: string): string {
  const told = message.split(/\n(?: +at |promised: |> \w+ |Call log|\s*\n> )/)[0] ?? ''
  return lasting(told.replace(/^\w+: /, ''))
}

/** As a comment of YAML, which takes neither control characters nor other ends of lines. */
export function commented(text: string): string {
  const lines = text.split(/\r\n|[\n\r\u0085\u2028\u2029]/)
  return lines
    .map((line) => `# ${line.replaceAll(/[\p{Cc}\p{Cs}\p{Cn}\uFEFF]/gu, '?')}`.trimEnd())
    .join('\n')
}

function inOneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim()
}
