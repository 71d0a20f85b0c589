import { type AnswerOf, listProjections, rebuildProjection } from '@octometer/gateway-api'
import { command, type Run } from '../command.ts'
import { progressBar } from '../render/bar.ts'
import { foot } from '../render/foot.ts'
import { absolute, duration, relative } from '../render/moment.ts'
import { count, percent } from '../render/numbers.ts'
import { plainText } from '../render/plain-text.ts'
import { type Column, renderTable } from '../render/table.ts'
import { cut } from '../render/text-width.ts'
import type { Session } from '../session.ts'

type Projections = AnswerOf<typeof listProjections>
type Projection = Projections['data'][number]

export function rebuildCommand(run: Run) {
  return command('rebuild', 'fill a read model anew beside the live one; without a name, how they stand', [
    ['rebuild', 'every read model, how far behind it is, and rebuilds under way'],
    ['rebuild counters', 'start one; it replaces the live one when it has caught up'],
  ])
    .argument('[projection]', 'which one')
    .action((name, options) =>
      run(options, async (session) => {
        const client = await session.client()
        if (name === undefined) {
          const answered = await client.ask(listProjections)
          session.show(answered, (answer) => projectionsPage(answer, session))
          return undefined
        }
        const answered = await client.ask(rebuildProjection, { path: { name } })
        session.show(answered, ({ projection, generation, state, freshness }) => [
          `  ${session.style.good('✓')} ${projection}: generation ${generation} ${state === 'started' ? 'is being filled' : 'is being filled already'}`,
          `    ${session.style.faint('The live one is read until it takes its place: octometer rebuild')}`,
          '',
          ...foot(freshness, session.style, session.width),
        ])
        return undefined
      }),
    )
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
  const [{ progress } = { progress: null }] = building
  if (building.length > 0 && progress === null) return 'begun, nothing heard of it'
  if (progress === null) return last === null ? '' : `done ${absolute(last.ended_at)}`
  const { messages_total: total, messages_read: read, phase, state } = progress
  if (state !== 'running') return `${state} while ${phase.replaceAll('_', ' ')}`
  if (total === null || total === 0) return phase.replaceAll('_', ' ')
  const share = Math.min(1, read / total)
  return `${progressBar(share, BAR_COLUMNS)} ${percent(Math.round(share * 100) / 100)} ${phase.replaceAll('_', ' ')}`
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
