import { connectStore, migrate, openGeneration, readModels } from '@octometer/read-store'
import { startClickHouse } from '@octometer/testkit'

const GENERATION = 'g0'

/**
 * Every table as the real engine shows it after the migrations and one generation of each read model. Throws when a
 * second run of the migrations changes anything.
 */
export async function readSchema(): Promise<string> {
  await using clickhouse = await startClickHouse()
  await using store = connectStore({ ...clickhouse, cluster: null, ca: null })
  await migrate(store)
  for (const model of readModels) await openGeneration(store, model, GENERATION, { timezone: 'UTC' }).create()
  const schema = await showTables(clickhouse)
  const again = await migrate(store)
  for (const model of readModels) await openGeneration(store, model, GENERATION, { timezone: 'UTC' }).create()
  if (again.length > 0 || (await showTables(clickhouse)) !== schema) {
    throw new Error('a second run of the migrations is not a no-op')
  }
  return schema
}

interface Access {
  readonly url: string
  readonly user: string
  readonly password: string
}

async function showTables({ url, user, password }: Access): Promise<string> {
  const query =
    "SELECT create_table_query FROM system.tables WHERE database = 'octometer' ORDER BY name FORMAT TSVRaw"
  const answer = await fetch(url, {
    method: 'POST',
    body: query,
    headers: { 'X-ClickHouse-User': user, 'X-ClickHouse-Key': password },
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(text)
  // One column a line, so that a change shows as the lines that changed.
  return text
    .trim()
    .split('\n')
    .map(
      (table) =>
        `${table
          .replaceAll('\\n', '\n')
          .replace(/ \(/, '\n(\n  ')
          .replaceAll(/, (?=`)/g, ',\n  ')};\n`,
    )
    .join('\n')
}
