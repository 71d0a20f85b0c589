import { useApi } from '../../api/use-api.ts'
import { formatShare } from '../../format/numbers.ts'
import { Explain } from '../../pieces/explain.tsx'
import { Tiles } from '../../pieces/grid.tsx'
import { Answered } from '../../pieces/panel.tsx'
import { StatTile } from '../../pieces/stat-tile.tsx'
import { useIntakePeriod } from './intake-period.ts'

const counts = [
  ['expected', 'Sent by GitHub'],
  ['held', 'Held here'],
  ['recovered', 'Fetched'],
  ['missing', 'Missing'],
] as const

/** Of the whole range and all hooks. */
export function IntakeTiles() {
  const request = { query: { ...useIntakePeriod(), limit: 1 } }
  const query = useApi('listIntake', request)
  return (
    <Answered query={query} height={6}>
      {({ total }) => (
        <Tiles label="The intake in numbers" most={5}>
          <StatTile
            label="Complete"
            value={total.completeness}
            format={formatShare}
            action={<Explain label="Complete" name="listIntake" request={request} />}
          />
          {counts.map(([name, label]) => (
            <StatTile
              key={name}
              label={label}
              value={total[name]}
              action={<Explain label={label} name="listIntake" request={request} />}
            />
          ))}
        </Tiles>
      )}
    </Answered>
  )
}
