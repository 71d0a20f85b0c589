import { createHash, randomBytes } from 'node:crypto'
import {
  APP_KEY,
  type Installation,
  installationSchema,
  type KeptApp,
  openApp,
  sealApp,
} from '@octometer/event-contracts'
import type { Bucket } from '@octometer/event-log'
import { z } from 'zod'
import { NoEncryptionKeyError } from '../errors.ts'

const STATE_LIVES_MS = 3_600_000
const [STATES, INSTALLATIONS, USERS] = ['state.', 'installation.', 'user.']

const stateSchema = z.object({
  begun: z.enum(['creation', 'installation']),
  user: z.string(),
  at: z.int(),
  public_url: z.string().nullable(),
  organization: z.string().nullable(),
})

/** What a browser was sent to GitHub for. */
export type Begun = z.output<typeof stateSchema>

const userSchema = z.object({ user: z.string(), installation_ids: z.array(z.int()) })

/** The App that was made here, what was begun, installations and whose they are. All throw LogUnavailableError. */
export class AppBook {
  readonly #bucket: Bucket
  readonly #encryptionKey: Uint8Array | null

  constructor(bucket: Bucket, encryptionKey: Uint8Array | null) {
    this.#bucket = bucket
    this.#encryptionKey = encryptionKey
  }

  /** Null: none was made here, or it was sealed with another key. */
  async app(): Promise<KeptApp | null> {
    const entry = await this.#bucket.get(APP_KEY)
    return entry === null ? null : openApp(entry.value, this.#encryptionKey)
  }

  /** Throws NoEncryptionKeyError. */
  async keepApp(app: KeptApp): Promise<void> {
    const text = sealApp(app, this.requireKey())
    await this.#write(APP_KEY, () => text)
  }

  /** Throws NoEncryptionKeyError. */
  requireKey(): Uint8Array {
    if (this.#encryptionKey === null) throw new NoEncryptionKeyError()
    return this.#encryptionKey
  }

  /** The state to send along: 256 random bits, of which only the hash is kept. */
  async begin(begun: Begun): Promise<{ readonly state: string; readonly expiresAt: Date }> {
    await this.#forgetStates(begun.at)
    const state = randomBytes(32).toString('base64url')
    await this.#write(stateKey(state), () => JSON.stringify(begun))
    return { state, expiresAt: new Date(begun.at + STATE_LIVES_MS) }
  }

  /** Null: not given out here, too old, or used up. */
  async peek(state: string, now: number): Promise<Begun | null> {
    const entry = await this.#bucket.get(stateKey(state))
    if (entry === null) return null
    const begun = stateSchema.parse(JSON.parse(entry.value))
    return now - begun.at < STATE_LIVES_MS ? begun : null
  }

  /** The same, and uses it up: of two at once one gets it. */
  async take(state: string, now: number): Promise<Begun | null> {
    const entry = await this.#bucket.get(stateKey(state))
    const begun = await this.peek(state, now)
    if (entry === null || begun === null) return null
    return (await this.#bucket.remove(entry.key, entry.revision)) ? begun : null
  }

  async installations(): Promise<readonly Installation[]> {
    const entries = await this.#bucket.entries()
    return entries
      .filter(({ key }) => key.startsWith(INSTALLATIONS))
      .map(({ value }) => installationSchema.parse(JSON.parse(value)))
      .toSorted((a, b) => a.id - b.id)
  }

  async keepInstallation(installation: Installation): Promise<void> {
    await this.#write(`${INSTALLATIONS}${installation.id}`, () => JSON.stringify(installation))
  }

  /** It is nobody's any more, too. False: there was none. */
  async removeInstallation(id: number): Promise<boolean> {
    for (const { key, value } of await this.#bucket.entries()) {
      if (!key.startsWith(USERS) || !idsIn(value).includes(id)) continue
      await this.#write(key, (before) => {
        const { user, installation_ids: ids } = userSchema.parse(JSON.parse(before ?? value))
        return JSON.stringify({ user, installation_ids: ids.filter((each) => each !== id) })
      })
    }
    const entry = await this.#bucket.get(`${INSTALLATIONS}${id}`)
    return entry !== null && (await this.#bucket.remove(entry.key, entry.revision))
  }

  async installationIdsOf(user: string): Promise<readonly number[]> {
    const entry = await this.#bucket.get(userKey(user))
    return entry === null ? [] : idsIn(entry.value)
  }

  async isClaimed(id: number): Promise<boolean> {
    const users = (await this.#bucket.entries()).filter(({ key }) => key.startsWith(USERS))
    return users.some(({ value }) => idsIn(value).includes(id))
  }

  async claim(user: string, ids: readonly number[]): Promise<void> {
    await this.#write(userKey(user), (before) => {
      const known = before === null ? [] : idsIn(before)
      return JSON.stringify({ user, installation_ids: [...new Set([...known, ...ids])] })
    })
  }

  async #write(key: string, make: (before: string | null) => string): Promise<void> {
    for (;;) {
      const entry = await this.#bucket.get(key)
      const value = make(entry?.value ?? null)
      if ((await this.#bucket.put(key, value, entry?.revision ?? 0)) !== null) return
    }
  }

  async #forgetStates(now: number): Promise<void> {
    for (const { key, value, revision } of await this.#bucket.entries()) {
      if (!key.startsWith(STATES)) continue
      const { at } = stateSchema.parse(JSON.parse(value))
      if (now - at >= STATE_LIVES_MS) await this.#bucket.remove(key, revision)
    }
  }
}

function idsIn(user: string): readonly number[] {
  return userSchema.parse(JSON.parse(user)).installation_ids
}

function stateKey(state: string): string {
  return `${STATES}${createHash('sha256').update(state).digest('hex')}`
}

/** A name may hold what no key may. */
function userKey(user: string): string {
  return `${USERS}${Buffer.from(user, 'utf8').toString('base64url')}`
}
