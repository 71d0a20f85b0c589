import { useApi } from '../../api/use-api.ts'
import { useFilterParameters, useFilters } from '../../filters/use-filters.ts'
import { BarList } from '../../pieces/bar-list.tsx'
import { ExportMenu } from '../../pieces/export-menu.tsx'
import { Answered, Empty, Panel } from '../../pieces/panel.tsx'
import css from './repositories-panel.module.css'

const SHOWN = 10

/** The busiest ones; pressing one looks at it alone. */
export function RepositoriesPanel() {
  const { repository } = useFilterParameters()
  const [, setFilters] = useFilters()
  const request = { query: { repository, sort: 'commits_30_days' as const, limit: SHOWN } }
  const query = useApi('listRepositories', request)
  return (
    <Panel
      title="Top repositories"
      note="Distinct commits of the last 30 days, on any branch"
      actions={<ExportMenu name="listRepositories" request={request} />}
    >
      <Answered query={query} height={16}>
        {({ data }) =>
          data.length === 0 ? (
            <Empty title="No repository is known yet">
              The first delivery of a repository makes it known.
            </Empty>
          ) : (
            <BarList
              bars={data.map(({ repository: name, repository_id, commits_30_days, open_pull_requests }) => ({
                key: String(repository_id),
                label: (
                  <button
                    type="button"
                    className={css.only}
                    onClick={() => setFilters({ repositories: [name] })}
                  >
                    {name}
                  </button>
                ),
                value: commits_30_days ?? 0,
                note: open_pull_requests === null ? '' : `${open_pull_requests} open PRs`,
              }))}
            />
          )
        }
      </Answered>
    </Panel>
  )
}
