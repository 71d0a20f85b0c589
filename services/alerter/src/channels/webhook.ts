import { createHash, createHmac } from 'node:crypto'
import type { Notification, Target } from './channel.ts'
import { postJson } from './post-json.ts'

export interface WebhookOptions {
  readonly url: string
  readonly secret: string
  readonly allowedHosts: readonly string[]
}

/** Any program: JSON, signed as GitHub signs its deliveries, under an id that repeats when it is sent again. */
export function webhookTarget({ url, secret, allowedHosts }: WebhookOptions): Target {
  return {
    channel: 'webhooks',
    name: `webhooks:${createHash('sha256').update(url).digest('hex').slice(0, 12)}`,
    takesDigest: false,
    send(notification, signal) {
      const body = JSON.stringify(webhookBody(notification))
      const headers = {
        'X-Octometer-Event': notification.kind,
        'X-Octometer-Delivery': notification.id,
        'X-Hub-Signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
      }
      return postJson(url, body, { headers, allowedHosts, signal })
    },
  }
}

function webhookBody(notification: Notification) {
  const { id, kind } = notification
  return kind === 'alert'
    ? { id, kind, about: notification.about, alert: notification.alert }
    : { id, kind, text: notification.text }
}
