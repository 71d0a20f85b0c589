import type { IncomingMessage } from 'node:http'
import { BlockList, isIP } from 'node:net'

/** The proxies whose word about a client is taken. */
export interface TrustedProxies {
  trusts(address: string): boolean
}

const MAPPED_IPV4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i

/**
 * Compiles addresses and CIDR ranges.
 * @throws RangeError or TypeError for a text that is neither; configuration has checked it before.
 */
export function createTrustedProxies(ranges: readonly string[]): TrustedProxies {
  const list = new BlockList()
  for (const range of ranges) {
    const [address = '', bits] = range.split('/')
    const family = familyOf(address)
    if (bits === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(bits), family)
  }
  return { trusts: (address) => isIP(address) !== 0 && list.check(address, familyOf(address)) }
}

/**
 * The address of the client: the peer, or, behind trusted proxies, the rightmost address of `X-Forwarded-For` (else
 * `Forwarded`, else `CF-Connecting-IP`) that is not a trusted proxy itself. What stands further left anybody can write.
 * Empty when the peer has none (a closed or a local socket).
 */
export function clientAddress(request: IncomingMessage, proxies: TrustedProxies): string {
  let nearest = plainAddress(request.socket.remoteAddress ?? '') ?? ''
  if (!proxies.trusts(nearest)) return nearest
  for (const hop of forwardedHops(request).reverse()) {
    const address = plainAddress(hop)
    // A hop that is no address was not written by a proxy that can be believed.
    if (address === null) return nearest
    nearest = address
    if (!proxies.trusts(nearest)) return nearest
  }
  return nearest
}

/** True when the client came by HTTPS: to us, or, as a trusted proxy says, to that proxy. */
export function isHttps(request: IncomingMessage, proxies: TrustedProxies): boolean {
  if ('encrypted' in request.socket && request.socket.encrypted === true) return true
  if (!proxies.trusts(plainAddress(request.socket.remoteAddress ?? '') ?? '')) return false
  const said = header(request, 'x-forwarded-proto') ?? forwardedParts(request, 'proto').join(',')
  return said.split(',').at(-1)?.trim().toLowerCase() === 'https'
}

function forwardedHops(request: IncomingMessage): string[] {
  const list = header(request, 'x-forwarded-for')
  if (list !== null) return list.split(',')
  const forwarded = forwardedParts(request, 'for')
  if (forwarded.length > 0) return forwarded
  const cloudflare = header(request, 'cf-connecting-ip')
  return cloudflare === null ? [] : [cloudflare]
}

/** The values of one parameter of RFC 7239's `Forwarded`, leftmost first; a hop without it gives an empty text. */
function forwardedParts(request: IncomingMessage, name: 'for' | 'proto'): string[] {
  const forwarded = header(request, 'forwarded')
  if (forwarded === null) return []
  const parameter = new RegExp(`(?:^|;)\\s*${name}=(?:"([^"]*)"|([^;\\s]*))`, 'i')
  return forwarded.split(',').map((hop) => {
    const [, quoted, bare] = parameter.exec(hop) ?? []
    return quoted ?? bare ?? ''
  })
}

/** An address without brackets, port and IPv4-in-IPv6 prefix; null for anything else. */
function plainAddress(text: string): string | null {
  const trimmed = text.trim()
  const bare = /^\[([^\]]+)\](?::\d+)?$/.exec(trimmed)?.[1] ?? /^([\d.]+):\d+$/.exec(trimmed)?.[1] ?? trimmed
  const address = MAPPED_IPV4.exec(bare)?.[1] ?? bare
  return isIP(address) === 0 ? null : address
}

function header(request: IncomingMessage, name: string): string | null {
  const value = request.headers[name]
  return value === undefined ? null : String(value)
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4'
}
