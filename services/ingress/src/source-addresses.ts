import type { ReceivingConfig } from '@octometer/config'
import type { Logger } from '@octometer/telemetry'
import { type AddressRanges, parseRanges } from './address-ranges.ts'
import { addressListFetched, addressListKept, addressRangesSkipped } from './events.ts'

/** Where a provider publishes the addresses that its requests come from. */
export interface AddressSource {
  /** As in logs and metrics. */
  readonly name: string
  readonly url: string
  /** The ranges in the provider's answer; empty when it does not look as documented. */
  readonly read: (answer: unknown) => readonly string[]
}

/** The addresses that deliveries may come from, kept fresh. Disposal ends the refreshing. */
export interface SourceAddresses extends Disposable {
  allows(address: string): boolean
  /** Fetches every list anew; one that cannot be had stays as it is. Never throws. */
  refresh(): Promise<void>
}

export interface SourceAddressOptions {
  readonly sources: readonly AddressSource[]
  readonly fetch: typeof fetch
  readonly logger: Logger
  /** Between two refreshes, in milliseconds; an hour, more or less a tenth. */
  readonly refreshMs?: number
  readonly timeoutMs?: number
}

/** A list of addresses could not be had at start: without it nobody, or everybody, would be let in. */
export class SourceAddressesError extends Error {
  override readonly name = 'SourceAddressesError'
  readonly code = 'source_addresses_unavailable'
}

const HOUR = 3_600_000
const MAX_LIST_CHARACTERS = 4 * 1024 * 1024

/** What the configuration asks for: GitHub's hook addresses, Cloudflare's, both or none. */
export function addressSources(config: ReceivingConfig): readonly AddressSource[] {
  return [
    ...(config.verifyGithubIps ? [githubHooks(config.githubApiUrl)] : []),
    ...(config.verifyCloudflareIps ? [cloudflare] : []),
  ]
}

function githubHooks(apiUrl: string): AddressSource {
  return { name: 'github', url: `${apiUrl}/meta`, read: (answer) => textsAt(answer, 'hooks') }
}

const cloudflare: AddressSource = {
  name: 'cloudflare',
  url: 'https://api.cloudflare.com/client/v4/ips',
  read(answer) {
    const result = memberOf(answer, 'result')
    return [...textsAt(result, 'ipv4_cidrs'), ...textsAt(result, 'ipv6_cidrs')]
  },
}

/**
 * Fetches every list and keeps it fresh. Without sources everybody is allowed.
 * Throws SourceAddressesError when a list cannot be had.
 */
export async function watchSourceAddresses(options: SourceAddressOptions): Promise<SourceAddresses> {
  const { sources, logger, refreshMs = HOUR } = options
  const lists = new Map<string, AddressRanges>()
  for (const source of sources) lists.set(source.name, await fetchRanges(source, options))

  const refreshOne = async (source: AddressSource) => {
    try {
      lists.set(source.name, await fetchRanges(source, options))
    } catch (error) {
      addressListKept(logger, source.name, error)
    }
  }
  const refresh = async () => void (await Promise.all(sources.map(refreshOne)))
  // Many replicas that started together must not all ask in the same second.
  const period = refreshMs * (0.9 + Math.random() * 0.2)
  const timer = sources.length > 0 ? setInterval(() => void refresh(), period).unref() : undefined
  return {
    allows: (address) => lists.size === 0 || [...lists.values()].some((ranges) => ranges.includes(address)),
    refresh,
    [Symbol.dispose]: () => clearInterval(timer),
  }
}

async function fetchRanges(source: AddressSource, options: SourceAddressOptions): Promise<AddressRanges> {
  const { ranges, invalid } = parseRanges(source.read(await fetchJson(source, options)))
  if (invalid.length > 0) addressRangesSkipped(options.logger, source.name, invalid)
  if (ranges.size === 0) {
    throw new SourceAddressesError(`${source.url} lists no address ranges of ${source.name}`)
  }
  addressListFetched(options.logger, source.name, ranges.size)
  return ranges
}

async function fetchJson(source: AddressSource, options: SourceAddressOptions): Promise<unknown> {
  try {
    const response = await options.fetch(source.url, {
      headers: { accept: 'application/json', 'user-agent': 'octometer' },
      redirect: 'error',
      signal: AbortSignal.timeout(options.timeoutMs ?? 10_000),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`it answered ${response.status}`)
    if (text.length > MAX_LIST_CHARACTERS) throw new Error('its answer is too large')
    return JSON.parse(text)
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new SourceAddressesError(
      `the addresses of ${source.name} cannot be fetched from ${source.url}: ${why}`,
      { cause },
    )
  }
}

function memberOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
}

function textsAt(value: unknown, key: string): readonly string[] {
  const list = memberOf(value, key)
  return Array.isArray(list) ? list.filter((each) => typeof each === 'string') : []
}
