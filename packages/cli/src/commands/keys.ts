import { type AnswerOf, createKey, deleteKey, listKeys } from '@octometer/gateway-api'
import { collect, command, group, momentAhead, type Run } from '../command.ts'
import { foot } from '../render/foot.ts'
import { absolute } from '../render/moment.ts'
import { plainText } from '../render/plain-text.ts'
import { type Column, renderTable } from '../render/table.ts'
import { cut } from '../render/text-width.ts'
import type { Session } from '../session.ts'
import { roleOption, tokenCommand } from './token.ts'

type Key = AnswerOf<typeof listKeys>['keys'][number]

export function keysCommand(run: Run) {
  return group('keys', 'who may ask: API keys and tokens', [
    ['keys create grafana', 'a viewer’s; it is shown once'],
    ['keys list', 'what each may do; the keys themselves are kept nowhere'],
    ['keys revoke grafana', 'it lets nobody in any more'],
  ])
    .addCommand(createCommand(run))
    .addCommand(listCommand(run))
    .addCommand(revokeCommand(run))
    .addCommand(tokenCommand(run))
}

function createCommand(run: Run) {
  return command('create', 'make an API key', [
    ['keys create grafana', 'it shows every repository, and never ends'],
    ['keys create ci --role operator --expires 90d', 'for a quarter'],
    ['keys create acme --repository acme/api --repository acme/web', 'of two repositories alone'],
    ['keys create acme --repository "acme/*"', 'of all that are acme’s, also those to come'],
    ['keys create ci --json | jq -r .key > key.txt', 'into a file'],
  ])
    .argument('<name>', 'letters, digits, - and _; the log of commands has it')
    .addOption(roleOption())
    .option(
      '-r, --repository <owner/name>',
      'it shows this one alone, or all of an owner’s (owner/*); may be repeated',
      collect,
    )
    .option('--expires <when>', 'it lets nobody in from then on: 90d, 12h, 2027-01-01')
    .action((name, { role, repository, expires, ...options }) =>
      run(options, async (session) => {
        const body = {
          ...{ name, role, repositories: repository ?? null },
          expires_at: expires === undefined ? null : momentAhead(expires),
        }
        const answered = await (await session.client()).ask(createKey, { body })
        session.show(answered, (answer) => createdPage(answer, session))
        return undefined
      }),
    )
}

function createdPage(answer: AnswerOf<typeof createKey>, { style, width }: Session): readonly string[] {
  const rights = `${answer.name} is ${answer.role}, ${ends(answer)}, and shows ${shows(answer)}`
  return [
    `  ${style.good('✓')} ${cut(rights, width - 4)}`,
    `    ${answer.key}`,
    `    ${style.faint('It is shown now and never again: only its hash is kept.')}`,
    '',
    ...foot(answer.freshness, style, width),
  ]
}

function listCommand(run: Run) {
  return command('list', 'what each key may do', [['keys list', 'those of OCTO_API_KEYS too']]).action(
    (options) =>
      run(options, async (session) => {
        const answered = await (await session.client()).ask(listKeys)
        session.show(answered, (answer) => listPage(answer, session))
        return undefined
      }),
  )
}

function listPage({ keys, freshness }: AnswerOf<typeof listKeys>, { style, width }: Session) {
  const columns: Column<Key>[] = [
    { title: 'Key', text: ({ name }) => plainText(name), paint: (text) => style.strong(text), least: 10 },
    { title: 'Role', text: ({ role }) => role },
    { title: 'Shows', text: shows, least: 12 },
    { title: 'Ends', text: ends },
    { title: 'Made by', text: madeBy, least: 10, dropped: 1 },
  ]
  return [...renderTable(columns, keys, { style, width }), '', ...foot(freshness, style, width)]
}

function shows({ repositories }: Pick<Key, 'repositories'>): string {
  return repositories === null ? 'every repository' : plainText(repositories.join(', '))
}

function ends({ expires_at }: Pick<Key, 'expires_at'>): string {
  return expires_at === null ? 'never ends' : `ends ${absolute(expires_at)}`
}

function madeBy({ source, created_by }: Key): string {
  return source === 'environment' ? 'OCTO_API_KEYS' : plainText(created_by ?? '')
}

function revokeCommand(run: Run) {
  return command('revoke', 'take an API key back', [['keys revoke grafana', 'at once']])
    .argument('<name>', 'what it is called')
    .action((name, options) =>
      run(options, async (session) => {
        const answered = await (await session.client()).ask(deleteKey, { path: { name } })
        session.show(answered, ({ freshness }) => [
          `  ${session.style.good('✓')} ${plainText(name)} lets nobody in any more`,
          '',
          ...foot(freshness, session.style, session.width),
        ])
        return undefined
      }),
    )
}
