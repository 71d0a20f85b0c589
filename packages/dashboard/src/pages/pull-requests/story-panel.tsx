import { useMemo } from 'react'
import type { Answer } from '../../api/operations.ts'
import { useApi, useApiPages } from '../../api/use-api.ts'
import { listOf } from '../../filters/filters.ts'
import { useAddress } from '../../filters/use-filters.ts'
import { formatDuration, formatTime } from '../../format/times.ts'
import { Button } from '../../pieces/button.tsx'
import { Answered, ProblemNote, Skeleton } from '../../pieces/panel.tsx'
import { SidePanel } from '../../pieces/side-panel.tsx'
import { TimeAgo } from '../../pieces/time-ago.tsx'
import { ChecksOfCommits } from './checks-of-commits.tsx'
import { StateBadge } from './pull-columns.tsx'
import {
  commitsOf,
  groupMoments,
  kindOf,
  type Moment,
  type MomentGroup,
  momentKinds,
  wordsOf,
} from './story.ts'
import css from './story-panel.module.css'

interface StoryPanelProps {
  /** `owner/repo#number`. */
  readonly name: string
  readonly onClose: () => void
}

/** One pull request: how long each part took, its checks, and all that happened to it. */
export function StoryPanel({ name, onClose }: StoryPanelProps) {
  const [, owner = '', repo = '', number = '0'] = /^([^/]+)\/([^#]+)#(\d+)$/.exec(name) ?? []
  const path = { owner, repo, number: Number(number) }
  const query = useApi('getPullRequest', { path }, { keep: false })
  const story = useApiPages('getPullRequestStory', { path, query: { limit: 500 } })
  const moments = useMemo(() => story.data?.pages.flatMap((page) => page.data), [story.data])
  return (
    <SidePanel
      title={query.data?.title ?? name}
      note={
        <p className={css.note}>
          {query.data && <StateBadge state={query.data.state} />} {name}
        </p>
      }
      open
      onClose={onClose}
    >
      <Answered query={query} height={9}>
        {(pull) => (
          <div className={css.detail}>
            <Lifecycle pull={pull} />
            <ChecksOfCommits repository={pull.repository} shas={commitsOf(pull.head_sha, moments ?? [])} />
          </div>
        )}
      </Answered>
      {story.error !== null && <ProblemNote error={story.error} />}
      {moments === undefined ? (
        story.error === null && <Skeleton height={20} />
      ) : (
        <Story moments={moments} onMore={story.hasNextPage ? () => void story.fetchNextPage() : undefined} />
      )}
    </SidePanel>
  )
}

function Lifecycle({ pull }: { readonly pull: Answer<'getPullRequest'> }) {
  const { lifecycle, author, head_ref, base_ref, labels } = pull
  const facts = [
    ['Author', author ?? '–'],
    ['Branch', `${head_ref} → ${base_ref}`],
    ['Labels', labels.length === 0 ? 'none' : labels.join(', ')],
    ['To first review', formatDuration(lifecycle.time_to_first_review_seconds)],
    ['To approval', formatDuration(lifecycle.time_to_approval_seconds)],
    ['To merge', formatDuration(lifecycle.time_to_merge_seconds)],
  ] as const
  return (
    <dl className={css.facts}>
      {facts.map(([term, value]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd data-fact={term}>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

interface StoryProps {
  readonly moments: readonly Moment[]
  readonly onMore: (() => void) | undefined
}

/** The kinds that are left out stand in the address, so that a link tells the same story. */
function Story({ moments, onMore }: StoryProps) {
  const [search, change] = useAddress()
  const hidden = listOf(search.without)
  const shown = moments.filter((moment) => !hidden.includes(kindOf(moment)))
  const toggle = (kind: string) => {
    const without = hidden.includes(kind) ? hidden.filter((each) => each !== kind) : [...hidden, kind]
    change({ without: without.length === 0 ? undefined : without })
  }
  return (
    <section>
      <h3 className={css.heading}>Story</h3>
      <div className={css.kinds}>
        {momentKinds.map((kind) => (
          <label key={kind} className={css.kind}>
            <input type="checkbox" checked={!hidden.includes(kind)} onChange={() => toggle(kind)} />
            {kind} <span>{moments.filter((moment) => kindOf(moment) === kind).length}</span>
          </label>
        ))}
      </div>
      <ol className={css.story} aria-label="What happened, oldest first">
        {groupMoments(shown).map((group) => (
          <StoryLine key={group.key} group={group} />
        ))}
      </ol>
      {onMore && <Button onClick={onMore}>What happened then</Button>}
    </section>
  )
}

function StoryLine({ group }: { readonly group: MomentGroup }) {
  const [first, ...rest] = group.moments
  return (
    <li className={css.moment} data-kind={kindOf(first)}>
      <span className={css.what}>
        <strong>{first.actor ?? 'somebody'}</strong> {wordsOf(first.action)}
        {rest.length > 0 && <span className={css.times}> {rest.length + 1} times</span>}
      </span>
      <span className={css.when} title={formatTime(first.at)}>
        <TimeAgo time={first.at} />
      </span>
    </li>
  )
}
