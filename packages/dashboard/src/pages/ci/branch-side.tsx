import { useApi } from '../../api/use-api.ts'
import type { Period } from '../../filters/period.ts'
import { useAddressValue } from '../../filters/use-filters.ts'
import { formatDuration, formatTime } from '../../format/times.ts'
import { Moment, MomentList } from '../../pieces/moment-list.tsx'
import { Answered, Empty } from '../../pieces/panel.tsx'
import { SidePanel } from '../../pieces/side-panel.tsx'
import { StateBadge } from './branch-panel.tsx'
import css from './ci-page.module.css'

/** Each turn of one branch, the newest first, with how long it lasted. */
export function BranchSide({ period }: { readonly period: Period }) {
  const [opened, open] = useAddressValue('branch')
  const query = useApi(
    'listBranchHealth',
    { query: { ...period, repository: [opened], timeline: 'true' } },
    { enabled: opened !== '', keep: false },
  )
  return (
    <SidePanel
      title={opened}
      note="Turns of its default branch, the newest first"
      open={opened !== ''}
      onClose={() => open('')}
    >
      <Answered query={query} height={16}>
        {({ data: [branch] }) => {
          const turns = branch?.timeline ?? []
          if (turns.length === 0)
            return <Empty title="It did not turn in this time">Choose a longer range.</Empty>
          return (
            <MomentList label="Turns, the newest first">
              {turns
                .map((turn, index) => ({ ...turn, next: turns[index + 1]?.at }))
                .toReversed()
                .map(({ at, state, head_sha, next }) => (
                  <Moment
                    key={at}
                    mark={<StateBadge state={state} />}
                    end={<code title={head_sha}>{head_sha.slice(0, 8)}</code>}
                  >
                    {formatTime(at)}{' '}
                    <span className={css.small}>
                      {next === undefined
                        ? 'until now'
                        : `for ${formatDuration((Date.parse(next) - Date.parse(at)) / 1000)}`}
                    </span>
                  </Moment>
                ))}
            </MomentList>
          )
        }}
      </Answered>
    </SidePanel>
  )
}
