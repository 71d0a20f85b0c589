import { useApi } from '../../api/use-api.ts'
import { formatShare } from '../../format/numbers.ts'
import { BarList } from '../../pieces/bar-list.tsx'
import { Explain } from '../../pieces/explain.tsx'
import { ExportMenu } from '../../pieces/export-menu.tsx'
import { Answered, Empty, Panel } from '../../pieces/panel.tsx'
import css from './contributors-page.module.css'
import { usePeopleQuery } from './use-people-query.ts'

const SHOWN = 14

/** Who carries the reviews; pressing one opens them. */
export function LoadPanel({ onOpen }: { readonly onOpen: (login: string) => void }) {
  const request = { query: usePeopleQuery() }
  const query = useApi('getReviewLoad', request)
  return (
    <Panel
      title="Review load"
      note="Reviews, and their share of all"
      actions={
        <>
          <Explain label="Review load" name="getReviewLoad" request={request} />
          <ExportMenu name="getReviewLoad" request={request} />
        </>
      }
    >
      <Answered query={query} height={24}>
        {({ data, reviews }) =>
          reviews === 0 ? (
            <Empty title="Nobody reviewed in this time">Choose a longer range, or clear the filters.</Empty>
          ) : (
            <BarList
              bars={data
                .filter((each) => each.reviews > 0)
                .slice(0, SHOWN)
                .map(({ login, reviews: own, share }) => ({
                  key: login,
                  label: (
                    <button type="button" className={css.only} onClick={() => onOpen(login)}>
                      {login}
                    </button>
                  ),
                  value: own,
                  note: formatShare(share),
                }))}
            />
          )
        }
      </Answered>
    </Panel>
  )
}
