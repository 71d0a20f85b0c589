import { createPrivateKey } from 'node:crypto'
import { Cron } from 'croner'
import { z } from 'zod'
import { duration, type Kind, list, orWord, text, url, wholeNumber, yesOrNo } from './kinds.ts'
import { variable } from './variable.ts'

const schedule: Kind<string> = {
  label: 'schedule',
  mayBe: 'five fields as in crontab, like 0 2 * * *',
  schema: z.string().refine((value) => {
    if (value.trim().split(/\s+/).length !== 5) return false
    try {
      return new Cron(value, { paused: true }).nextRun() !== null
    } catch {
      // The library says by a TypeError that it is no pattern.
      return false
    }
  }),
}

const privateKey: Kind<string> = {
  label: 'key',
  mayBe: 'the PEM text that GitHub gave (line ends may be \\n), or that in base64',
  schema: z.string().transform((value, issues) => {
    const isPem = value.includes('-----BEGIN')
    const pem = isPem ? value.replaceAll('\\n', '\n') : Buffer.from(value, 'base64').toString('utf8')
    try {
      if (createPrivateKey(pem).asymmetricKeyType === 'rsa') return pem
    } catch {
      // What OpenSSL says of it may repeat parts of the key.
    }
    issues.addIssue('not an RSA private key')
    return z.NEVER
  }),
}

const repositories = list(
  'a comma list of owner/name, or owner/* for all of an owner',
  z.string().regex(/^[\w.-]+\/([\w.-]+|\*)$/),
)

const hookEvents = list('a comma list of names of events, or *', z.string().regex(/^(\*|[a-z_]+)$/))

const webAddresses = list(
  'a comma list of at most 50 http or https URLs',
  z.string().refine((value) => /^https?:$/.test(URL.parse(value)?.protocol ?? '')),
)

/** Who github-agent is at GitHub, what it looks after, and when. */
export const githubVariables = {
  OCTO_GITHUB_TOKEN: variable('github', text, null, 'Token with which GitHub is asked', { secret: true }),
  OCTO_GITHUB_OWNER: variable(
    'github',
    text,
    null,
    'User or organisation whose repositories are read and kept in step',
    { mayBe: 'a login' },
  ),
  OCTO_REPOSITORIES: variable(
    'github',
    repositories,
    '',
    'Repositories that are read and kept in step, beside those of OCTO_GITHUB_OWNER and of the App',
  ),
  OCTO_GITHUB_APP_ID: variable('github', wholeNumber(1, 2 ** 31), null, 'Number of the GitHub App'),
  OCTO_GITHUB_APP_PRIVATE_KEY: variable('github', privateKey, null, 'Private key of the GitHub App', {
    secret: true,
  }),
  OCTO_GITHUB_APP_WEBHOOK_SECRET: variable(
    'github',
    text,
    null,
    'Secret that the deliveries of the GitHub App are signed with',
    { secret: true },
  ),
  OCTO_SETUP_HOOKS: variable(
    'github',
    yesOrNo,
    'false',
    'Create or correct a hook to OCTO_WEBHOOK_URL on every repository at start; without that address it is done whatever this says',
  ),
  OCTO_WEBHOOK_URL: variable(
    'github',
    url('https', 'http'),
    null,
    'Public address of ingress, to which hooks deliver; without it hooks point to nowhere, and what they would deliver is read from their logs every minute (pull mode)',
    { secret: 'userinfo' },
  ),
  OCTO_HOOK_EVENTS: variable(
    'github',
    hookEvents,
    '',
    'Events that hooks are created for; none: those that a read model handles',
  ),
  OCTO_SYNC_SCHEDULE: variable(
    'github',
    orWord('off', schedule),
    '0 2 * * *',
    'When what changed since the last sync is read, in OCTO_TIMEZONE',
  ),
  OCTO_POLL_SECONDS: variable(
    'github',
    orWord('off', wholeNumber(10, 86_400)),
    '300',
    "How often GitHub's delivery logs are read, and what is watched is looked at",
  ),
  OCTO_HEALTH_URLS: variable(
    'github',
    { ...webAddresses, schema: webAddresses.schema.refine((urls) => urls.length <= 50) },
    '',
    'Addresses that github-agent looks at as often as OCTO_POLL_SECONDS says: one that does not answer with 2xx is an alert; a user and password in one are sent along, and never shown, nor is what looks like a token in its path',
    { secret: true },
  ),
  OCTO_HEALTH_ALLOWED_HOSTS: variable(
    'github',
    list('a comma list of host names and addresses', z.string().regex(/^[\w.:-]+$/)),
    '',
    'Hosts of OCTO_HEALTH_URLS that may have a private address',
  ),
  OCTO_RECOVERY_LOOKBACK: variable(
    'github',
    duration,
    '70h',
    "How far back GitHub's delivery logs are read: GitHub keeps them for three days, Enterprise Server for seven",
  ),
} as const
