import { type AnswerOf, connectHook } from '@octometer/gateway-api'
import { badNews, command, type Run } from '../command.ts'
import { foot } from '../render/foot.ts'
import { absolute } from '../render/moment.ts'
import { plainText } from '../render/plain-text.ts'
import type { Session } from '../session.ts'

export function connectCommand(run: Run) {
  return command('connect', 'connect a repository: set up its hook and show the first delivery', [
    ['connect acme/api', 'by public address, or in pull mode where there is none'],
  ])
    .argument('<owner/name>', 'which repository')
    .action((repository, options) =>
      run(options, async (session) => {
        const client = await session.client()
        const answered = await client.ask(connectHook, { body: { repository } })
        session.show(answered, (answer) => connectedPage(answer, session))
        return badNews(answered.read().first_delivery === null)
      }),
    )
}

type Connected = AnswerOf<typeof connectHook>

function connectedPage(answer: Connected, { style, width }: Session): readonly string[] {
  const { owner, hook_id, mode, outcome, freshness } = answer
  const how =
    mode === 'pull'
      ? 'pull: every minute what GitHub would deliver is read from its log'
      : 'push: GitHub delivers to OCTO_WEBHOOK_URL'
  return [
    `  ${style.good('✓')} ${style.strong(plainText(owner.name))} is connected: hook ${hook_id} ${outcome}`,
    `    ${style.faint(how)}`,
    '',
    ...firstDelivery(answer, style),
    '',
    `  ${style.faint('Now:')} octometer tail --repository ${plainText(owner.name)}`,
    '',
    ...foot(freshness, style, width),
  ]
}

function firstDelivery({ first_delivery: first }: Connected, style: Session['style']): readonly string[] {
  if (first === null) {
    return [`  ${style.warn('!')} GitHub’s log lists no delivery yet: octometer hooks list`]
  }
  const { event, delivered_at, status_code, pulled } = first
  const came = pulled ? 'read from GitHub’s log' : `answered ${status_code}`
  return [
    `  ${style.good('✓')} First delivery: ${plainText(event)} at ${absolute(delivered_at)} UTC, ${came}`,
    `    ${style.faint(first.delivery_id)}`,
  ]
}
