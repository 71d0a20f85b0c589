import type { AlertsConfig } from '@octometer/config'
import type { Target } from './channel.ts'
import { discordTarget } from './discord.ts'
import { emailTarget } from './email.ts'
import { slackTarget } from './slack.ts'
import { webhookTarget } from './webhook.ts'

/** Every receiver that is configured. */
export function targetsOf(config: AlertsConfig): readonly Target[] {
  const { slackUrl, discordUrl, smtpUrl, webhooks, webhookSecret, allowedHosts } = config
  return [
    ...(slackUrl === null ? [] : [slackTarget(slackUrl, allowedHosts)]),
    ...(discordUrl === null ? [] : [discordTarget(discordUrl, allowedHosts)]),
    ...(smtpUrl === null ? [] : [emailTarget(smtpUrl)]),
    ...(webhookSecret === null
      ? []
      : webhooks.map((url) => webhookTarget({ url, secret: webhookSecret, allowedHosts }))),
  ]
}
