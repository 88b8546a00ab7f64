import { InvalidArgumentError } from 'commander'
import { isTokenHeader } from '../../specs/application-header.ts'

/** Reads a whole number in a range. @throws InvalidArgumentError with what it takes. */
export function whole(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (/^\d+$/.test(text) && value >= least && value <= most) return value
    throw new InvalidArgumentError(`It takes a whole number from ${least} to ${most}.`)
  }
}

/** Reads milliseconds, or a range of them. @throws InvalidArgumentError with what it takes. */
export function readDelay(text: string): readonly [number, number] {
  const [, least, most = least] = /^(\d{1,6})(?:-(\d{1,6}))?$/.exec(text) ?? []
  if (least !== undefined && Number(least) <= Number(most)) return [Number(least), Number(most)]
  throw new InvalidArgumentError('It takes milliseconds (200) or a range of them (100-300).')
}

/** Reads the name of a header for a token. @throws InvalidArgumentError with what it takes. */
export function headerName(text: string): string {
  if (isTokenHeader(text)) return text
  throw new InvalidArgumentError('It takes the name of a header other than Authorization.')
}
