import type { BodyEncoding, DeliveryMetadata } from '@octometer/event-contracts'
import { DeliveryRefusedError } from './refusal.ts'

export type DeliveryHeaders = Omit<DeliveryMetadata, 'receivedAt' | 'source'>

/** As Node gives them: names in lower case, every value that was sent. */
export type DistinctHeaders = Readonly<Record<string, readonly string[] | undefined>>

interface HeaderRule {
  readonly name: string
  readonly pattern: RegExp
  readonly expected: string
}

// Bounded, and plain enough for a NATS header, a URL path and a log line. GitHub's own are far inside.
const GUID: HeaderRule = {
  name: 'X-GitHub-Delivery',
  pattern: /^[0-9A-Za-z][0-9A-Za-z_-]{0,99}$/,
  expected: 'a GUID: at most 100 letters, digits, dashes and underscores',
}
const EVENT: HeaderRule = {
  name: 'X-GitHub-Event',
  pattern: /^[a-z][a-z0-9_]{0,63}$/,
  expected: "an event's name: at most 64 small letters, digits and underscores",
}
const HOOK_ID: HeaderRule = number('X-GitHub-Hook-ID')
const TARGET_TYPE: HeaderRule = {
  name: 'X-GitHub-Hook-Installation-Target-Type',
  pattern: /^[a-z][a-z0-9_-]{0,63}$/i,
  expected: 'a word of at most 64 letters, digits, dashes and underscores',
}
const TARGET_ID: HeaderRule = number('X-GitHub-Hook-Installation-Target-ID')

const CONTENT_TYPES: readonly BodyEncoding[] = ['application/json', 'application/x-www-form-urlencoded']

/**
 * What a delivery's headers say, checked. The signature is as it was sent; null when it was not.
 * Throws DeliveryRefusedError: content_type_unsupported, header_missing, header_repeated or header_malformed.
 */
export function readDeliveryHeaders(headers: DistinctHeaders): DeliveryHeaders {
  const contentType = readContentType(headers)
  return {
    contentType,
    guid: required(headers, GUID),
    event: required(headers, EVENT),
    hookId: optional(headers, HOOK_ID),
    targetType: optional(headers, TARGET_TYPE),
    targetId: optional(headers, TARGET_ID),
    signature: single(headers, 'X-Hub-Signature-256'),
  }
}

function readContentType(headers: DistinctHeaders): BodyEncoding {
  const [mediaType = ''] = (single(headers, 'Content-Type') ?? '').split(';')
  const known = CONTENT_TYPES.find((each) => each === mediaType.trim().toLowerCase())
  if (known) return known
  throw new DeliveryRefusedError(
    'content_type_unsupported',
    `a delivery's Content-Type is ${CONTENT_TYPES.join(' or ')}`,
  )
}

function required(headers: DistinctHeaders, rule: HeaderRule): string {
  const value = optional(headers, rule)
  if (value === null) throw new DeliveryRefusedError('header_missing', `header ${rule.name} is missing`)
  return value
}

function optional(headers: DistinctHeaders, { name, pattern, expected }: HeaderRule): string | null {
  const value = single(headers, name)
  if (value === null || pattern.test(value)) return value
  throw new DeliveryRefusedError('header_malformed', `header ${name} is not ${expected}`)
}

function single(headers: DistinctHeaders, name: string): string | null {
  const values = headers[name.toLowerCase()]
  if (values && values.length > 1) {
    throw new DeliveryRefusedError('header_repeated', `header ${name} was sent ${values.length} times`)
  }
  return values?.[0] || null
}

function number(name: string): HeaderRule {
  return { name, pattern: /^\d{1,20}$/, expected: 'a number' }
}
