import { mayAs, useSession } from '../../api/session.ts'
import { AuditPanel } from './audit-panel.tsx'
import { DeadLetterPanel } from './dead-letter-panel.tsx'
import { DeadLetterTable } from './dead-letter-table.tsx'
import { DoctorPanel } from './doctor-panel.tsx'
import { ProjectionPanel } from './projection-panel.tsx'
import { ProjectionTable } from './projection-table.tsx'

/** What is wrong, how far the read models are, what they refused, what can be done about it, and who did what. */
export function OperationsPage() {
  const session = useSession()
  const maySeeAudit = mayAs(session, 'admin') && session?.principal?.repositories === null
  return (
    <>
      <DoctorPanel />
      <ProjectionTable />
      <DeadLetterTable />
      {maySeeAudit && <AuditPanel />}
      <ProjectionPanel />
      <DeadLetterPanel />
    </>
  )
}
