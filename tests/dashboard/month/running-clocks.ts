import type { BrowserSystem } from '../browser-system.ts'

const HOUR = 3_600_000

interface Listed {
  readonly guid: string
  readonly action: string | null
}

/** Sends the opening of an issue for each severity, so many hours ago: of some the clock still runs. */
export async function openIssues(
  system: BrowserSystem,
  opened: readonly (readonly [severity: string, hoursAgo: number, title: string])[],
): Promise<void> {
  const { data } = await system.api('/api/v1/deliveries?event=issues&limit=1000')
  const model = (data as readonly Listed[]).find(({ action }) => action === 'opened')
  const { payload } = (await system.api(`/api/v1/deliveries/${model?.guid}`)) as {
    payload: { issue: object }
  }
  await system.send(
    opened.map(([severity, hoursAgo, title], index) => {
      const receivedAt = new Date(Date.now() - hoursAgo * HOUR)
      const at = `${receivedAt.toISOString().slice(0, 19)}Z`
      const number = 9000 + index
      const labels = [{ id: 9000 + index, name: `severity: ${severity}`, color: 'ffffff', default: false }]
      const issue = { ...payload.issue, number, id: number, title, labels, created_at: at, updated_at: at }
      return {
        guid: `7b0f6f0e-2222-4222-8333-44445555${String(number)}`,
        event: 'issues',
        hookId: 1,
        targetType: 'repository' as const,
        targetId: 1,
        receivedAt,
        payload: {},
        body: JSON.stringify({ ...payload, issue }),
      }
    }),
  )
}
