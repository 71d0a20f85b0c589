import { createSign } from 'node:crypto'
import { isObject } from './fields.ts'
import type { GitHubSimulator } from './github-simulator.ts'

export interface Reply {
  readonly status: number
  readonly headers: Headers
  readonly body: unknown
}

export interface Question {
  readonly method?: string
  readonly body?: object
  readonly headers?: Readonly<Record<string, string>>
}

/** Asks a simulator by plain HTTP, as no client library would soften it. */
export async function ask(
  { url }: Pick<GitHubSimulator, 'url'>,
  token: string | null,
  path: string,
  { method = 'GET', body, headers = {} }: Question = {},
): Promise<Reply> {
  const response = await fetch(path.startsWith('http') ? path : `${url}${path}`, {
    method,
    redirect: 'manual',
    headers: { ...(token === null ? {} : { authorization: `Bearer ${token}` }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  const isJson = text.startsWith('{') || text.startsWith('[')
  const parsed: unknown = isJson ? JSON.parse(text) : text === '' ? undefined : text
  return { status: response.status, headers: response.headers, body: parsed }
}

/** A list's entries, through all pages. */
export async function askAll(
  simulator: GitHubSimulator,
  token: string,
  path: string,
): Promise<{ readonly items: readonly unknown[]; readonly pages: number }> {
  const items: unknown[] = []
  let pages = 0
  for (let next: string | undefined = path; next !== undefined; ) {
    const { body, headers } = await ask(simulator, token, next)
    if (Array.isArray(body)) items.push(...body)
    pages += 1
    next = /<([^>]+)>; rel="next"/.exec(headers.get('link') ?? '')?.[1]
  }
  return { items, pages }
}

/** An App's token for the API, good for nine minutes from `now` (milliseconds). */
export function appToken(pem: string, issuer: number | string, now: number): string {
  const seconds = Math.floor(now / 1000)
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const signed = `${part({ alg: 'RS256', typ: 'JWT' })}.${part({ iat: seconds - 60, exp: seconds + 540, iss: issuer })}`
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(pem).toString('base64url')}`
}

export function field(body: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((value, key) => (isObject(value) ? value[key] : undefined), body)
}
