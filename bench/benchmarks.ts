import type { Benchmark } from './benchmark.ts'
import { dashboardBenchmark } from './dashboard/benchmark.ts'
import { tabBenchmark } from './dashboard/tab-benchmark.ts'
import { ingressBenchmark } from './ingress/benchmark.ts'
import { memoryBenchmark } from './memory/benchmark.ts'
import { organisationBenchmark } from './organisation/benchmark.ts'
import { projectionBenchmark } from './projection/benchmark.ts'
import { queryBenchmark } from './query/benchmark.ts'
import { streamBenchmark } from './stream/benchmark.ts'

/** In the order in which they run. */
export const benchmarks: readonly Benchmark[] = [
  ingressBenchmark,
  projectionBenchmark,
  queryBenchmark,
  organisationBenchmark,
  streamBenchmark,
  memoryBenchmark,
  dashboardBenchmark,
  tabBenchmark,
]
