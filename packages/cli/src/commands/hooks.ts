import { type AnswerOf, listHooks, pingHook, setUpHooks, verifyHooks } from '@octometer/gateway-api'
import { badNews, command, group, type Run } from '../command.ts'
import { foot } from '../render/foot.ts'
import { relative } from '../render/moment.ts'
import { count, percent, plural } from '../render/numbers.ts'
import { plainText } from '../render/plain-text.ts'
import { type Column, renderTable } from '../render/table.ts'
import { cut, wrap } from '../render/text-width.ts'
import type { Session } from '../session.ts'

type Hooks = AnswerOf<typeof listHooks>
type Hook = Hooks['data'][number]

export function hooksCommand(run: Run) {
  return group('hooks', 'webhooks at GitHub, and how it stands with each', [
    ['hooks list', 'ends with 1 when something is wrong with one'],
    ['hooks set-up --repository acme/api', 'create or correct it'],
  ])
    .addCommand(listCommand(run))
    .addCommand(setUpCommand(run))
    .addCommand(verifyCommand(run))
    .addCommand(pingCommand(run))
}

function listCommand(run: Run) {
  return command('list', 'every hook, with what its log lists of 24 hours; ends with 1 when one is not ok', [
    ['hooks list', 'as GitHub showed them last'],
    ['hooks list --json', 'for programs'],
  ]).action((options) =>
    run(options, async (session) => {
      const answered = await (await session.client()).ask(listHooks)
      session.show(answered, (answer) => hooksPage(answer, session))
      return badNews(answered.read().data.some(({ condition }) => condition !== 'ok'))
    }),
  )
}

function hooksPage({ data, freshness }: Hooks, session: Session): readonly string[] {
  const { style, width } = session
  const columns: Column<Hook>[] = [
    {
      title: 'Condition',
      text: ({ condition }) => (condition === 'ok' ? '✓ ok' : `✗ ${condition.replaceAll('_', ' ')}`),
      paint: (text, { condition }) => (condition === 'ok' ? style.good(text) : style.bad(text)),
    },
    { title: 'Of', text: ({ owner, hook }) => plainText(owner ?? hook), least: 12 },
    { title: 'Hook', text: ({ hook }) => plainText(hook), dropped: 3 },
    { title: 'Mode', text: ({ mode }) => mode ?? '', dropped: 2 },
    {
      title: 'Newest',
      text: ({ last_delivery_at }) => relative(last_delivery_at, freshness.as_of),
      align: 'right',
    },
    { title: 'Listed', text: ({ expected }) => count(expected), align: 'right' },
    { title: 'Held', text: ({ held }) => count(held), align: 'right' },
    {
      title: 'Complete',
      text: ({ completeness }) => percent(completeness),
      align: 'right',
      paint: (text, { completeness }) => (completeness !== null && completeness < 1 ? style.bad(text) : text),
    },
  ]
  const none = ['  There is no hook of ours yet: octometer connect owner/name']
  return [
    ...(data.length === 0 ? none : renderTable(columns, data, { style, width })),
    ...data.flatMap((hook) => detailLines(hook, session)),
    '',
    ...foot(freshness, style, width),
  ]
}

function detailLines({ condition, detail, owner, hook }: Hook, { style, width }: Session): readonly string[] {
  if (condition === 'ok' || detail === null) return []
  const text = `${owner ?? hook}: ${detail}`
  const lines = wrap(plainText(text), Number.isFinite(width) ? width - 4 : 10_000)
  return ['', ...lines.map((line, index) => `  ${style.accent(index === 0 ? '→' : ' ')} ${line}`)]
}

function setUpCommand(run: Run) {
  return command('set-up', 'create or correct hooks at GitHub; ends with 1 when it refuses one', [
    ['hooks set-up', 'of everything that github-agent looks after'],
    ['hooks set-up --repository acme/api', 'of one repository'],
    ['hooks set-up --organization acme', 'of an organisation'],
  ])
    .option('-r, --repository <owner/name>', 'of this repository')
    .option('-o, --organization <login>', 'of this organisation')
    .action(({ repository, organization, ...options }) =>
      run(options, async (session) => {
        const client = await session.client()
        const answered = await client.ask(setUpHooks, { body: { repository, organization } })
        session.show(answered, (answer) => setUpPage(answer, session))
        return badNews(answered.read().refused.length > 0)
      }),
    )
}

function setUpPage(
  { hooks, refused, freshness }: AnswerOf<typeof setUpHooks>,
  { style, width }: Session,
): readonly string[] {
  return [
    ...hooks.map(({ owner, hook_id, mode, outcome }) => {
      const what = `${outcome}  ${plainText(owner.name)}  hook ${hook_id}, ${mode}`
      return `  ${style.good('✓')} ${cut(what, width - 5)}`
    }),
    ...refused.flatMap(({ owner, status, message }) => {
      const what = `${plainText(owner)}: ${status ?? 'no answer'} ${plainText(message)}`
      return [`  ${style.bad('✗')} ${cut(what, width - 5)}`]
    }),
    ...(hooks.length + refused.length === 0 ? ['  There is nothing to set up.'] : []),
    '',
    ...foot(freshness, style, width),
  ]
}

function verifyCommand(run: Run) {
  return command('verify', 'look at every hook at GitHub now', [
    ['hooks verify', 'what has changed is in `octometer hooks list` a moment later'],
  ]).action((options) =>
    run(options, async (session) => {
      const answered = await (await session.client()).ask(verifyHooks, { body: {} })
      session.show(answered, ({ hooks, changed, freshness }) => [
        `  ${session.style.good('✓')} ${plural(hooks, 'hook')} looked at, ${count(changed)} changed`,
        '',
        ...foot(freshness, session.style, session.width),
      ])
      return undefined
    }),
  )
}

function pingCommand(run: Run) {
  return command('ping', 'let GitHub send a ping from a hook', [
    ['hooks ping 460000001', 'it comes as a delivery: octometer tail --event ping'],
  ])
    .argument('<hook-id>', 'GitHub’s number of the hook')
    .action((hookId, options) =>
      run(options, async (session) => {
        const client = await session.client()
        const answered = await client.ask(pingHook, { path: { hook_id: hookId }, body: {} })
        session.show(answered, ({ hook_id, freshness }) => [
          `  ${session.style.good('✓')} GitHub sends a ping from hook ${hook_id}: octometer tail --event ping`,
          '',
          ...foot(freshness, session.style, session.width),
        ])
        return undefined
      }),
    )
}
