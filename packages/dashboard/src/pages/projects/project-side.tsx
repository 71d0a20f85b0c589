import { Link } from '@tanstack/react-router'
import type { Answer } from '../../api/operations.ts'
import { mayAs, useSession } from '../../api/session.ts'
import { useApi, useCommand } from '../../api/use-api.ts'
import { useTold } from '../../api/use-told.ts'
import { onlyFilters, type Search } from '../../filters/filters.ts'
import { useAddressValue } from '../../filters/use-filters.ts'
import { formatCount } from '../../format/numbers.ts'
import { formatTime } from '../../format/times.ts'
import { Button } from '../../pieces/button.tsx'
import { Explain } from '../../pieces/explain.tsx'
import { Facts } from '../../pieces/facts.tsx'
import { Answered } from '../../pieces/panel.tsx'
import { SidePanel } from '../../pieces/side-panel.tsx'
import { PlanHistory } from './plan-history.tsx'
import { formatPercent, type Progress, ProgressBar, StatusBadge } from './progress.tsx'
import { CurrentBadge } from './project-list.tsx'
import css from './projects-page.module.css'
import { Tasks } from './tasks.tsx'
import { Updates } from './updates.tsx'

export type Detail = Answer<'getProject'>

/** The project that the address names: how far it is, its tasks, how it came on, and what changed it. */
export function ProjectSide() {
  const [opened, open] = useAddressValue('project')
  const id = Number(opened)
  const isOpen = opened !== '' && Number.isInteger(id)
  const request = { path: { id } }
  const query = useApi('getProject', request, { enabled: isOpen, keep: false })
  return (
    <SidePanel
      title={query.data?.repository ?? 'Project'}
      note={query.data && <CurrentBadge project={query.data} />}
      open={isOpen}
      onClose={() => open('')}
    >
      <Answered query={query} height={36}>
        {(project) => (
          <div className={css.detail}>
            <div className={css.bar}>
              <ReadAgain project={project} />
              <Explain label="Progress" name="getProject" request={request} />
            </div>
            <Facts facts={factsOf(project)} />
            <Part title="Tasks of the plan file" progress={project.plan} />
            <Part title="Planned issues" progress={project.issues} />
            <Tasks tasks={project.tasks} />
            <PlanHistory snapshots={project.snapshots} name={project.repository} />
            <Updates id={id} />
          </div>
        )}
      </Answered>
    </SidePanel>
  )
}

function factsOf({ repository, plan, plan_changed_at, last_updated, freshness_status }: Detail) {
  return [
    [
      'Repository',
      <Link
        key="repository"
        to="/repositories"
        search={(before: Search) => ({ ...onlyFilters(before), open: repository })}
      >
        {repository}
      </Link>,
    ],
    ['Plan file', plan === null ? 'not read yet' : (plan.path ?? 'there is none')],
    ['Read', plan === null ? '–' : `${formatTime(plan.read_at)} at ${plan.sha.slice(0, 7)}`],
    ['Changed by a push', formatTime(plan_changed_at)],
    ['Last update', `${formatTime(last_updated)}, ${freshness_status}`],
  ] as const
}

interface PartProps {
  readonly title: string
  readonly progress: Progress | null
}

/** One of the two sources of tasks; they are never added up. */
function Part({ title, progress }: PartProps) {
  if (progress === null || progress.tasks_total === 0) return null
  const { tasks_todo, tasks_doing, tasks_done, tasks_blocked, percentage_complete } = progress
  return (
    <section data-part={title}>
      <div className={css.bar}>
        <h3>{title}</h3>
        <StatusBadge progress={progress} />
      </div>
      <ProgressBar progress={progress} />
      <p className={css.small}>
        {formatPercent(percentage_complete)} done or being done: {formatCount(tasks_done)} done,{' '}
        {formatCount(tasks_doing)} doing, {formatCount(tasks_todo)} to do, {formatCount(tasks_blocked)}{' '}
        blocked
      </p>
    </section>
  )
}

function ReadAgain({ project: { id, repository } }: { readonly project: Detail }) {
  const may = mayAs(useSession(), 'operator')
  const refresh = useCommand('refreshProject')
  const told = useTold()
  if (!may) return <p className={css.small}>Reading the plan again takes the role operator.</p>
  const telling = told({
    done: `The plan of ${repository} is read again`,
    description: 'The readings below the list show how it goes.',
    failed: 'The plan is not read',
    changes: ['listJobs', 'listProjects', 'getProject', 'listProjectUpdates'],
  })
  return (
    <Button
      icon="replay"
      disabled={refresh.isPending}
      onClick={() => refresh.mutate({ path: { id } }, telling)}
    >
      Read the plan again
    </Button>
  )
}
