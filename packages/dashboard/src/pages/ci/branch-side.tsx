import { useApi } from '../../api/use-api.ts'
import type { Period } from '../../filters/period.ts'
import { useAddressValue } from '../../filters/use-filters.ts'
import { formatDuration, formatTime } from '../../format/times.ts'
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
            <ol className={css.turns}>
              {turns
                .map((turn, index) => ({ ...turn, next: turns[index + 1]?.at }))
                .toReversed()
                .map(({ at, state, head_sha, next }) => (
                  <li key={at}>
                    <StateBadge state={state} />
                    <span>
                      {formatTime(at)}
                      <span className={css.small}>
                        {' '}
                        {next === undefined
                          ? 'until now'
                          : `for ${formatDuration((Date.parse(next) - Date.parse(at)) / 1000)}`}
                      </span>
                    </span>
                    <code title={head_sha}>{head_sha.slice(0, 8)}</code>
                  </li>
                ))}
            </ol>
          )
        }}
      </Answered>
    </SidePanel>
  )
}
