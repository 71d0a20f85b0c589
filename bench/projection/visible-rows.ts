import { createClient } from '@clickhouse/client'
import type { StoreAccess } from '../system/topology.ts'

/** What is looked for: rows of deliveries that were received since; null does not look. */
interface Sought {
  readonly guidsSince: Date | null
  readonly factsSince: Date | null
}

interface Seen {
  /** GUIDs in the archive. */
  readonly guids: readonly string[]
  /** Facts: counter, repository and key in one text. */
  readonly facts: readonly string[]
  /** The sum of all counters, as the months have it: the last of the rollups to be recounted. */
  readonly counted: number
}

/** What a reader of the read models finds, asked by SQL as anybody may ask. */
export interface VisibleRows extends AsyncDisposable {
  look(sought: Sought): Promise<Seen>
}

// One statement, for looking is no part of what is measured and takes CPU from it.
const LOOK = `
  SELECT 'guid' AS what, guid AS text FROM deliveries WHERE received_at >= {guids_since:DateTime64(3)}
  UNION ALL
  SELECT 'fact', concat(counter, ' ', toString(repository_id), ' ', key)
  FROM counter_facts WHERE last_received_at >= {facts_since:DateTime64(3)}
  UNION ALL
  SELECT 'counted', toString(sum(counted)) FROM (
    SELECT max(value) AS counted FROM counter_months GROUP BY counter, repository_id, month)`

const NEVER = new Date('2100-01-01')

export function openVisibleRows(access: StoreAccess): VisibleRows {
  const client = createClient({
    url: access.url,
    username: access.user,
    password: access.password,
    database: access.database,
  })
  const seconds = (time: Date | null) => ((time ?? NEVER).getTime() - 1) / 1_000
  return {
    async look({ guidsSince, factsSince }) {
      const query_params = { guids_since: seconds(guidsSince), facts_since: seconds(factsSince) }
      const answer = await client.query({ query: LOOK, query_params, format: 'JSONCompactEachRow' })
      const rows = await answer.json<[what: string, text: string]>()
      const texts = (wanted: string) => rows.flatMap(([what, text]) => (what === wanted ? [text] : []))
      return { guids: texts('guid'), facts: texts('fact'), counted: Number(texts('counted')[0] ?? 0) }
    },
    [Symbol.asyncDispose]: () => client.close(),
  }
}
