import { type AnswerOf, badgeFields, badgeNames, createBadge } from '@octometer/gateway-api'
import { z } from 'zod'
import { wrongUsage } from '../cli-error.ts'
import { command, momentAhead, type Run } from '../command.ts'
import { foot } from '../render/foot.ts'
import { plainText } from '../render/plain-text.ts'
import type { Session } from '../session.ts'

const kinds = z.enum(badgeNames)
const fields = z.object(badgeFields).partial()

export function badgeCommand(run: Run) {
  return command('badge', 'the signed address of a badge, as Markdown for a README', [
    ['badge main --repository acme/api', 'whether its default branch is green'],
    ['badge counter --counter pulls_merged --days 7', 'one of the twelve counters, of a week'],
    ['badge cycle-time --repository acme/api --expires 90d', 'an address that ends'],
  ])
    .argument('<badge>', `one of ${badgeNames.join(', ')}`)
    .option('-r, --repository <owner/name>', 'of this one; `main` needs it')
    .option('--counter <name>', 'which counter: `counter` and `sparkline` need it')
    .option('--days <number>', 'of the last so many days; 30 unless given')
    .option('--definition <name>', 'whose cycle time')
    .option('--source <name>', 'what counts as a deployment')
    .option('--label <text>', 'what stands before the value')
    .option('--expires <moment>', 'when the address ends: 90d, or a time; never unless given', momentAhead)
    .action((name, options) =>
      run(options, async (session) => {
        const { repository, counter, definition, source, label, days, expires = null } = options
        const badge = kinds.safeParse(name).data
        if (badge === undefined)
          throw wrongUsage(`${name} is no badge: it must be one of ${badgeNames.join(', ')}`)
        const given = { repository, counter, definition, source, label, days: days && Number(days) }
        const checked = fields.safeParse(given)
        if (!checked.success) throw wrongUsage(problemIn(checked.error))
        const client = await session.client()
        const body = { badge, ...checked.data, expires_at: expires }
        const answered = await client.ask(createBadge, { body })
        session.show(answered, (answer) => badgePage(badge, answer, client.server.url, session))
        return undefined
      }),
    )
}

function problemIn({ issues: [first] }: z.ZodError): string {
  return `--${first?.path.join('.') ?? ''} ${first?.message ?? 'is wrong'}`
}

/** The address as it goes into a README; whoever has it sees the badge. */
export function badgePage(
  badge: string,
  { path, expires_at, freshness }: AnswerOf<typeof createBadge>,
  server: string,
  { style, width }: Pick<Session, 'style' | 'width'>,
): readonly string[] {
  const ends = expires_at === null ? 'It does not end.' : `It ends at ${expires_at}.`
  return [
    `![${badge}](${plainText(new URL(path, server).href)})`,
    '',
    `  ${style.faint(`Whoever has the address sees the badge, without a key. ${ends}`)}`,
    '',
    ...foot(freshness, style, width),
  ]
}
