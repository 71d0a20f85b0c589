import { Option } from '@commander-js/extra-typings'
import { type AnswerOf, listAudit } from '@octometer/gateway-api'
import { collect, command, moment, type Run, wholeNumber } from '../command.ts'
import { foot } from '../render/foot.ts'
import { absolute } from '../render/moment.ts'
import { plainText } from '../render/plain-text.ts'
import { type Column, renderTable } from '../render/table.ts'
import type { Session } from '../session.ts'

type Audit = AnswerOf<typeof listAudit>
type Entry = Audit['data'][number]

export function auditCommand(run: Run) {
  return command('audit', 'who changed what, and who was refused', [
    ['audit', 'the newest first'],
    ['audit --who grafana --since 7d', 'what one key did this week'],
    ['audit --action "POST /api/v1/keys" --json', 'who made keys'],
    ['audit --outcome refused', 'whom it did not let'],
  ])
    .option('--who <name>', 'of this key or subject of a token alone; may be repeated', collect)
    .option('--action <route>', 'method and route; may be repeated', collect)
    .addOption(
      new Option('--outcome <outcome...>', 'what became of it').choices([
        'done',
        'refused',
        'failed',
      ] as const),
    )
    .option('--since <time>', 'from then on: 2026-01-31, or 7d for a week ago', moment)
    .option('--until <time>', 'up to then', moment)
    .option('--limit <count>', 'at most so many', wholeNumber, 50)
    .action(({ who, action, outcome, since, until, limit, ...options }) =>
      run(options, async (session) => {
        const query = { who, action, outcome: outcome && [...outcome], since, until, limit }
        const answered = await (await session.client()).ask(listAudit, { query })
        session.show(answered, (answer) => auditLines(answer, session))
        return undefined
      }),
    )
}

function auditLines({ data, page, freshness }: Audit, { style, width }: Session): readonly string[] {
  const columns: Column<Entry>[] = [
    { title: 'At', text: ({ at }) => absolute(at) },
    { title: 'Who', text: whoOf, paint: (text) => style.strong(text), least: 8 },
    { title: 'From', text: ({ address }) => plainText(address ?? ''), least: 8, dropped: 2 },
    { title: 'Did', text: ({ action }) => plainText(action), least: 16 },
    {
      title: 'Answer',
      text: ({ status, count }) => `${status}${count === 1 ? '' : ` × ${count}`}`,
      paint: (text, { outcome }) => (outcome === 'done' ? style.good(text) : style.bad(text)),
    },
    { title: 'With', text: parametersOf, least: 12, dropped: 1 },
  ]
  return [
    ...(data.length === 0
      ? [`  ${style.faint('Nothing was changed, and nobody refused.')}`]
      : renderTable(columns, data, { style, width })),
    ...(page.next_cursor === null ? [] : ['', `  ${style.faint('There are more: --limit')}`]),
    '',
    ...foot(freshness, style, width),
  ]
}

function whoOf({ who, via }: Entry): string {
  if (who === null) return 'nobody known'
  return plainText(via === 'session' ? `${who} (browser)` : who)
}

function parametersOf({ parameters }: Entry): string {
  const told = Object.entries(parameters).map(([name, value]) => `${name}=${value}`)
  return plainText(told.join(' '))
}
