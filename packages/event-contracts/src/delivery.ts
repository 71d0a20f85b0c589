import { isJsonObject, type JsonObject, objectAt } from './json.ts'
import { header, type StoredMessage, UndecodableMessageError } from './message.ts'
import { deliverySubject, type RepositoryName } from './subject.ts'

/**
 * webhook: GitHub sent it to ingress. recovery: github-agent fetched it from GitHub's delivery log. import: it came in a file of another
 * Octometer's log, on that one's word. gharchive: an operator made it of an event that GH Archive lists, which nobody signed.
 */
const sources = ['webhook', 'recovery', 'import', 'gharchive'] as const
export type DeliverySource = (typeof sources)[number]

/** What is kept of a source as text; what no version of ours wrote counts as a webhook. */
export function deliverySource(text: string | null): DeliverySource {
  return sources.find((source) => source === text) ?? 'webhook'
}
export type BodyEncoding = 'application/json' | 'application/x-www-form-urlencoded'

/** What is known of a delivery beside its body. */
export interface DeliveryMetadata {
  /** `X-GitHub-Delivery`: the same for every attempt at one delivery. */
  readonly guid: string
  /** `X-GitHub-Event`; any name is taken, GitHub adds new ones. */
  readonly event: string
  readonly hookId: string | null
  readonly targetType: string | null
  readonly targetId: string | null
  /** When we received it, or GitHub's `delivered_at` for one that was recovered. */
  readonly receivedAt: Date
  readonly contentType: BodyEncoding
  /** `X-Hub-Signature-256` as sent, so that the stored bytes can be verified again; null when unsigned. */
  readonly signature: string | null
  readonly source: DeliverySource
}

export interface RepositoryRef extends RepositoryName {
  readonly id: number
  readonly fullName: string
}

export interface Delivery extends DeliveryMetadata {
  readonly action: string | null
  readonly payload: JsonObject
  /** The raw body as text, as it was signed. */
  readonly body: string
  /** The JSON text as sent (the `payload` field of a form-encoded body). */
  readonly payloadText: string
  /** Null for events that have none: installation, organization, ping of an organisation hook, … */
  readonly repository: RepositoryRef | null
  /** Login of `sender`; null when there is none. GitHub's `ghost` is a login like any other. */
  readonly sender: string | null
}

export interface EncodedDelivery {
  readonly subject: string
  readonly messageId: string
  readonly headers: Readonly<Record<string, string>>
}

/** The subject and headers under which a delivery's raw bytes are appended. */
export function encodeDelivery(
  metadata: DeliveryMetadata,
  repository: RepositoryName | null,
): EncodedDelivery {
  const headers: Record<string, string> = {
    [header.event]: metadata.event,
    [header.receivedAt]: metadata.receivedAt.toISOString(),
    [header.contentType]: metadata.contentType,
    [header.source]: metadata.source,
  }
  if (metadata.hookId !== null) headers[header.hookId] = metadata.hookId
  if (metadata.targetType !== null) headers[header.targetType] = metadata.targetType
  if (metadata.targetId !== null) headers[header.targetId] = metadata.targetId
  if (metadata.signature !== null) headers[header.signature] = metadata.signature
  return { subject: deliverySubject(metadata.event, repository), messageId: metadata.guid, headers }
}

/** The metadata of a stored delivery. Throws UndecodableMessageError when a header that we always write is missing. */
export function decodeDeliveryMetadata(message: StoredMessage): DeliveryMetadata {
  const receivedAt = new Date(required(message, header.receivedAt))
  if (Number.isNaN(receivedAt.getTime()))
    throw new UndecodableMessageError(`header ${header.receivedAt} is not a time`)
  return {
    guid: required(message, header.messageId),
    event: required(message, header.event),
    hookId: message.header(header.hookId),
    targetType: message.header(header.targetType),
    targetId: message.header(header.targetId),
    receivedAt,
    contentType:
      message.header(header.contentType) === 'application/x-www-form-urlencoded'
        ? 'application/x-www-form-urlencoded'
        : 'application/json',
    signature: message.header(header.signature),
    source: deliverySource(message.header(header.source)),
  }
}

/** A delivery from its stored bytes. Throws UndecodableMessageError when they hold no JSON object. */
export function decodeDelivery(message: StoredMessage): Delivery {
  const metadata = decodeDeliveryMetadata(message)
  const parsed = parseBody(message.body(), metadata.contentType)
  return { ...metadata, ...describePayload(parsed.payload), ...parsed }
}

export interface ParsedBody {
  readonly payload: JsonObject
  readonly body: string
  readonly payloadText: string
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The JSON object in a delivery's raw body, of either encoding. Throws UndecodableMessageError with what is wrong. */
export function parseBody(body: Uint8Array, contentType: BodyEncoding): ParsedBody {
  return parseBodyText(decodeBodyText(body), contentType)
}

/** A raw body as text: encoded again it is the same bytes. Throws UndecodableMessageError for invalid UTF-8. */
export function decodeBodyText(body: Uint8Array): string {
  try {
    return strictUtf8.decode(body)
  } catch (cause) {
    throw new UndecodableMessageError('the body is not valid UTF-8', { cause })
  }
}

/** `parseBody` for a body that is text already. */
export function parseBodyText(text: string, contentType: BodyEncoding): ParsedBody {
  const payloadText = contentType === 'application/json' ? text : formPayload(text)
  const payload = parseJson(payloadText)
  if (!isJsonObject(payload)) throw new UndecodableMessageError('the JSON is not an object')
  return { payload, payloadText, body: text }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new UndecodableMessageError('the body is not JSON', { cause })
  }
}

function formPayload(text: string): string {
  const payload = new URLSearchParams(text).get('payload')
  if (payload === null) throw new UndecodableMessageError('the form has no field named payload')
  return payload
}

export interface PayloadDescription {
  readonly action: string | null
  readonly repository: RepositoryRef | null
  readonly sender: string | null
}

/** What every payload may say of itself; what is absent, null or of another type is null. */
export function describePayload(payload: JsonObject): PayloadDescription {
  const sender = objectAt(payload, 'sender')?.login
  return {
    action: typeof payload.action === 'string' ? payload.action : null,
    repository: repositoryRef(objectAt(payload, 'repository')),
    sender: typeof sender === 'string' ? sender : null,
  }
}

/** The pull request that a payload is about. A comment on one comes as an issue that has the key `pull_request`. */
export function pullRequestNumber(payload: JsonObject): number | null {
  const issue = objectAt(payload, 'issue')
  const holder = objectAt(payload, 'pull_request') ?? (isJsonObject(issue?.pull_request) ? issue : null)
  const number = holder?.number
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : null
}

function repositoryRef(repository: JsonObject | null): RepositoryRef | null {
  const id = repository?.id
  const fullName = repository?.full_name
  if (typeof id !== 'number' || !Number.isSafeInteger(id) || id < 0 || typeof fullName !== 'string')
    return null
  const slash = fullName.indexOf('/')
  if (slash <= 0) return null
  return { id, fullName, owner: fullName.slice(0, slash), name: fullName.slice(slash + 1) }
}

function required(message: StoredMessage, name: string): string {
  const value = message.header(name)
  if (value === null || value === '') throw new UndecodableMessageError(`header ${name} is missing`)
  return value
}
