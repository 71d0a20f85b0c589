import { lookup } from 'node:dns/promises'
import type { RequestOptions } from 'node:http'
import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'

/** An address that a request may be sent to. */
export interface SafeAddress {
  readonly address: string
  readonly family: 4 | 6
}

export interface AddressRule {
  /** Names and addresses that are meant, wherever they lead. */
  readonly allowedHosts: readonly string[]
  /** The setting that lists them. */
  readonly setting: string
}

/** A host has no address that a request may be sent to. Its message names the host and the setting. */
export class UnsafeAddressError extends Error {
  override readonly name = 'UnsafeAddressError'
  readonly code: 'address_not_public' | 'host_unresolved'
  /** What is not public stays so; a name may be resolved later. */
  readonly retryable: boolean

  constructor(code: UnsafeAddressError['code'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.retryable = code === 'host_unresolved'
  }
}

/**
 * The address of a host, once it is known to be a public one: whoever may name a host must not reach into the own
 * network through it. Hosts that are allowed by name may have any. Throws UnsafeAddressError.
 */
export async function safeAddress(
  hostname: string,
  { allowedHosts, setting }: AddressRule,
): Promise<SafeAddress> {
  // URLs write IPv6 addresses in brackets.
  const host = hostname.replace(/^\[(.*)\]$/, '$1').toLowerCase()
  const addresses = isIP(host) ? [{ address: host }] : await resolve(host)
  const isAllowed = allowedHosts.some((each) => each.toLowerCase() === host)
  const refused = isAllowed ? undefined : addresses.find(({ address }) => !isPublic(address))
  if (refused !== undefined) {
    throw new UnsafeAddressError(
      'address_not_public',
      `${host} has the address ${refused.address}, which is not public: name the host in ${setting} if it is meant`,
    )
  }
  const [first] = addresses
  if (first === undefined) throw new UnsafeAddressError('host_unresolved', `${host} has no address`)
  return { address: first.address, family: isIP(first.address) === 6 ? 6 : 4 }
}

/** For a request to an address that was looked at: it is the one that is connected to, for a name may point elsewhere a moment later. */
export function lookupOf({ address, family }: SafeAddress): NonNullable<RequestOptions['lookup']> {
  return (_host, { all }, callback) =>
    all === true ? callback(null, [{ address, family }]) : callback(null, address, family)
}

async function resolve(host: string): Promise<readonly { readonly address: string }[]> {
  try {
    return await lookup(host, { all: true })
  } catch (cause) {
    throw new UnsafeAddressError('host_unresolved', `${host} cannot be resolved`, { cause })
  }
}

/** Whether an address is one of the public internet; an IPv4 address inside an IPv6 one is judged by itself. */
export function isPublic(address: string): boolean {
  return ipaddr.process(address).range() === 'unicast'
}
