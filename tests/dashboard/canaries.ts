import type { SimulatedDelivery } from '@octometer/testkit'

const script = '<img src=x onerror="window.canary=1"><script>window.canary=1</script>'

/** The same deliveries, but every third pull request has markup wherever people write: it must be shown, and never run. */
export function withCanaries(deliveries: readonly SimulatedDelivery[]): readonly SimulatedDelivery[] {
  return deliveries.map((delivery) => {
    const { pull_request: pull } = delivery.payload
    if (!isRecord(pull) || !isRecord(pull.head) || Number(pull.number) % 3 !== 0) return delivery
    const labels = Array.isArray(pull.labels) ? pull.labels : []
    const marked = {
      ...pull,
      title: `${pull.title} ${script}`,
      head: { ...pull.head, ref: `"><svg/onload=window.canary=1>` },
      labels: [...labels, { id: 1, name: script, color: 'ffffff', default: false }],
    }
    const body = JSON.stringify({ ...delivery.payload, pull_request: marked })
    return { ...delivery, body }
  })
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
