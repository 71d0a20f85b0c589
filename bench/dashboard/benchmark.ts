import { type Benchmark, type Measurement, type ResultRow, referenceRow, targetRow } from '../benchmark.ts'
import { number } from '../statistics.ts'
import { DELIVERIES, startDashboard } from './dashboard-topology.ts'
import { type FirstScreen, measureFirstScreen } from './measure-first-screen.ts'
import { type ListMeasurement, measureList } from './measure-list.ts'

const ANSWER_MS = 200
const TASK_MS = 100
const FIRST_SCREEN_MS = 1_500
const SCRIPT_KB = 250
const FIRST_SCREENS = 8

/** What somebody at a browser waits for. */
export const dashboardBenchmark: Benchmark = {
  name: 'dashboard',
  title: 'The dashboard in Chromium: its first screen, and a list of a million deliveries',
  async run(surroundings): Promise<Measurement> {
    const { settings, say } = surroundings
    await using dashboard = await startDashboard(surroundings)
    const first = await measureFirstScreen(dashboard, Math.min(settings.runs, FIRST_SCREENS))
    say(`first screen: ${first.answering_ms.p50} ms, at most ${first.answering_ms.max}`)
    const list = await measureList(dashboard)
    say(
      `${number(list.rows)} rows in ${number(list.seconds, 1)} s, tasks of ${list.long_tasks.join(', ')} ms`,
    )
    return {
      rows: [...firstScreenRows(first), ...listRows(list)],
      method: [
        `${dashboard.chromium.version}, headless, driven by its own protocol, which watches nothing but what is asked here; gateway, nats-server and embedded ClickHouse are processes of their own on the same cores. Behind the gateway lie ${number(DELIVERIES)} deliveries of 30 days and the rows that so many leave in each read model.`,
        'First screen: signed in, an empty cache; from the navigation until the first counter stands there, then until the filter that is pressed in that moment has opened; servers that nobody has asked yet stand beside it. Scripts: all that were fetched by then, gzipped one by one.',
        'List: the wheel is turned 1,200 pixels every 16 ms as far as the rows are there; then five jumps; then three filters, each beside the one before it. Answers as the page sees them (resource timing), long tasks and frames by PerformanceObserver.',
      ],
      raw: { first, list },
    }
  },
}

function firstScreenRows(first: FirstScreen): readonly ResultRow[] {
  const { counter_ms, answering_ms, first_of_all, script_gzip_bytes, scripts } = first
  const kilobytes = script_gzip_bytes / 1_000
  return [
    targetRow(
      'cold first screen, until its filter bar answers: the slowest, ms',
      `≤ ${number(FIRST_SCREEN_MS)}`,
      number(answering_ms.max),
      answering_ms.max <= FIRST_SCREEN_MS,
      `p50 ${number(answering_ms.p50)}`,
    ),
    referenceRow(
      'the first counter of it: p50, ms',
      number(counter_ms.p50),
      `slowest ${number(counter_ms.max)}`,
    ),
    referenceRow('the same right after the servers have started, ms', number(first_of_all[1])),
    targetRow(
      'scripts of the first screen, gzip, KB',
      `≤ ${SCRIPT_KB}`,
      number(kilobytes),
      kilobytes <= SCRIPT_KB,
      `${scripts} files`,
    ),
  ]
}

function listRows({ rows, seconds, answers, filters, long_tasks, frames, heap_mb }: ListMeasurement) {
  const longest = Math.max(0, ...long_tasks)
  const filtered = filters.flatMap((each) => each.answers)
  return [
    answersRow(
      `${number(rows)} of ${number(DELIVERIES)} deliveries scrolled through in ${number(seconds)} s`,
      answers.max,
      `p50 ${answers.p50}, p95 ${answers.p95}`,
    ),
    answersRow('the list filtered by event, repository and GUID', Math.max(...filtered), told(filters)),
    targetRow(
      'longest task while it is scrolled and filtered, ms',
      `≤ ${TASK_MS}`,
      number(longest),
      longest <= TASK_MS,
      `${long_tasks.length} of 50 ms or more`,
    ),
    referenceRow(
      'between two frames while it is scrolled: p95, ms',
      number(frames.p95),
      `longest ${frames.max}`,
    ),
    referenceRow('heap with all of these rows, MB', number(heap_mb, 1)),
  ]
}

function answersRow(what: string, longest: number, note: string): ResultRow {
  return targetRow(
    `${what}: the slowest answer, ms`,
    `≤ ${ANSWER_MS}`,
    number(longest),
    longest <= ANSWER_MS,
    note,
  )
}

function told(filters: ListMeasurement['filters']): string {
  return filters
    .map(({ what, answers }) => `${what}: ${answers.map((each) => number(each)).join(', ')}`)
    .join('; ')
}
