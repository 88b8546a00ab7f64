const units: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
}

/** The milliseconds of a duration such as `12h`. */
export function milliseconds(duration: string): number {
  const [, count, unit = ''] = /^(\d+)([smhd])$/.exec(duration) ?? []
  const size = units[unit]
  if (size === undefined) throw new Error(`${duration} is no duration such as 30s, 15m, 12h or 7d`)
  return Number(count) * size
}

/** The time that is so much later. */
export function later(time: string, by: number): string {
  return new Date(Date.parse(time) + by).toISOString()
}
