import type { Answer } from '../../api/operations.ts'
import { useApi } from '../../api/use-api.ts'
import { formatCount } from '../../format/numbers.ts'
import { formatDuration } from '../../format/times.ts'
import { Facts } from '../../pieces/facts.tsx'
import { Answered, Empty } from '../../pieces/panel.tsx'
import { SidePanel } from '../../pieces/side-panel.tsx'
import { TimeAgo } from '../../pieces/time-ago.tsx'
import { StateBadge } from '../pull-requests/pull-columns.tsx'
import css from './contributors-page.module.css'
import { usePeopleQuery } from './use-people-query.ts'

interface PersonSideProps {
  readonly login: string
  /** Opens a pull request by its name. */
  readonly onOpen: (name: string) => void
  readonly onClose: () => void
}

const SHOWN = 50
const EVERYBODY: ('person' | 'bot' | 'ai_agent')[] = ['person', 'bot', 'ai_agent']

/** One contributor: what they did, how long their reviews take, and their pull requests with the story of each. */
export function PersonSide({ login, onOpen, onClose }: PersonSideProps) {
  const { since, until, repository } = usePeopleQuery()
  const asked = { since, until, repository }
  const only = { ...asked, user: [login], kind: EVERYBODY }
  const counts = useApi('listContributors', { query: only }, { keep: false })
  const times = useApi('getTeamMetrics', { query: only }, { keep: false })
  const pulls = useApi(
    'listPullRequests',
    { query: { ...asked, author: [login], limit: SHOWN } },
    { keep: false },
  )
  return (
    <SidePanel title={login} note="In the range and repositories of the page" open onClose={onClose}>
      <Answered query={counts} height={9}>
        {({ data: [counted] }) => <Done counted={counted} team={times.data?.data[0]} />}
      </Answered>
      <h3 className={css.heading}>Pull requests</h3>
      <Answered query={pulls} height={12}>
        {({ data }) => <Pulls pulls={data} onOpen={onOpen} />}
      </Answered>
    </SidePanel>
  )
}

interface DoneProps {
  readonly counted: Answer<'listContributors'>['data'][number] | undefined
  readonly team: Answer<'getTeamMetrics'>['data'][number] | undefined
}

function Done({ counted, team }: DoneProps) {
  if (counted === undefined)
    return <Empty title="They did nothing in this time">Choose a longer range.</Empty>
  const { pulls_opened, pulls_merged, reviews, approvals, comments, commits, first_seen } = counted
  return (
    <Facts
      facts={[
        ['Opened', formatCount(pulls_opened)],
        ['Merged', formatCount(pulls_merged)],
        ['Reviews', formatCount(reviews)],
        ['Approvals', formatCount(approvals)],
        ['Comments', formatCount(comments)],
        ['Commits', formatCount(commits)],
        ['Median wait for their review', formatDuration(team?.first_review_median_seconds)],
        ['First seen', <TimeAgo key="first" time={first_seen} />],
      ]}
    />
  )
}

interface PullsProps {
  readonly pulls: Answer<'listPullRequests'>['data']
  readonly onOpen: (name: string) => void
}

function Pulls({ pulls, onOpen }: PullsProps) {
  if (pulls.length === 0)
    return <Empty title="None of theirs changed in this time">Choose a longer range.</Empty>
  return (
    <ul aria-label="Their pull requests">
      {pulls.map(({ repository, number, title, state, updated_at }) => (
        <li key={`${repository}#${number}`} className={css.pull}>
          <StateBadge state={state} />
          <button type="button" onClick={() => onOpen(`${repository}#${number}`)}>
            {title}
          </button>
          <span className={css.where}>
            {repository}#{number} · <TimeAgo time={updated_at} />
          </span>
        </li>
      ))}
    </ul>
  )
}
