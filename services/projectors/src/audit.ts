import { projectMessage, type RowsByTable } from '@octometer/projector-runtime'
import { openJournal, readArchive } from '@octometer/read-store'
import { counter } from '@octometer/telemetry'
import { archivedEvents, archivedMessage } from './archived-message.ts'
import { type ProjectionContext, tablesOf } from './projection-context.ts'

export interface AuditReport {
  readonly projection: string
  /** The day of receipt, in UTC, `2026-01-05`. */
  readonly day: string
  readonly generation: string
  readonly deliveries: number
  /** Rows that these deliveries give and that the read model does not hold. */
  readonly missing: number
  /** Rollup buckets that serve another value than a recount. */
  readonly drifted: number
}

const findings = counter('octo_audit_findings_total', {
  description: 'What the nightly audit found: rows that are missing, rollup buckets that drifted',
  series: [{ finding: 'missing' }, { finding: 'drifted' }],
})

const DAY_MS = 86_400_000

/** Projects a day of the archive again and compares every row and every bucket with what is served; publishes the result. */
export async function auditDay(
  context: ProjectionContext,
  generation: string,
  day: string,
): Promise<AuditReport> {
  const since = new Date(`${day}T00:00:00.000Z`)
  const until = new Date(since.getTime() + DAY_MS)
  const tables = tablesOf(context, generation)
  const report = {
    projection: context.projection.name,
    day,
    generation,
    deliveries: 0,
    missing: 0,
    drifted: 0,
  }
  for await (const page of readArchive(context.store, {
    since,
    until,
    events: archivedEvents(context.projection),
  })) {
    const { missing, drifted } = await tables.audit(rowsOf(context, page))
    report.deliveries += page.length
    report.missing += missing
    report.drifted += drifted
  }
  await publish(context, report)
  return report
}

function rowsOf(
  { projection, settings }: ProjectionContext,
  page: readonly Parameters<typeof archivedMessage>[0][],
): RowsByTable {
  const rows: Record<string, Readonly<Record<string, unknown>>[]> = {}
  for (const delivery of page) {
    const { outcome } = projectMessage(projection, settings, archivedMessage(delivery))
    if (outcome?.outcome !== 'projected') continue
    for (const [table, tableRows] of Object.entries(outcome.rows))
      rows[table] = [...(rows[table] ?? []), ...tableRows]
  }
  return rows
}

async function publish({ store, logger, now }: ProjectionContext, report: AuditReport): Promise<void> {
  await openJournal(store).writeAudits([{ ...report, audited_at: now() }])
  findings.add(report.missing, { finding: 'missing' })
  findings.add(report.drifted, { finding: 'drifted' })
  if (report.missing + report.drifted === 0)
    logger.info({ ...report }, 'audit: every number is what the archive says')
  else logger.error({ ...report }, 'audit: numbers differ from what the archive says: rebuild the projection')
}
