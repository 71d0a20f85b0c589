import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'
import { ChannelError } from './channel.ts'

/** An address that a request may be sent to. */
export interface SafeAddress {
  readonly address: string
  readonly family: 4 | 6
}

/**
 * The address of a host, once it is known to be a public one: whoever may name a receiver must not reach into the own
 * network through it. Hosts that are allowed by name may have any. Throws ChannelError.
 */
export async function safeAddress(hostname: string, allowedHosts: readonly string[]): Promise<SafeAddress> {
  // URLs write IPv6 addresses in brackets.
  const host = hostname.replace(/^\[(.*)\]$/, '$1').toLowerCase()
  const addresses = isIP(host) ? [{ address: host }] : await resolve(host)
  const isAllowed = allowedHosts.some((each) => each.toLowerCase() === host)
  const refused = isAllowed ? undefined : addresses.find(({ address }) => !isPublic(address))
  if (refused !== undefined) {
    throw new ChannelError(
      `${host} has the address ${refused.address}, which is not public: name the host in OCTO_ALERT_ALLOWED_HOSTS if it is meant`,
      false,
    )
  }
  const [first] = addresses
  if (first === undefined) throw new ChannelError(`${host} has no address`, true)
  return { address: first.address, family: isIP(first.address) === 6 ? 6 : 4 }
}

async function resolve(host: string): Promise<readonly { readonly address: string }[]> {
  try {
    return await lookup(host, { all: true })
  } catch (cause) {
    throw new ChannelError(`${host} cannot be resolved`, true, { cause })
  }
}

/** Whether an address is one of the public internet; an IPv4 address inside an IPv6 one is judged by itself. */
export function isPublic(address: string): boolean {
  return ipaddr.process(address).range() === 'unicast'
}
