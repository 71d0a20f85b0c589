import type { Entry } from '../../api/operations.ts'
import { useApi } from '../../api/use-api.ts'
import { useAddressValue } from '../../filters/use-filters.ts'
import { formatTime } from '../../format/times.ts'
import { Answered, Empty } from '../../pieces/panel.tsx'
import { SidePanel } from '../../pieces/side-panel.tsx'
import css from './issues-page.module.css'

/** What happened to one issue, oldest first. */
export function IssueSide() {
  const [opened, open] = useAddressValue('issue')
  const [, owner = '', repo = '', number = ''] = /^([^/]+)\/([^#]+)#(\d+)$/.exec(opened) ?? []
  const query = useApi(
    'getIssueHistory',
    { path: { owner, repo, number: Number(number) }, query: { limit: 1000 } },
    { enabled: number !== '', keep: false },
  )
  return (
    <SidePanel
      title={opened}
      note="What happened to it, comments apart"
      open={number !== ''}
      onClose={() => open('')}
    >
      <Answered query={query} height={16}>
        {({ data }) =>
          data.length === 0 ? (
            <Empty title="No delivery tells what happened">It is known by a snapshot alone.</Empty>
          ) : (
            <ol className={css.history} aria-label="History, oldest first">
              {data.map((moment) => (
                <Moment key={`${moment.at} ${moment.action} ${moment.subject}`} moment={moment} />
              ))}
            </ol>
          )
        }
      </Answered>
    </SidePanel>
  )
}

function Moment({ moment }: { readonly moment: Entry<'getIssueHistory'> }) {
  const { at, action, subject, actor, before, after, changed } = moment
  const changes =
    after === null ? [] : changed.filter((name) => before === null || before[name] !== after[name])
  return (
    <li>
      <time className={css.small} dateTime={at}>
        {formatTime(at)}
      </time>
      <span className={css.done}>
        <strong>{action}</strong> {subject}{' '}
        <span className={css.small}>by {actor ?? 'somebody unknown'}</span>
        {after !== null && changes.length > 0 && (
          <span className={css.changes}>
            {changes
              .map((name) =>
                name === 'blocker' ? (after.blocker ? 'a blocker' : 'no blocker') : after[name],
              )
              .map((word) => word.replaceAll('_', ' '))
              .join(' · ')}
          </span>
        )}
      </span>
    </li>
  )
}
