import type { Alert } from '@octometer/event-contracts'
import type { TargetName } from '../alerts/due-notifications.ts'

/** What somebody is told. `id` is the same in every attempt. */
export type Notification =
  | {
      readonly kind: 'alert'
      readonly id: string
      readonly about: 'open' | 'resolved'
      readonly alert: Alert
    }
  | { readonly kind: 'digest'; readonly id: string; readonly text: string }
  | { readonly kind: 'test'; readonly id: string; readonly text: string }

/** One receiver: a Slack channel, a mailbox, a program. */
export interface Target extends TargetName {
  /** Whether a digest is sent there too. */
  readonly takesDigest: boolean
  /** One attempt, ended by the signal. Throws ChannelError. */
  send(notification: Notification, signal: AbortSignal): Promise<void>
}

/** The receiver did not take it. The message says why and holds no secret. */
export class ChannelError extends Error {
  override readonly name = 'ChannelError'
  readonly code = 'channel_failed'
  readonly retryable: boolean

  constructor(message: string, retryable: boolean, options?: ErrorOptions) {
    super(message, options)
    this.retryable = retryable
  }
}
