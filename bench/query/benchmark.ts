import { migrate } from '@octometer/read-store'
import { type Benchmark, type ResultRow, referenceRow, type Surroundings, targetRow } from '../benchmark.ts'
import { number, round, type Spread, spreadOf } from '../statistics.ts'
import { startGatewayProcess } from '../system/services.ts'
import { startTopology } from '../system/topology.ts'
import { peakMegabytes } from '../system/usage.ts'
import { askGateway } from './ask-gateway.ts'
import { openDatasetFolder } from './dataset-folder.ts'
import { countFromFacts } from './from-facts.ts'
import { declareConsumers, fillStore } from './prepare-dataset.ts'
import { type Case, cases } from './questions.ts'

const P95_MS = 50
const REPOSITORIES = 500

/** How long questions take, and how that grows with the facts. */
export const queryBenchmark: Benchmark = {
  name: 'query',
  title: 'Asking over HTTP: counters, trends and lists of pull requests on stores of several sizes',
  isWanted: ({ facts }) => facts.length > 0,
  async run(surroundings) {
    const sizes: Size[] = []
    const ascending = surroundings.settings.facts.toSorted((left, right) => left - right)
    for (const facts of ascending) sizes.push(await measureSize(facts, surroundings))
    return {
      rows: [...cases.flatMap((each) => rowsOf(each, sizes)), ...sizes.map(fromFactsRow)],
      method: methodOf(surroundings.settings.runs),
      raw: { sizes },
    }
  },
}

interface Size {
  readonly facts: number
  readonly seconds_to_fill: number | null
  readonly gateway_peak_mb: number | null
  /** The reference: milliseconds to count all facts. */
  readonly from_facts_ms: number
  readonly answers: readonly {
    readonly question: Case['question']
    readonly repositories: number
    readonly spread: Spread
    /** Milliseconds of CPU per question. */
    readonly cpu_ms: Readonly<Record<string, number>>
    readonly milliseconds: readonly number[]
  }[]
}

async function measureSize(facts: number, surroundings: Surroundings): Promise<Size> {
  const { root, settings, now, say } = surroundings
  const folder = await openDatasetFolder(root, facts, now)
  await using topology = await startTopology(surroundings, folder.path)
  const began = performance.now()
  await migrate(topology.store)
  if (!folder.isFilled) {
    say(`generating ${number(facts)} facts`)
    await fillStore(topology, { facts, repositories: REPOSITORIES, until: folder.until })
    await folder.markFilled()
  }
  const filled = folder.isFilled ? null : round((performance.now() - began) / 1_000, 1)
  await declareConsumers(topology)
  await using gateway = await startGatewayProcess(topology)
  const answers = await askGateway({
    url: gateway.url,
    pids: { gateway: gateway.pid, clickhouse: topology.clickhouse.pid },
    runs: settings.runs,
    until: folder.until,
  })
  const spreads = answers.map((each) => ({
    question: each.question,
    repositories: each.repositories,
    spread: spreadOf(each.milliseconds, 2),
    cpu_ms: Object.fromEntries(
      Object.entries(each.cpu).map(([name, cpu]) => [name, round(cpu / each.milliseconds.length, 1)]),
    ),
    milliseconds: each.milliseconds.map((milliseconds) => round(milliseconds, 2)),
  }))
  for (const { question, repositories, spread } of spreads)
    say(
      `${number(facts)} facts, ${question}, ${repositories} repositories: p50 ${spread.p50}, p95 ${spread.p95} ms`,
    )
  return {
    facts,
    seconds_to_fill: filled,
    gateway_peak_mb: await peakMegabytes(gateway.pid),
    from_facts_ms: await countFromFacts(topology.access),
    answers: spreads,
  }
}

function rowsOf({ question, repositories }: Case, sizes: readonly Size[]): readonly ResultRow[] {
  const spreads = sizes.flatMap(({ facts, answers }) =>
    answers
      .filter((each) => each.question === question && each.repositories === repositories)
      .map(({ spread, cpu_ms }) => ({
        facts,
        spread,
        cpu: (cpu_ms.gateway ?? 0) + (cpu_ms.clickhouse ?? 0),
      })),
  )
  const filter =
    repositories === 0 ? 'no filter' : `${repositories} ${repositories === 1 ? 'repository' : 'repositories'}`
  const all = (value: (spread: Spread) => number) =>
    spreads.map(({ spread }) => number(value(spread), 1)).join(' / ')
  const measured = targetRow(
    `${question}, ${filter}, at ${sizes.map(({ facts }) => number(facts / 1e6, facts < 1e6 ? 1 : 0)).join(' / ')} M facts: p95, ms`,
    `≤ ${P95_MS}`,
    all(({ p95 }) => p95),
    spreads.every(({ spread }) => spread.p95 <= P95_MS),
    `p50 ${all(({ p50 }) => p50)}, longest ${all(({ max }) => max)}; CPU of gateway and ClickHouse ${spreads.map(({ cpu }) => number(cpu, 1)).join(' / ')} ms each`,
  )
  return [measured, ...growthRow(`${question}, ${filter}`, spreads)]
}

/** From the smallest store to the one where it has grown most, held against the square root of the facts. */
function growthRow(
  what: string,
  spreads: readonly { readonly facts: number; readonly spread: Spread }[],
): readonly ResultRow[] {
  const [smallest, ...larger] = spreads
  if (smallest === undefined || larger.length === 0) return []
  const growths = larger.map(({ facts, spread }) => ({
    growth: spread.p95 / smallest.spread.p95,
    limit: Math.sqrt(facts / smallest.facts),
  }))
  const times = (values: readonly number[]) => values.map((value) => number(value, 1)).join(' / ')
  return [
    targetRow(
      `${what}: p95, times that of the smallest store`,
      `< ${times(growths.map(({ limit }) => limit))}`,
      times(growths.map(({ growth }) => growth)),
      growths.every(({ growth, limit }) => growth < limit),
      'it grows with the facts',
    ),
  ]
}

function fromFactsRow({ facts, from_facts_ms }: Size): ResultRow {
  return referenceRow(
    `all counters of ${number(facts)} facts, counted without rollups, ms`,
    number(from_facts_ms),
    'by SQL, the median of three',
  )
}

function methodOf(runs: number): readonly string[] {
  return [
    `Facts over ${REPOSITORIES} repositories (a few busy, most quiet) and two years, one pull request per 20 facts, as its last update left it; generated by INSERT … SELECT into a generation’s tables, rollups by the product’s own recount, parts merged.`,
    `${runs} questions per case after ten to warm up, one at a time over HTTP to a gateway process, beside an embedded ClickHouse and a nats-server, each a process of its own; the cases take turns; each question has other repositories and times, the same ones at every size.`,
    'Counters: half the calendar’s windows and all time, half any two times to the second. Trends: any counter, by hour (up to 40 days), day or week (up to two years). Pull requests: a page of 100, half by state, a third within a range.',
  ]
}
