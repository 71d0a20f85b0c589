import { useApi } from '../../api/use-api.ts'
import { useAddressValue } from '../../filters/use-filters.ts'
import { formatCount } from '../../format/numbers.ts'
import { formatDuration, formatTime } from '../../format/times.ts'
import { Facts } from '../../pieces/facts.tsx'
import { Answered, Empty } from '../../pieces/panel.tsx'
import { SidePanel } from '../../pieces/side-panel.tsx'
import css from './operations-page.module.css'
import { ARCHIVE, type Projection, ProjectionBadge } from './projection-table.tsx'
import { RebuildButton } from './rebuild-button.tsx'
import { RebuildProgress } from './rebuild-progress.tsx'

/** The projection that the address names: its generation, what is being rebuilt, and what the last rebuild changed. */
export function ProjectionPanel() {
  const [opened, open] = useAddressValue('projection')
  const query = useApi('listProjections')
  return (
    <SidePanel title={opened} open={opened !== ''} onClose={() => open('')}>
      <Answered query={query} height={30}>
        {({ data }) => {
          const projection = data.find(({ name }) => name === opened)
          return projection === undefined ? (
            <Empty title="There is no projection of this name">Close this to see all.</Empty>
          ) : (
            <Detail projection={projection} />
          )
        }}
      </Answered>
    </SidePanel>
  )
}

function Detail({ projection }: { readonly projection: Projection }) {
  const { name, generation, code, live_since, true_from, lag_messages, lag_seconds, building } = projection
  const facts = [
    ['Generation', generation === null ? '–' : <code key="generation">{generation}</code>],
    ['Code', code === null ? '–' : <code key="code">{code}</code>],
    ['Live since', formatTime(live_since)],
    ['True from', true_from === null ? 'the beginning' : formatTime(true_from)],
    ['Not yet in it', `${formatCount(lag_messages)} messages`],
    ['Oldest of them', lag_messages === 0 ? 'none' : formatDuration(lag_seconds)],
  ] as const
  return (
    <div className={css.detail}>
      <div className={css.bar}>
        <ProjectionBadge projection={projection} />
        <RebuildButton
          name={name}
          isRunning={building.some(({ progress }) => progress?.state === 'running')}
        />
      </div>
      {building.map((each) => (
        <RebuildProgress key={each.generation} building={each} />
      ))}
      <Facts facts={facts} />
      <LastRebuild projection={projection} />
    </div>
  )
}

function LastRebuild({ projection: { last_rebuild, name } }: { readonly projection: Projection }) {
  if (last_rebuild === null) {
    return (
      <p className={css.small}>
        {name === ARCHIVE
          ? 'The archive is what rebuilds read: it is never rebuilt itself.'
          : 'How the live generation was made is not kept.'}
      </p>
    )
  }
  const { began_at, ended_at, messages_read, differences } = last_rebuild
  const took = (Date.parse(ended_at) - Date.parse(began_at)) / 1000
  return (
    <section>
      <h3 className={css.heading}>What the last rebuild changed</h3>
      <p className={css.small}>
        {formatTime(ended_at)}: {formatCount(messages_read)} messages in {formatDuration(took)}
        {differences === null && '. There was no generation before it to compare with.'}
      </p>
      {differences !== null && differences.length > 0 && <Differences differences={differences} />}
    </section>
  )
}

type Difference = NonNullable<NonNullable<Projection['last_rebuild']>['differences']>[number]

function Differences({ differences }: { readonly differences: readonly Difference[] }) {
  return (
    <table className={css.differences} aria-label="Rows before and after">
      <thead>
        <tr>
          <th scope="col">Table</th>
          <th scope="col">Before</th>
          <th scope="col">After</th>
          <th scope="col">Change</th>
        </tr>
      </thead>
      <tbody>
        {differences.map(({ table, before, after }) => (
          <tr key={table}>
            <td>
              <code>{table}</code>
            </td>
            <td>{formatCount(before)}</td>
            <td>{formatCount(after)}</td>
            <td className={before === after ? css.same : css.changed}>{changeText(before, after)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function changeText(before: number, after: number): string {
  if (before === after) return 'none'
  return `${after > before ? '+' : '−'}${formatCount(Math.abs(after - before))}`
}
