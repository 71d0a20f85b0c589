import { type Benchmark, type Measurement, referenceRow, targetRow } from '../benchmark.ts'
import { number } from '../statistics.ts'
import { startDashboard } from './dashboard-topology.ts'
import { type LiveMeasurement, measureLive } from './measure-live.ts'

const TAB_MB = 200

/** What a tab holds that is open while deliveries arrive. */
export const tabBenchmark: Benchmark = {
  name: 'tab',
  title: 'Tabs of the dashboard that are open while deliveries arrive: what they hold',
  isWanted: ({ live }) => live !== null,
  async run(surroundings): Promise<Measurement> {
    const { live } = surroundings.settings
    if (live === null) throw new TypeError('tabs to which nothing arrives were not to be measured')
    await using dashboard = await startDashboard(surroundings)
    const measured = await measureLive(dashboard, live, surroundings)
    return {
      rows: liveRows(measured),
      method: [
        `${dashboard.chromium.version}, headless, driven by its own protocol, which watches nothing but what is asked here; gateway, nats-server and embedded ClickHouse are processes of their own on the same cores. Two tabs at once, the overview and the list of deliveries, while simulated deliveries are appended to the log as ingress appends them; both ask again for their numbers every five seconds, as they do.`,
        'Memory of a tab: what its process shares with no other (Private of smaps_rollup), looked at every five seconds; heap: JSHeapUsedSize after a collection.',
      ],
      raw: { live: measured },
    }
  },
}

function liveRows({ appended, seconds, tabs, peak_mb, end_mb, gateway_mb }: LiveMeasurement) {
  const per_second = number(appended / seconds)
  const rows = tabs.flatMap(({ page, taken, heap_mb, elements, longest_task_ms }) => {
    const [before, half, after] = heap_mb
    const grown = ((after - half) * 1e6) / (appended / 2)
    return [
      targetRow(
        `${page}: deliveries that the tab was told, of ${number(appended)} at ${per_second}/s`,
        number(appended),
        number(taken),
        taken === appended,
        'the stream left some out',
      ),
      referenceRow(
        `${page}: scripts’ heap after all of them, MB`,
        number(after, 1),
        `before ${number(before, 1)}, after half of them ${number(half, 1)}: ${number(grown)} bytes each since; ${number(elements)} elements; longest task ${number(longest_task_ms)} ms`,
      ),
    ]
  })
  return [
    ...rows,
    targetRow(
      'the larger of the two tabs, all its memory: the most, MB',
      `≤ ${TAB_MB}`,
      number(peak_mb),
      peak_mb <= TAB_MB,
      `at the end ${number(end_mb)}`,
    ),
    referenceRow('the gateway meanwhile, MB', number(gateway_mb)),
  ]
}
