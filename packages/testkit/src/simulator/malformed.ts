import type { Random } from './random.ts'

/** A request that is no delivery, and the answer that it deserves. */
export interface MalformedRequest {
  readonly name: string
  readonly body: string | Uint8Array
  /** Lower-case, all but the signature. */
  readonly headers: Readonly<Record<string, string>>
  /** How the sender signs it: rightly over the body as it is, with another secret, or not at all. */
  readonly signature: 'valid' | 'wrong' | 'none'
  readonly expectStatus: number
}

interface Recipe {
  readonly name: string
  readonly body: string | Uint8Array
  readonly signature?: MalformedRequest['signature']
  readonly expectStatus: number
  readonly headers?: Readonly<Record<string, string>>
  readonly missing?: string
}

const whole = '{"zen":"Anything added dilutes everything else.","hook_id":1,"repository":null,"sender":null}'
const brokenUtf8 = Uint8Array.from([...Buffer.from('{"zen":"'), 0xff, 0xfe, ...Buffer.from('"}')])

const recipes: readonly Recipe[] = [
  { name: 'truncated', body: whole.slice(0, 40), expectStatus: 400 },
  { name: 'not JSON', body: 'zen=1', expectStatus: 400 },
  { name: 'a JSON array', body: '[{"zen":"x"}]', expectStatus: 400 },
  { name: 'null', body: 'null', expectStatus: 400 },
  { name: 'a JSON string', body: '"push"', expectStatus: 400 },
  { name: 'empty', body: '', expectStatus: 400 },
  { name: 'invalid UTF-8', body: brokenUtf8, expectStatus: 400 },
  { name: 'wrongly signed', body: whole, signature: 'wrong', expectStatus: 401 },
  { name: 'unsigned', body: whole, signature: 'none', expectStatus: 401 },
  { name: 'without event', body: whole, missing: 'x-github-event', expectStatus: 400 },
  { name: 'without GUID', body: whole, missing: 'x-github-delivery', expectStatus: 400 },
  { name: 'plain text', body: whole, headers: { 'content-type': 'text/plain' }, expectStatus: 415 },
  {
    name: 'a form without payload',
    body: 'something=else',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    expectStatus: 400,
  },
]

/** The next kind of malformed request, in turn. */
export function createMalformed(random: Random, index: number): MalformedRequest {
  const recipe = recipes[index % recipes.length] ?? random.pick(recipes)
  const { name, body, signature = 'valid', expectStatus, missing } = recipe
  const headers = Object.entries({
    accept: '*/*',
    'content-type': 'application/json',
    'user-agent': 'GitHub-Hookshot/0000000',
    'x-github-delivery': random.guid(),
    'x-github-event': 'ping',
    'x-github-hook-id': '1',
    ...recipe.headers,
  }).filter(([header]) => header !== missing)
  return { name, body, headers: Object.fromEntries(headers), signature, expectStatus }
}
