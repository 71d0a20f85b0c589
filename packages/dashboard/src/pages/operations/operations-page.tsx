import { DeadLetterPanel } from './dead-letter-panel.tsx'
import { DeadLetterTable } from './dead-letter-table.tsx'
import { DoctorPanel } from './doctor-panel.tsx'
import { ProjectionPanel } from './projection-panel.tsx'
import { ProjectionTable } from './projection-table.tsx'

/** What is wrong, how far the read models are, what they refused, and what can be done about it. */
export function OperationsPage() {
  return (
    <>
      <DoctorPanel />
      <ProjectionTable />
      <DeadLetterTable />
      <ProjectionPanel />
      <DeadLetterPanel />
    </>
  )
}
