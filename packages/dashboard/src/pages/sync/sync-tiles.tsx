import { useApi } from '../../api/use-api.ts'
import { formatShare } from '../../format/numbers.ts'
import { formatDuration } from '../../format/times.ts'
import { Tiles } from '../../pieces/grid.tsx'
import { Answered } from '../../pieces/panel.tsx'
import { StatTile } from '../../pieces/stat-tile.tsx'

/** How the syncs went that are remembered: a hundred at most. */
export function SyncTiles() {
  const query = useApi('getSyncStats', {}, { live: false })
  return (
    <Answered query={query} height={5}>
      {({ total, success_rate, average_duration_seconds, snapshots, failed }) => (
        <Tiles label="Syncs in numbers" most={5}>
          <StatTile label="Syncs" value={total} />
          <StatTile label="Completed" value={success_rate} format={formatShare} />
          <StatTile label="Failed" value={failed} />
          <StatTile label="Takes in the mean" value={average_duration_seconds} format={formatDuration} />
          <StatTile label="Snapshots read" value={snapshots} />
        </Tiles>
      )}
    </Answered>
  )
}
