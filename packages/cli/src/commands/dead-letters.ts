import { Option } from '@commander-js/extra-typings'
import {
  type AnswerOf,
  dismissDeadLetter,
  getDelivery,
  listDeadLetters,
  retryDeadLetter,
} from '@octometer/gateway-api'
import { CliError } from '../cli-error.ts'
import type { Client } from '../client.ts'
import { badNews, collect, command, group, type Run, wholeNumber } from '../command.ts'
import { exitCodes } from '../exit-code.ts'
import { foot } from '../render/foot.ts'
import { absolute, relative } from '../render/moment.ts'
import { plainText } from '../render/plain-text.ts'
import { type Column, renderTable } from '../render/table.ts'
import { cut, wrap } from '../render/text-width.ts'
import { jsonOf, type Session } from '../session.ts'
import { acceptedPage } from './accepted.ts'

type DeadLetters = AnswerOf<typeof listDeadLetters>
type DeadLetter = DeadLetters['data'][number]

const ID = '<projection:message>'

export function deadLettersCommand(run: Run) {
  return group('dead-letters', 'messages that a projection rejected', [
    ['dead-letters list', 'those that wait; ends with 1 when there are any'],
    ['dead-letters retry counters:6f1f3c1e-54a4-4f6e-9a57-0e8c3f4f2b11', 'once it is mended'],
  ])
    .addCommand(listCommand(run))
    .addCommand(showCommand(run))
    .addCommand(decideCommand(run, 'retry'))
    .addCommand(decideCommand(run, 'dismiss'))
}

function listCommand(run: Run) {
  return command('list', 'the last rejected first; ends with 1 when one is open', [
    ['dead-letters list', 'those that nobody retried or dismissed'],
    [
      'dead-letters list --status dismissed --projection issues',
      'those of one projection that were given up',
    ],
  ])
    .addOption(
      new Option('--status <status...>', 'open ones unless given').choices([
        'open',
        'dismissed',
        'projected',
      ] as const),
    )
    .option('-p, --projection <name>', 'of this one alone; may be repeated', collect)
    .option('--limit <count>', 'at most so many', wholeNumber, 50)
    .action(({ projection, limit, ...options }) =>
      run(options, async (session) => {
        const client = await session.client()
        const status = [...(options.status ?? (['open'] as const))]
        const answered = await client.ask(listDeadLetters, { query: { status, projection, limit } })
        session.show(answered, (answer) => listPage(answer, session))
        return badNews(answered.read().data.some((letter) => letter.status === 'open'))
      }),
    )
}

function listPage({ data, page, freshness }: DeadLetters, { style, width }: Session): readonly string[] {
  const columns: Column<DeadLetter>[] = [
    { title: 'Id', text: ({ id }) => plainText(id) },
    {
      title: 'Status',
      text: ({ status }) => status,
      paint: (text, { status }) => (status === 'open' ? style.warn(text) : style.good(text)),
      dropped: 2,
    },
    {
      title: 'Rejected',
      text: ({ first_rejected_at }) => relative(first_rejected_at, freshness.as_of),
      align: 'right',
      dropped: 1,
    },
    { title: 'Why', text: ({ reason }) => plainText(reason), least: 20 },
  ]
  return [
    ...(data.length === 0
      ? [`  ${style.good('No dead letter.')}`]
      : renderTable(columns, data, { style, width })),
    ...(page.next_cursor === null ? [] : ['', `  ${style.faint('There are more: --limit')}`]),
    '',
    ...foot(freshness, style, width),
  ]
}

function showCommand(run: Run) {
  return command('show', 'one of them, and the delivery that it came from', [
    [
      'dead-letters show issues:6f1f3c1e-54a4-4f6e-9a57-0e8c3f4f2b11',
      'why, and what each projection made of it',
    ],
    ['dead-letters show issues:6f1f3c1e-54a4-4f6e-9a57-0e8c3f4f2b11 --json', 'with its payload'],
  ])
    .argument(ID, 'its id')
    .action((id, options) =>
      run(options, async (session) => {
        const client = await session.client()
        const letter = await findLetter(client, id)
        const delivery = letter.subject.startsWith('events.')
          ? await client.ask(getDelivery, { path: { guid: letter.message_id } })
          : null
        if (session.isJson) {
          const text = JSON.stringify(letter)
          session.printLine(jsonOf({ dead_letter: { text, read: () => letter }, delivery }))
          return undefined
        }
        session.print([
          ...letterLines(letter, session),
          ...(delivery === null ? [] : ['', ...outcomeLines(delivery.read(), session)]),
        ])
        return undefined
      }),
    )
}

/** Goes through the pages: there is no route for one of them. */
async function findLetter(client: Client, id: string): Promise<DeadLetter> {
  const projection = id.includes(':') ? [id.slice(0, id.indexOf(':'))] : undefined
  for (let cursor: string | undefined; ; ) {
    const { data, page } = (
      await client.ask(listDeadLetters, { query: { projection, limit: 1000, cursor } })
    ).read()
    const found = data.find((letter) => letter.id === id)
    if (found !== undefined) return found
    if (page.next_cursor === null) {
      throw new CliError(
        'dead_letter_unknown',
        exitCodes.notFound,
        `there is no dead letter ${id}: octometer dead-letters list`,
      )
    }
    cursor = page.next_cursor
  }
}

function letterLines(letter: DeadLetter, { style, width }: Session): readonly string[] {
  const facts = [
    ['Projection', letter.projection],
    ['Message', letter.message_id],
    ['Subject', letter.subject],
    ['Status', letter.status],
    ['Rejected', `${absolute(letter.first_rejected_at)} UTC`],
  ] as const
  const reason = wrap(plainText(letter.reason), Number.isFinite(width) ? width - 14 : 10_000)
  return [
    ...facts.map(([name, text]) => `  ${style.faint(name.padEnd(12))}${cut(plainText(text), width - 15)}`),
    ...reason.map(
      (line, index) => `  ${style.faint((index === 0 ? 'Why' : '').padEnd(12))}${style.warn(line)}`,
    ),
  ]
}

type Delivery = AnswerOf<typeof getDelivery>

function outcomeLines({ outcomes, freshness }: Delivery, { style, width }: Session): readonly string[] {
  const told = outcomes.filter(({ outcome }) => outcome !== 'unhandled')
  const columns: Column<Delivery['outcomes'][number]>[] = [
    { title: 'Projection', text: ({ projection }) => projection },
    {
      title: 'Outcome',
      text: ({ outcome }) => outcome,
      paint: (text, { outcome }) => (outcome === 'rejected' ? style.bad(text) : text),
    },
    { title: 'Why', text: ({ reason }) => plainText(reason ?? ''), least: 12 },
  ]
  return [...renderTable(columns, told, { style, width }), '', ...foot(freshness, style, width)]
}

const DECISIONS = {
  retry: { route: retryDeadLetter, summary: 'project it again', what: 'Retrying' },
  dismiss: {
    route: dismissDeadLetter,
    summary: 'give it up; a later retry is still possible',
    what: 'Dismissed',
  },
} as const

function decideCommand(run: Run, name: keyof typeof DECISIONS) {
  const { route, summary, what } = DECISIONS[name]
  return command(name, summary, [
    [`dead-letters ${name} issues:6f1f3c1e-54a4-4f6e-9a57-0e8c3f4f2b11`, 'by its id'],
  ])
    .argument(ID, 'its id')
    .action((id, options) =>
      run(options, async (session) => {
        const answered = await (await session.client()).ask(route, { path: { id } })
        session.show(answered, (answer) => acceptedPage(`${what} ${id}`, answer, session))
        return undefined
      }),
    )
}
