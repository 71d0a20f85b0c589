import { useMemo, useRef } from 'react'
import type { Entry } from '../../api/operations.ts'
import { useApi } from '../../api/use-api.ts'
import { formatCount } from '../../format/numbers.ts'
import { ChartActions } from '../../pieces/chart-actions.tsx'
import { Matrix } from '../../pieces/matrix.tsx'
import { Answered, Empty, Panel } from '../../pieces/panel.tsx'
import { networkOf } from './network.ts'
import { usePeopleQuery } from './use-people-query.ts'

/** More pairs than any picture shows; the table below has all of them. */
const PAIRS = 1000

/** Who reviews whom, as a picture: the darker, the more reviews. */
export function NetworkPanel() {
  const chart = useRef<HTMLDivElement>(null)
  const people = usePeopleQuery()
  const request = useMemo(() => ({ query: { ...people, limit: PAIRS } }), [people])
  const query = useApi('listReviewPairs', request)
  return (
    <Panel
      title="Who reviews whom"
      note="Reviewers beside whose pull requests they reviewed, both by load"
      actions={
        <ChartActions
          label="Who reviews whom"
          name="listReviewPairs"
          request={request}
          chart={chart}
          file="who-reviews-whom"
        />
      }
    >
      <Answered query={query} height={24}>
        {({ data }) =>
          data.length === 0 ? (
            <Empty title="Nobody reviewed in this time">Choose a longer range, or clear the filters.</Empty>
          ) : (
            <div ref={chart}>
              <Network pairs={data} />
            </div>
          )
        }
      </Answered>
    </Panel>
  )
}

function Network({ pairs }: { readonly pairs: readonly Entry<'listReviewPairs'>[] }) {
  const { reviewers, authors, reviewsOf } = useMemo(() => networkOf(pairs), [pairs])
  return (
    <Matrix
      label={`${formatCount(reviewers.length)} reviewers beside ${formatCount(authors.length)} authors; the table of pairs has the numbers`}
      rows={reviewers}
      columns={authors}
      total="All"
      amountOf={reviewsOf}
      tipOf={(reviewer, author) =>
        `${reviewer} reviewed ${author}: ${formatCount(reviewsOf(reviewer, author))} reviews`
      }
    />
  )
}
