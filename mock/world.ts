import {
  createHmac,
  randomBytes,
  randomUUID,
  type ScryptOptions,
  scrypt,
  timingSafeEqual,
} from 'node:crypto'
import { promisify } from 'node:util'
import type { JWK } from 'jose'
import type { Claims, Key, World } from './dialects/dialect.ts'

const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt)
const HASH_BYTES = 32
/** 4 MiB and a few milliseconds each: these passwords are rehearsed and guard nothing else. */
const COST = 4096
// What OpenID Connect Core 1.0 section 15.1 requires of every issuer.
const ALGORITHM = 'RS256'

const secrets = {
  async hash(password: string): Promise<string> {
    const salt = randomBytes(16)
    const hash = await derive(password, salt, HASH_BYTES, { N: COST })
    return `scrypt:${COST}:${salt.toString('base64url')}:${hash.toString('base64url')}`
  },
  async verify(password: string, stored: string): Promise<boolean> {
    const [kind, ...parts] = stored.split(':')
    if (kind !== 'scrypt') return false
    // A hash that names no cost has the default of Node.
    const [hash = '', salt = '', cost = 16_384] = parts.toReversed()
    const N = Number(cost)
    const derived = await derive(password, Buffer.from(salt, 'base64url'), HASH_BYTES, { N })
    return timingSafeEqual(derived, Buffer.from(hash, 'base64url'))
  },
  async newKey(): Promise<Key> {
    const { exportJWK, generateKeyPair } = await import('jose')
    const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true })
    return { ...(await exportJWK(privateKey)), kid: randomUUID(), alg: ALGORITHM, use: 'sig' }
  },
  publicPart(key: Key): Key {
    // RFC 7518 section 6: the rest of a key is private.
    const shown = ['kty', 'use', 'alg', 'kid', 'n', 'e']
    return Object.fromEntries(Object.entries(key).filter(([name]) => shown.includes(name)))
  },
}

/** Seals with a key of its own: what one process sealed, another one does not open. */
function seals(): Pick<World, 'seal' | 'unseal'> {
  const key = randomBytes(32)
  const mark = (text: string) => createHmac('sha256', key).update(text).digest('base64url')
  const seal = (text: string) => `${Buffer.from(text).toString('base64url')}.${mark(text)}`
  return {
    seal,
    unseal: (sealed) => {
      const text = Buffer.from(sealed.split('.')[0] ?? '', 'base64url').toString()
      const [given, wanted] = [Buffer.from(sealed), Buffer.from(seal(text))]
      return given.length === wanted.length && timingSafeEqual(given, wanted) ? text : undefined
    },
  }
}

/** Signing and verifying go by the same clock as everything else. */
function signatures(now: () => string): Pick<World, 'sign' | 'claimsOf'> {
  return {
    sign: (claims, key, expiresIn) => signed(claims, key, { now: new Date(now()), expiresIn }),
    claimsOf: (token, key) => verified(token, key, new Date(now())),
  }
}

async function signed(
  claims: Claims,
  key: Key,
  { now, expiresIn }: { now: Date; expiresIn: number },
): Promise<string> {
  const { SignJWT } = await import('jose')
  const seconds = Math.floor(now.getTime() / 1000)
  return new SignJWT({ ...claims })
    .setProtectedHeader({ alg: ALGORITHM, kid: String(key.kid), typ: 'JWT' })
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + expiresIn)
    .sign(key as JWK)
}

async function verified(token: string, key: Key, now: Date): Promise<Claims | undefined> {
  const { jwtVerify } = await import('jose')
  try {
    const { payload } = await jwtVerify(token, secrets.publicPart(key) as JWK, {
      algorithms: [ALGORITHM],
      currentDate: now,
    })
    return payload
  } catch {
    // Not a JWT, not of this key, or expired: it is nobody's.
    return undefined
  }
}

/** The clock and identifiers of this machine: the only place that reads either. */
export const realWorld: World = {
  ...secrets,
  ...signatures(realTime),
  ...seals(),
  now: realTime,
  uuid: () => randomUUID(),
}

function realTime(): string {
  return new Date().toISOString()
}

/** A world that repeats itself: a clock that moves on by a second a look, and counted identifiers. */
export function fixedWorld(start = '2026-01-01T00:00:00.000Z'): World {
  let time = Date.parse(start)
  let number = 0
  const now = () => {
    const moment = new Date(time).toISOString()
    time += 1000
    return moment
  }
  return {
    ...secrets,
    ...signatures(now),
    ...seals(),
    now,
    uuid: () => `00000000-0000-4000-8000-${String(++number).padStart(12, '0')}`,
  }
}
