import { counter } from './instruments.ts'
import { collectPrometheus } from './meters.ts'
import { observeProcess } from './process-metrics.ts'

/** The content type of the text that `renderPrometheus` gives. */
export const PROMETHEUS_CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8'

const failures = counter('octo_metric_read_failures_total', {
  description: 'Instruments that could not be read when somebody asked for them',
})

/**
 * Every instrument of this process as Prometheus text. One that cannot be read is left out, and counted for the
 * next reader; the others are answered.
 */
export async function renderPrometheus(): Promise<string> {
  observeProcess()
  const { text, errors } = await collectPrometheus()
  if (errors.length > 0) failures.add(errors.length)
  return text
}
