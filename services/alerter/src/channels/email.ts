import { createTransport } from 'nodemailer'
import { ChannelError, type Target } from './channel.ts'
import { headlineOf, linesOf } from './wording.ts'

const SMTP_TIMEOUT_MS = 10_000

/**
 * Mail by SMTP. The URL is `smtp://user:password@host:587?from=alerts@example.org&to=a@example.org,b@example.org`;
 * `smtps` is TLS from the start.
 */
export function emailTarget(url: string): Target {
  const { server, from, to } = readSmtpUrl(url)
  const transport = createTransport({
    ...server,
    connectionTimeout: SMTP_TIMEOUT_MS,
    greetingTimeout: SMTP_TIMEOUT_MS,
    socketTimeout: SMTP_TIMEOUT_MS,
    // What stands in a title must not make it read a file or fetch a URL.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    channel: 'email',
    name: 'email',
    takesDigest: true,
    async send(notification) {
      try {
        await transport.sendMail({
          from,
          to,
          subject: headlineOf(notification).replaceAll(/\s+/g, ' '),
          text: `${linesOf(notification).join('\n')}\n`,
          messageId: `<${notification.id}@octometer>`,
        })
      } catch (cause) {
        throw new ChannelError(
          `the mail server ${server.host} did not take the mail${reasonOf(cause)}`,
          true,
          {
            cause,
          },
        )
      }
    },
  }
}

/** The answer's number, never its text: some servers repeat what they were told. */
function reasonOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return ''
  if ('responseCode' in error && typeof error.responseCode === 'number') return `: ${error.responseCode}`
  return 'code' in error && typeof error.code === 'string' ? `: ${error.code}` : ''
}

function readSmtpUrl(text: string) {
  const url = new URL(text)
  const secure = url.protocol === 'smtps:'
  const user = decodeURIComponent(url.username)
  const to = url.searchParams.get('to') ?? ''
  return {
    server: {
      host: url.hostname,
      port: Number(url.port) || (secure ? 465 : 587),
      secure,
      ...(user === '' ? {} : { auth: { user, pass: decodeURIComponent(url.password) } }),
    },
    from: url.searchParams.get('from') ?? user,
    to: to.split(',').map((each) => each.trim()),
  }
}
