/** Which hosts a run may read from and write to. */

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/

/**
 * Reading needs no list; where there is one, it holds for reading too. Writing needs one.
 * @param hosts names as in a URL, with a port where only that one is meant
 * @returns why the host may not be asked, and what to do about it; undefined when it may
 */
export function hostRefusal(
  url: string,
  { hosts, writes }: { readonly hosts?: readonly string[] | undefined; readonly writes: boolean },
): string | undefined {
  const { hostname, host } = new URL(url)
  if (LOOPBACK.test(hostname)) return undefined
  const listed = hosts?.map((name) => name.trim().toLowerCase())
  if (listed ? listed.includes(hostname) || listed.includes(host) : !writes) return undefined
  const what = writes
    ? `writing to ${hostname}`
    : `${hostname} is not among the hosts listed, and reading from it`
  return `${what} needs --allow-host ${hostname} (or REHEARSAL_ALLOW_HOST, or allowHost under test: in rehearsal.config.yaml)`
}
