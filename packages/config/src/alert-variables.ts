import { z } from 'zod'
import { receivers } from './forward-receivers.ts'
import { type Kind, list, text, url } from './kinds.ts'
import { variable } from './variable.ts'

const smtpUrl: Kind<string> = {
  label: 'URL',
  mayBe:
    'a URL like smtp://user:password@mail.example.org:587?from=octometer@example.org&to=team@example.org',
  schema: z.string().refine((value) => {
    const parsed = URL.parse(value)
    if (parsed === null || parsed.host === '' || !/^smtps?:$/.test(parsed.protocol)) return false
    const hasSender = parsed.searchParams.has('from') || parsed.username !== ''
    return hasSender && (parsed.searchParams.get('to') ?? '') !== ''
  }),
}

const digestTime: Kind<{ readonly hour: number; readonly minute: number } | null> = {
  label: 'time of day',
  mayBe: 'a time like 09:00, or off',
  schema: z.string().transform((value, issues) => {
    if (value === 'off') return null
    const [, hour = '', minute = ''] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(value) ?? []
    if (hour !== '') return { hour: Number(hour), minute: Number(minute) }
    issues.addIssue('not a time')
    return z.NEVER
  }),
}

/** Whom alerter tells, and what it forwards. */
export const alertVariables = {
  OCTO_SLACK_URL: variable('alerts', url('https', 'http'), null, 'Slack incoming webhook for alerts', {
    secret: true,
  }),
  OCTO_DISCORD_URL: variable('alerts', url('https', 'http'), null, 'Discord webhook for alerts', {
    secret: true,
  }),
  OCTO_SMTP_URL: variable('alerts', smtpUrl, null, 'Mail server, sender and receivers of alerts', {
    secret: true,
  }),
  OCTO_ALERT_WEBHOOKS: variable(
    'alerts',
    list(
      'a comma list of http or https URLs',
      z.string().refine((value) => url('https', 'http').schema.safeParse(value).success),
    ),
    '',
    'Programs that are told of alerts, by signed JSON',
    { secret: true },
  ),
  OCTO_ALERT_WEBHOOK_SECRET: variable(
    'alerts',
    text,
    null,
    'Secret that signs what OCTO_ALERT_WEBHOOKS get',
    {
      secret: true,
    },
  ),
  OCTO_ALERT_ALLOWED_HOSTS: variable(
    'alerts',
    list('a comma list of host names and addresses', z.string().regex(/^[\w.:-]+$/)),
    '',
    'Receivers of alerts and deliveries that may have a private address',
  ),
  OCTO_ALERT_DIGEST: variable(
    'alerts',
    digestTime,
    '09:00',
    'When the alerts of the day are summed up, in OCTO_TIMEZONE',
  ),
  OCTO_FORWARD_RECEIVERS: variable(
    'alerts',
    receivers,
    '[]',
    'Programs that verified deliveries are forwarded to, signed with their own secrets',
    { secret: true },
  ),
} as const
