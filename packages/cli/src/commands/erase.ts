import { setTimeout as pause } from 'node:timers/promises'
import { type AnswerOf, erasePerson, erasurePhases, listErasures } from '@octometer/gateway-api'
import { wrongUsage } from '../cli-error.ts'
import type { Client } from '../client.ts'
import { command, type Run } from '../command.ts'
import { type ExitCode, exitCodes } from '../exit-code.ts'
import { openProgressLine } from '../progress-line.ts'
import { progressBar } from '../render/bar.ts'
import { foot } from '../render/foot.ts'
import { absolute } from '../render/moment.ts'
import { count } from '../render/numbers.ts'
import { plainText } from '../render/plain-text.ts'
import { type Column, renderTable } from '../render/table.ts'
import { cut } from '../render/text-width.ts'
import type { Session } from '../session.ts'

type Erasures = AnswerOf<typeof listErasures>
type Erasure = Erasures['data'][number]

export function eraseCommand(run: Run) {
  return command(
    'erase',
    'replace a person in all that is held by somebody unknown; without a login, how that stands',
    [
      ['erase', 'every erasure, and how far it is'],
      ['erase mona --yes', 'one person, until nothing is left of them'],
      ['erase mona --yes --detach', 'begin it and leave it'],
    ],
  )
    .argument('[login]', 'whom, by their login at GitHub')
    .option('-y, --yes', 'yes, for good: it cannot be undone')
    .option('-d, --detach', 'do not wait for its end')
    .action((login, options) =>
      run(options, async (session) => {
        const client = await session.client()
        if (login === undefined) {
          const answered = await client.ask(listErasures)
          session.show(answered, (answer) => erasuresPage(answer, session))
          return undefined
        }
        if (options.yes !== true) {
          throw wrongUsage(
            'an erasure cannot be undone, and backups keep what they hold: say --yes if it is meant',
          )
        }
        return eraseOne(client, login, options.detach === true, session)
      }),
    )
}

async function eraseOne(
  client: Client,
  login: string,
  isDetached: boolean,
  session: Session,
): Promise<ExitCode | undefined> {
  const asked = await client.ask(erasePerson, { path: { login }, body: {} })
  const { command_id: id } = asked.read()
  if (isDetached) {
    session.show(asked, (answer) => [
      `  ${session.style.good('✓')} the erasure ${id} begins`,
      `    ${session.style.faint('How far it is: octometer erase')}`,
      '',
      ...foot(answer.freshness, session.style, session.width),
    ])
    return undefined
  }
  const ended = await watchErasure(client, id, session)
  if (ended === null) {
    session.terminal.writeError(`${session.style.faint('It goes on:')} octometer erase\n`)
    return exitCodes.interrupted
  }
  const erasure = ended.data.find((each) => each.id === id)
  if (session.isJson) session.printLine(JSON.stringify(erasure))
  else if (erasure !== undefined) session.print(erasedPage(erasure, ended, session))
  return undefined
}

const ASKED_EVERY_MS = 1_000
const BAR_COLUMNS = 24

/** Null when the person did not wait for its end. */
async function watchErasure(client: Client, id: string, session: Session): Promise<Erasures | null> {
  const { ended } = session.terminal
  const draw = openProgressLine(session)
  try {
    while (!ended.aborted) {
      const answer = (await client.ask(listErasures)).read()
      const phase = answer.data.find((each) => each.id === id)?.phase
      if (phase === 'done') return answer
      const done = phase === undefined ? 0 : erasurePhases.indexOf(phase)
      const line = `${progressBar(done / (erasurePhases.length - 1), BAR_COLUMNS)}  ${phase ?? 'asked for'}`
      draw(`  ${cut(line, session.terminal.columns() - 2)}`)
      await pause(ASKED_EVERY_MS, undefined, { signal: ended }).catch(() => undefined)
    }
    return null
  } finally {
    draw(null)
  }
}

const OUT_OF_REACH = [
  'Not reached: backups from before, exported files, logs and traces that were shipped, what was forwarded,',
  'and alerts that were sent. The stores’ files lose the last bytes some minutes later:',
  'docs/how-to/erase-a-person.md',
]

function erasedPage(erasure: Erasure, { freshness }: Erasures, { style, width }: Session): readonly string[] {
  return [
    `  ${style.good('✓')} erased: ${erasure.placeholder} stands in their place`,
    `    ${count(erasure.deliveries)} deliveries and ${count(erasure.other_rows)} other rows rewritten,`,
    `    ${count(erasure.messages)} messages purged from the log, ${count(erasure.read_models)} read models rebuilt`,
    '',
    ...OUT_OF_REACH.map((line) => `    ${style.faint(line)}`),
    '',
    ...foot(freshness, style, width),
  ]
}

function erasuresPage({ data, freshness }: Erasures, { style, width }: Session): readonly string[] {
  const columns: Column<Erasure>[] = [
    { title: 'Erasure', text: ({ id }) => id },
    {
      title: 'Phase',
      text: ({ phase }) => phase,
      paint: (text, { phase }) => (phase === 'done' ? style.good(text) : style.accent(text)),
    },
    { title: 'Placeholder', text: ({ placeholder }) => placeholder, dropped: 2 },
    { title: 'Asked by', text: ({ asked_by }) => plainText(asked_by), dropped: 1 },
    { title: 'Asked at', text: ({ asked_at }) => absolute(asked_at), dropped: 3 },
    { title: 'Deliveries', text: ({ deliveries }) => count(deliveries), align: 'right', dropped: 4 },
  ]
  return [...renderTable(columns, data, { style, width }), '', ...foot(freshness, style, width)]
}
