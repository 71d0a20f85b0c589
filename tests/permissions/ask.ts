import { z } from 'zod'
import type { Expected, Method } from './expectation.ts'

export interface Told {
  readonly status: number
  readonly type: string
  readonly allow: string | null
  readonly challenge: string | null
  /** What keeps a browser from taking an answer for something else; a page also says what it may load, and who may frame it. */
  readonly isGuarded: boolean
  /** Of a problem. */
  readonly code: string | null
}

const problem = z.object({ status: z.int(), code: z.string(), title: z.string(), detail: z.string() })

/** A delivery, signed with a secret that nobody has; other routes take it for an object without a field. */
const DELIVERY = {
  'content-type': 'application/json',
  'x-github-event': 'ping',
  'x-github-delivery': '6f1f3c1e-54a4-4f6e-9a57-0e8c3f4f2b11',
  'x-hub-signature-256': `sha256=${'0'.repeat(64)}`,
}

/** Asks, and reads what an answer says of who may; what goes on for ever is left at its beginning. */
export async function askFor(url: string, method: Method, credential: string | null): Promise<Told> {
  const leaving = new AbortController()
  const answer = await fetch(url, {
    method,
    redirect: 'manual',
    signal: leaving.signal,
    ...(method === 'POST' && { body: '{}' }),
    headers: {
      // As our own pages send it: a session may be begun then.
      'sec-fetch-site': 'same-origin',
      ...(method === 'POST' && DELIVERY),
      ...(credential === null ? {} : { authorization: `Bearer ${credential}` }),
    },
  })
  const type = answer.headers.get('content-type') ?? ''
  const isProblem = type.startsWith('application/problem+json') && method !== 'HEAD'
  const code = isProblem ? problem.parse(await answer.json()).code : null
  if (type.startsWith('text/event-stream')) leaving.abort()
  else if (!isProblem) await answer.arrayBuffer()
  return {
    status: answer.status,
    type,
    allow: answer.headers.get('allow'),
    challenge: answer.headers.get('www-authenticate'),
    isGuarded: isGuarded(answer.headers, type),
    code,
  }
}

function isGuarded(headers: Headers, type: string): boolean {
  const policy = headers.get('content-security-policy') ?? ''
  const isFramed = !(policy.includes("default-src 'none'") && policy.includes("frame-ancestors 'none'"))
  if (type.startsWith('text/html') && (isFramed || headers.get('referrer-policy') !== 'no-referrer'))
    return false
  return headers.get('x-content-type-options') === 'nosniff' && headers.get('x-request-id') !== null
}

/** Why an answer is not what was expected; null when it is. */
export function fault(told: Told, expected: Expected, isLimited: boolean): string | null {
  const { status, allow, challenge, type, code, isGuarded: guarded } = told
  if (!guarded) return `is ${status} without the headers that guard browsers`
  const is = (wanted: number, ...also: readonly boolean[]) =>
    status === wanted && also.every(Boolean)
      ? null
      : `is ${status} ${code ?? ''}, but ${JSON.stringify(expected)}`
  const isProblem = type.startsWith('application/problem+json')
  switch (expected.kind) {
    case 'unauthorized':
      return is(401, isProblem, challenge?.startsWith('Bearer') === true)
    case 'forbidden':
      return is(403, isProblem, code === 'forbidden' || code === null)
    case 'not found':
      return is(404, isProblem)
    case 'no such method':
      return is(405, isProblem, allow === expected.allow)
    case 'options':
      return is(204, allow === expected.allow)
    case 'unsigned':
      return [401, 403].includes(status) ? null : `is ${status} ${code ?? ''} without a signature`
    case 'let in':
      return letIn(told, isLimited) ? null : `is ${status} ${code ?? ''}, but who asks may`
  }
}

/** Whoever may is answered, or told what is missing; a key for one repository is refused what is kept for all of them. */
function letIn({ status, code }: Told, isLimited: boolean): boolean {
  if (isLimited && status === 403) return code === null || code === 'repositories_restricted'
  return ![401, 403, 405].includes(status) && (status < 500 || status === 502 || status === 503)
}
