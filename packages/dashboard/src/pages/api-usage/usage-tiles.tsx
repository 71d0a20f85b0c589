import { useApi } from '../../api/use-api.ts'
import { usePeriod } from '../../filters/use-filters.ts'
import { formatShare } from '../../format/numbers.ts'
import { Explain } from '../../pieces/explain.tsx'
import { Tiles } from '../../pieces/grid.tsx'
import { Answered } from '../../pieces/panel.tsx'
import { StatTile } from '../../pieces/stat-tile.tsx'

/** Of the range: calls, what they cost, and how many the cache answered. */
export function UsageTiles() {
  const { since, until } = usePeriod()
  const request = { query: { since, until, group_by: ['cached' as const, 'status' as const], limit: 1000 } }
  const query = useApi('getApiUsage', request)
  const explain = (label: string) => <Explain label={label} name="getApiUsage" request={request} />
  return (
    <Answered query={query} height={5}>
      {({ data }) => {
        const sum = (of: typeof data) => of.reduce((total, { calls }) => total + calls, 0)
        const calls = sum(data)
        const cached = sum(data.filter((group) => group.cached))
        const failed = sum(data.filter(({ status }) => (status ?? 0) >= 400))
        const costs = data.flatMap(({ cost }) => cost ?? [])
        const cost = costs.length === 0 ? null : costs.reduce((total, each) => total + each, 0)
        return (
          <Tiles label="API usage in numbers" most={4}>
            <StatTile label="Calls" value={calls} action={explain('Calls')} />
            <StatTile label="Cost" value={cost} action={explain('Cost')} />
            <StatTile
              label="From the cache"
              value={calls === 0 ? null : cached / calls}
              format={formatShare}
              action={explain('From the cache')}
            />
            <StatTile label="Refused or failed" value={failed} action={explain('Refused or failed')} />
          </Tiles>
        )
      }}
    </Answered>
  )
}
