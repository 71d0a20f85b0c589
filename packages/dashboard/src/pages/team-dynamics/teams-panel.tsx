import { useMemo, useRef } from 'react'
import type { Answer } from '../../api/operations.ts'
import { useApi } from '../../api/use-api.ts'
import { formatCount, formatShare } from '../../format/numbers.ts'
import { ChartActions } from '../../pieces/chart-actions.tsx'
import { Matrix } from '../../pieces/matrix.tsx'
import { Answered, Empty, Panel } from '../../pieces/panel.tsx'
import { networkOf } from '../contributors/network.ts'
import { usePeopleQuery } from '../contributors/use-people-query.ts'
import css from './team-dynamics-page.module.css'

/** Which team reviews for which, and how much of it crosses. */
export function TeamsPanel() {
  const chart = useRef<HTMLDivElement>(null)
  const people = usePeopleQuery()
  const request = useMemo(() => ({ query: { ...people, limit: 1 } }), [people])
  const query = useApi('listCrossTeamReviews', request)
  return (
    <Panel
      title="Across teams"
      note="Reviews by the reviewer’s team and the pull request’s: its label sig-…, or its author’s team"
      actions={
        <ChartActions
          label="Across teams"
          name="listCrossTeamReviews"
          request={request}
          chart={chart}
          file="across-teams"
        />
      }
    >
      <Answered query={query} height={12}>
        {(answer) =>
          answer.reviews === 0 ? (
            <NoTeams hasTeams={answer.has_teams} />
          ) : (
            <div className={css.teams} ref={chart}>
              <Numbers answer={answer} />
              <Teams teams={answer.teams} />
            </div>
          )
        }
      </Answered>
    </Panel>
  )
}

type CrossTeam = Answer<'listCrossTeamReviews'>

function NoTeams({ hasTeams }: { readonly hasTeams: boolean }) {
  return hasTeams ? (
    <Empty title="No team reviewed in this time">Choose a longer range, or clear the filters.</Empty>
  ) : (
    <Empty title="No teams are known">
      Write <code>{'owner/repository: { team: [login] }'}</code> into a file, set OCTO_TEAMS_FILE to its path,
      and start the gateway again.
    </Empty>
  )
}

function Numbers({ answer }: { readonly answer: CrossTeam }) {
  const { reviews, cross_team_reviews } = answer
  return (
    <dl className={css.numbers}>
      <div>
        <dt>Crossed teams</dt>
        <dd data-fact="Crossed teams">{formatCount(cross_team_reviews)}</dd>
      </div>
      <div>
        <dt>Of reviews with both teams known</dt>
        <dd data-fact="Reviews of teams">{formatCount(reviews)}</dd>
      </div>
      <div>
        <dt>Share</dt>
        <dd data-fact="Share across teams">{formatShare(cross_team_reviews / reviews)}</dd>
      </div>
    </dl>
  )
}

function Teams({ teams }: Pick<CrossTeam, 'teams'>) {
  const { reviewers, authors, reviewsOf } = useMemo(
    () =>
      networkOf(
        teams.map(({ reviewer_team, team, reviews }) => ({ reviewer: reviewer_team, author: team, reviews })),
      ),
    [teams],
  )
  return (
    <div>
      <Matrix
        label={teams
          .map(
            ({ reviewer_team, team, reviews }) =>
              `${reviewer_team} reviewed ${team} ${formatCount(reviews)} times`,
          )
          .join(', ')}
        rows={reviewers}
        columns={authors}
        total="All"
        amountOf={reviewsOf}
        tipOf={(reviewer, team) =>
          `${reviewer} reviewed ${team}: ${formatCount(reviewsOf(reviewer, team))} reviews`
        }
      />
    </div>
  )
}
