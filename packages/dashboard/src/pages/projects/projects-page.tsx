import { JobsPanel } from './jobs-panel.tsx'
import { ProjectList } from './project-list.tsx'
import { ProjectSide } from './project-side.tsx'

/** Plans and how far they are, what changed them, and who reads them. */
export function ProjectsPage() {
  return (
    <>
      <ProjectList />
      <JobsPanel />
      <ProjectSide />
    </>
  )
}
