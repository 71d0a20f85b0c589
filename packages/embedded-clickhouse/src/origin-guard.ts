import type { IncomingHttpHeaders } from 'node:http'
import { isIP } from 'node:net'

/**
 * Why a request is refused before anything is read of it, or undefined. Any web page can send to 127.0.0.1, and a
 * name that an attacker's DNS turns to 127.0.0.1 makes his page our neighbour; a program sends neither.
 */
export function refusalOf(headers: IncomingHttpHeaders, ownHost: string): string | undefined {
  if (headers.origin !== undefined) return 'Requests from web pages (with an Origin header) are refused'
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'none') return 'Requests from web pages (Sec-Fetch-Site) are refused'
  const host = headers.host
  if (host === undefined || isOurs(hostName(host), ownHost)) return undefined
  return 'The Host header must be an IP address or localhost'
}

function isOurs(name: string, ownHost: string): boolean {
  return name === 'localhost' || name === ownHost.toLowerCase() || isIP(name) !== 0
}

function hostName(host: string): string {
  const bracketed = /^\[([^\]]+)\](?::\d+)?$/.exec(host)?.[1]
  return (bracketed ?? host.replace(/:\d+$/, '')).toLowerCase()
}
