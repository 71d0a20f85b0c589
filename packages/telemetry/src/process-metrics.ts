import { monitorEventLoopDelay, performance } from 'node:perf_hooks'
import { gauge } from './instruments.ts'
import { currentMeters } from './meters.ts'

const NANOSECONDS = 1e9
let observed = false

/** Registers the gauges of this Node process; the second time it does nothing. */
export function observeProcess(): void {
  if (observed) return
  observed = true
  const startedAt = (performance.timeOrigin / 1000).toFixed(3)
  gauge(
    'process_start_time_seconds',
    { description: 'Unix time at which the process started', unit: 's' },
    () => Number(startedAt),
  )
  observeMemory()
  observeTime()
}

function observeMemory(): void {
  gauge('process_resident_memory_bytes', { description: 'Resident memory', unit: 'By' }, () =>
    process.memoryUsage.rss(),
  )
  gauge(
    'nodejs_heap_used_bytes',
    { description: "V8's heap in use", unit: 'By' },
    () => process.memoryUsage().heapUsed,
  )
  gauge(
    'nodejs_external_memory_bytes',
    { description: 'Memory of buffers and native objects', unit: 'By' },
    () => process.memoryUsage().external,
  )
}

function observeTime(): void {
  const delay = monitorEventLoopDelay({ resolution: 20 })
  delay.enable()
  gauge(
    'nodejs_eventloop_lag_p99_seconds',
    { description: 'How late the event loop was, 99th percentile since the last reading', unit: 's' },
    () => {
      const late = delay.count > 0 ? delay.percentile(99) / NANOSECONDS : 0
      delay.reset()
      return late
    },
  )
  for (const meter of currentMeters()) {
    meter
      .createObservableCounter('process_cpu_seconds_total', {
        description: 'CPU time used since the process started',
        unit: 's',
      })
      .addCallback((result) => {
        const { user, system } = process.cpuUsage()
        result.observe((user + system) / 1e6)
      })
  }
}
