/** `2018-10-23 10:08:09`, in UTC, from ISO 8601. */
export function date(time: string): string {
  return `${time.slice(0, 10)} ${time.slice(11, 19)}`
}

interface Dated {
  readonly id: string
  readonly created: string
  readonly modified: string
  readonly version: number
}

/** `lastModified` is null until the first change. */
export function meta(entry: Dated, resourceType: string, base: string) {
  return {
    created: date(entry.created),
    lastModified: entry.version > 1 ? date(entry.modified) : null,
    location: `${base}/${resourceType}s/${entry.id}`,
    resourceType,
  }
}
