/** The text of a reply, as long as it is one that a worker can hold. */

/** No reply of any of the APIs comes near it. */
const MOST_BYTES = 64 * 1024 * 1024

/** @throws Error when there is more, for a target may send without end, or pack it small */
export async function textOf(response: Response, most = MOST_BYTES): Promise<string> {
  const { body, headers } = response
  const told = headers.get('content-length')
  const isShort = told !== null && Number(told) <= most && !headers.has('content-encoding')
  if (!body || isShort) return response.text()
  const decoder = new TextDecoder()
  let bytes = 0
  let text = ''
  // Leaving the loop ends the connection.
  for await (const piece of body as AsyncIterable<Uint8Array>) {
    bytes += piece.length
    if (bytes > most) throw new Error(`its body is longer than ${Math.round(most / 1024)} KiB`)
    text += decoder.decode(piece, { stream: true })
  }
  return text + decoder.decode()
}
