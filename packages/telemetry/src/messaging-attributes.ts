import type { Attributes } from '@opentelemetry/api'

/** What a span does with messages of the log, by OpenTelemetry's names. */
export interface MessagingOperation {
  /** As we call it. */
  readonly name: string
  readonly type: 'send' | 'receive' | 'process'
  /** The stream, or the subject of a request. */
  readonly destination: string
}

export function messagingAttributes({ name, type, destination }: MessagingOperation): Attributes {
  return {
    'messaging.system.name': 'nats',
    'messaging.operation.name': name,
    'messaging.operation.type': type,
    'messaging.destination.name': destination,
  }
}
