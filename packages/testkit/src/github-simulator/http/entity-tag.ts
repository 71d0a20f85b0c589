import { createHash } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

/**
 * The ETag of an answer as api.github.com makes it: SHA-256 of the request's Accept, Authorization and Cookie as far
 * as they are there, and of the body, joined by colons (observed by bored-engineer/github-conditional-http-transport).
 */
export function entityTag(headers: IncomingHttpHeaders, body: string): string {
  const hash = createHash('sha256')
  for (const value of [headers.accept, headers.authorization, headers.cookie]) {
    if (value !== undefined) hash.update(`${value}:`)
  }
  return `"${hash.update(body).digest('hex')}"`
}

/** Whether `If-None-Match` names this one; weak or not is the same here. */
export function isMatched(headers: IncomingHttpHeaders, tag: string): boolean {
  const asked = headers['if-none-match']
  if (asked === undefined) return false
  return asked.split(',').some((one) => one.trim().replace(/^W\//, '') === tag)
}
