import { type AnswerOf, type Freshness, listProjections, rebuildProjection } from '@octometer/gateway-api'
import type { Client } from '../client.ts'
import { command, type Run } from '../command.ts'
import { type ExitCode, exitCodes } from '../exit-code.ts'
import { foot } from '../render/foot.ts'
import { absolute, duration, relative } from '../render/moment.ts'
import { count } from '../render/numbers.ts'
import { plainText } from '../render/plain-text.ts'
import { type Column, renderTable } from '../render/table.ts'
import { cut } from '../render/text-width.ts'
import type { Session } from '../session.ts'
import { type Projection, type Projections, rebuildProgress, watchRebuild } from './watch-rebuild.ts'

export function rebuildCommand(run: Run) {
  return command('rebuild', 'fill a read model anew beside the live one; without a name, how they stand', [
    ['rebuild', 'every read model, how far behind it is, and rebuilds under way'],
    ['rebuild counters', 'one of them, until it has replaced the live one, and what that changed'],
    ['rebuild counters --detach', 'start it and leave it'],
  ])
    .argument('[projection]', 'which one')
    .option('-d, --detach', 'do not wait for its end')
    .action((name, options) =>
      run(options, async (session) => {
        const client = await session.client()
        if (name === undefined) {
          const answered = await client.ask(listProjections)
          session.show(answered, (answer) => projectionsPage(answer, session))
          return undefined
        }
        return rebuildOne(client, name, options.detach === true, session)
      }),
    )
}

async function rebuildOne(
  client: Client,
  name: string,
  isDetached: boolean,
  session: Session,
): Promise<ExitCode | undefined> {
  const { data } = (await client.ask(listProjections)).read()
  const before = data.find((each) => each.name === name)?.generation ?? null
  const started = await client.ask(rebuildProjection, { path: { name } })
  if (isDetached) {
    session.show(started, (answer) => startedPage(answer, session))
    return undefined
  }
  const after = await watchRebuild(client, name, before, session)
  if (after === null) {
    session.terminal.writeError(`${session.style.faint('It goes on:')} octometer rebuild\n`)
    return exitCodes.interrupted
  }
  const rebuilt = after.data.find((each) => each.name === name)
  if (session.isJson) session.printLine(JSON.stringify(rebuilt))
  else if (rebuilt !== undefined) session.print(rebuiltPage(rebuilt, after.freshness, session))
  return undefined
}

function startedPage(
  { projection, generation, state, freshness }: AnswerOf<typeof rebuildProjection>,
  { style, width }: Session,
): readonly string[] {
  const word = state === 'started' ? 'is being filled' : 'is being filled already'
  return [
    `  ${style.good('✓')} ${projection} ${word} beside generation ${generation}`,
    `    ${style.faint('That one is read until the new one takes its place: octometer rebuild')}`,
    '',
    ...foot(freshness, style, width),
  ]
}

type LastRebuild = NonNullable<Projection['last_rebuild']>
type Difference = NonNullable<LastRebuild['differences']>[number]

/** What is live now, and each of its tables beside the one before it. */
function rebuiltPage(
  { name, generation, last_rebuild: last }: Projection,
  freshness: Freshness,
  { style, width }: Session,
): readonly string[] {
  const columns: Column<Difference>[] = [
    { title: 'Table', text: ({ table }) => table },
    { title: 'Before', text: ({ before }) => count(before), align: 'right' },
    { title: 'After', text: ({ after }) => count(after), align: 'right' },
    {
      title: 'Change',
      text: ({ before, after }) => changeText(after - before),
      align: 'right',
      paint: (text, { before, after }) => (before === after ? style.faint(text) : style.warn(text)),
    },
  ]
  const took = last === null ? null : (Date.parse(last.ended_at) - Date.parse(last.began_at)) / 1000
  return [
    `  ${style.good('✓')} ${name}: generation ${generation} has taken its place`,
    ...(last === null
      ? []
      : [`    ${style.faint(`${count(last.messages_read)} messages read in ${duration(took)}`)}`]),
    '',
    ...renderTable(columns, last?.differences ?? [], { style, width }),
    '',
    ...foot(freshness, style, width),
  ]
}

function changeText(difference: number): string {
  if (difference === 0) return 'none'
  return `${difference > 0 ? '+' : '−'}${count(Math.abs(difference))}`
}

/** Later than that, a read model is behind what happened. */
const BEHIND_SECONDS = 60

function projectionsPage({ data, freshness }: Projections, session: Session): readonly string[] {
  const { style, width } = session
  const columns: Column<Projection>[] = [
    { title: 'Read model', text: ({ name }) => plainText(name) },
    { title: 'Generation', text: ({ generation }) => generation ?? '', dropped: 3 },
    {
      title: 'Live since',
      text: ({ live_since }) => relative(live_since, freshness.as_of),
      align: 'right',
      dropped: 1,
    },
    {
      title: 'Behind',
      text: ({ lag_seconds: lag }) => duration(lag),
      align: 'right',
      paint: (text, { lag_seconds: lag }) =>
        lag === null || lag > BEHIND_SECONDS ? style.bad(text) : style.good(text),
    },
    { title: 'Messages', text: ({ lag_messages }) => count(lag_messages), align: 'right', dropped: 2 },
    { title: 'Rebuild', text: (projection) => rebuildText(projection) },
  ]
  return [
    ...renderTable(columns, data, { style, width }),
    ...data.flatMap((projection) => differenceLines(projection, session)),
    '',
    ...foot(freshness, style, width),
  ]
}

const BAR_COLUMNS = 10

function rebuildText({ building, last_rebuild: last }: Projection): string {
  const [first] = building
  if (first === undefined) return last === null ? '' : `done ${absolute(last.ended_at)}`
  if (first.progress === null) return 'begun, nothing heard of it'
  const { state, phase } = first.progress
  if (state !== 'running') return `${state} while ${phase.replaceAll('_', ' ')}`
  return rebuildProgress(first, BAR_COLUMNS)
}

/** Where a rebuild came to other rows than the one before it had. */
function differenceLines(
  { name, last_rebuild: last }: Projection,
  { style, width }: Session,
): readonly string[] {
  const changed = (last?.differences ?? []).filter(({ before, after }) => before !== after)
  return changed.map(({ table, before, after }) =>
    style.warn(
      cut(`  ! ${name}: the last rebuild made ${count(after)} rows of ${count(before)} in ${table}`, width),
    ),
  )
}
