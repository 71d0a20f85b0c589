import type { Entry } from '../../api/operations.ts'
import { useApi } from '../../api/use-api.ts'
import { useAddressValue } from '../../filters/use-filters.ts'
import { formatTime } from '../../format/times.ts'
import { Moment, MomentList } from '../../pieces/moment-list.tsx'
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
            <MomentList label="History, oldest first">
              {data.map((moment) => (
                <Change key={`${moment.at} ${moment.action} ${moment.subject}`} moment={moment} />
              ))}
            </MomentList>
          )
        }
      </Answered>
    </SidePanel>
  )
}

function Change({ moment }: { readonly moment: Entry<'getIssueHistory'> }) {
  const { at, action, subject, actor, before, after, changed } = moment
  const changes =
    after === null ? [] : changed.filter((name) => before === null || before[name] !== after[name])
  return (
    <Moment
      mark={
        <time className={css.small} dateTime={at}>
          {formatTime(at)}
        </time>
      }
    >
      <strong>{action}</strong> {subject} <span className={css.small}>by {actor ?? 'somebody unknown'}</span>
      {after !== null && changes.length > 0 && (
        <span className={css.changes}>
          {changes
            .map((name) => (name === 'blocker' ? (after.blocker ? 'a blocker' : 'no blocker') : after[name]))
            .map((word) => word.replaceAll('_', ' '))
            .join(' · ')}
        </span>
      )}
    </Moment>
  )
}
