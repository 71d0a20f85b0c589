import type { Standalone } from '@octometer/standalone'
import { counterNames, genuineCounters, genuineDeliveryCount, genuinePullRequest } from '@octometer/testkit'
import type { DemoWorkload } from './demo-workload.ts'

interface Comparison {
  readonly what: string
  readonly expected: number
  readonly rest: number
  readonly sql: number
}

/**
 * Compares what REST and SQL answer with the simulator's own totals, and those of the genuine payloads that were worked
 * out by hand; prints the table. True when all are equal.
 */
export async function checkTotals(standalone: Standalone, { simulated }: DemoWorkload): Promise<boolean> {
  const counters = await restCounters(standalone)
  const bySql = await sqlCounters(standalone)
  const pulls = [...simulated.expected.pullRequests, genuinePullRequest]
  const comparisons: Comparison[] = counterNames.map((name) => ({
    what: name,
    expected: simulated.expected.counters[name] + genuineCounters[name],
    rest: counters[name] ?? Number.NaN,
    sql: bySql[name] ?? 0,
  }))
  for (const state of ['open', 'closed', 'merged'] as const) {
    comparisons.push({
      what: `pull requests ${state}`,
      expected: pulls.filter((pull) => pull.state === state).length,
      rest: await restPulls(standalone, state),
      sql: await sqlNumber(
        standalone,
        `SELECT countIf(c.state = '${state}' AND isNotNull(d.additions)) FROM (SELECT max(core) AS c, max(detail) AS d FROM pull_requests GROUP BY repository_id, number)`,
      ),
    })
  }
  comparisons.push({
    what: 'deliveries',
    expected: genuineDeliveryCount + simulated.expected.deliveries.total,
    rest: (await ask<{ deliveries: number }>(standalone, '/api/v1/deliveries/stats?hours=24')).deliveries,
    sql: await sqlNumber(standalone, 'SELECT uniqExact(guid) FROM deliveries'),
  })
  process.stdout.write(table(comparisons))
  return comparisons.every(isEqual)
}

function isEqual({ expected, rest, sql }: Comparison): boolean {
  return expected === rest && expected === sql
}

function table(comparisons: readonly Comparison[]): string {
  const row = (cells: readonly string[]) =>
    `  ${cells[0]?.padEnd(24)}${cells
      .slice(1)
      .map((cell) => cell.padStart(12))
      .join('')}\n`
  const rows = comparisons.map((each) =>
    row([
      each.what,
      String(each.expected),
      String(each.rest),
      String(each.sql),
      isEqual(each) ? 'equal' : 'DIFFERS',
    ]),
  )
  const wrong = comparisons.filter((each) => !isEqual(each)).length
  const verdict =
    wrong === 0
      ? `All ${comparisons.length} totals are equal.`
      : `${wrong} of ${comparisons.length} totals differ.`
  return `\n${row(['', 'simulator', 'REST', 'SQL', ''])}${rows.join('')}\n  ${verdict}\n\n`
}

async function restCounters(standalone: Standalone): Promise<Readonly<Record<string, number>>> {
  const answer = await ask<{ counters: Record<string, number> }>(standalone, '/api/v1/counters?window=all')
  return answer.counters
}

async function restPulls(standalone: Standalone, state: string): Promise<number> {
  let cursor: string | null = ''
  let count = 0
  while (cursor !== null) {
    const page: { data: readonly { additions: number | null }[]; page: { next_cursor: string | null } } =
      await ask(
        standalone,
        `/api/v1/pull-requests?state=${state}&limit=1000${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
      )
    count += page.data.filter(({ additions }) => additions !== null).length
    cursor = page.page.next_cursor
  }
  return count
}

async function ask<T>({ url, adminKey }: Standalone, path: string): Promise<T> {
  const answer = await fetch(`${url}${path}`, { headers: { 'x-api-key': adminKey ?? '' } })
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`)
  return (await answer.json()) as T
}

/** As the reader, without a password: what curl gets. */
async function sqlRows(standalone: Standalone, query: string): Promise<readonly string[][]> {
  const answer = await fetch(
    `${standalone.sqlUrl}/?database=octometer&query=${encodeURIComponent(`${query} FORMAT TSV`)}`,
  )
  const text = await answer.text()
  if (!answer.ok) throw new Error(text)
  return text
    .trim()
    .split('\n')
    .map((line) => line.split('\t'))
}

async function sqlNumber(standalone: Standalone, query: string): Promise<number> {
  return Number((await sqlRows(standalone, query))[0]?.[0])
}

async function sqlCounters(standalone: Standalone): Promise<Readonly<Record<string, number>>> {
  const rows = await sqlRows(
    standalone,
    `SELECT counter, uniqExact(repository_id, at, key) FROM counter_facts GROUP BY counter
     UNION ALL SELECT 'conflicts', uniqExact(repository_id, key) FROM counter_conflicts`,
  )
  return Object.fromEntries(rows.map(([counter = '', value]) => [counter, Number(value)]))
}
