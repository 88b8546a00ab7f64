/** Other tokens in the place of those that have expired during the run. */
import type { Sent } from '../exchange.ts'
import type { Holder, Target } from '../target.ts'

export interface Renewal {
  /** A request with the tokens that are good now. */
  present(sent: Sent): Sent
  current(holder: Holder): string | undefined
  /** Notes that the target has taken a holder's token. */
  worked(holder: Holder): void
  /** Whether the target has ever taken one of a holder's. */
  hasWorked(holder: Holder): boolean
  /**
   * Gets another token than this one, which was refused.
   * @returns false where nothing gets one, or it got this one and nobody has ever taken it
   */
  renew(holder: Holder, refused: string): Promise<boolean>
}

/** @param get runs the holder's command; undefined where there is none */
export function createRenewal(
  tokens: Target['tokens'],
  get: (holder: Holder) => Promise<string> | undefined,
): Renewal {
  const renewed = new Map<Holder, string>()
  const unproven = new Set<string>()
  const taken = new Set<Holder>()
  const running = new Map<Holder, Promise<boolean>>()
  const current = (holder: Holder) => renewed.get(holder) ?? tokens[holder]
  const replace = async (holder: Holder, getting: Promise<string>) => {
    const before = current(holder)
    const token = await getting
    renewed.set(holder, token)
    unproven.add(token)
    return token !== before
  }
  return {
    current,
    present: (sent) =>
      [...renewed].reduce((one, [holder, token]) => exchanged(one, tokens[holder], token), sent),
    hasWorked: (holder) => taken.has(holder),
    worked: (holder) => {
      taken.add(holder)
      unproven.delete(current(holder) ?? '')
    },
    renew: (holder, refused) => {
      const under = running.get(holder)
      if (under) return under
      if (current(holder) !== refused) return Promise.resolve(true)
      const getting = unproven.has(refused) ? undefined : get(holder)
      if (!getting) return Promise.resolve(false)
      const renewing = replace(holder, getting).finally(() => running.delete(holder))
      running.set(holder, renewing)
      return renewing
    },
  }
}

/** Whether the request shows the token, in whatever form. */
export function carries({ url, headers }: Sent, token: string): boolean {
  const texts = [url, ...Object.values(headers)]
  return texts.some((text) => forms(token).some((form) => text.includes(form)))
}

function exchanged(sent: Sent, before: string | undefined, after: string): Sent {
  if (before === undefined || !carries(sent, before)) return sent
  const [own, others] = [forms(before), forms(after)]
  const swap = (text: string) =>
    own.reduce((rest, form, at) => rest.replaceAll(form, others[at] ?? form), text)
  const headers = Object.entries(sent.headers).map(([name, value]) => [name, swap(value)])
  return { ...sent, url: swap(sent.url), headers: Object.fromEntries(headers) }
}

/** As it is, as the user name of Basic, and in a URL. */
function forms(token: string): string[] {
  return [Buffer.from(`${token}:${token}`).toString('base64'), token, encodeURIComponent(token)]
}
