import { useAddressValue } from '../../filters/use-filters.ts'
import { formatCount } from '../../format/numbers.ts'
import { Badge, type Tone } from '../../pieces/badge.tsx'
import { Empty } from '../../pieces/panel.tsx'
import { Select } from '../../pieces/select.tsx'
import type { Detail } from './project-side.tsx'
import css from './projects-page.module.css'

type Task = Detail['tasks'][number]

const statuses = ['todo', 'doing', 'done', 'blocked'] as const
const choices = { '': 'Any status', ...Object.fromEntries(statuses.map((each) => [each, each])) }
const tones: Readonly<Record<Task['status'], Tone>> = {
  todo: 'plain',
  doing: 'accent',
  done: 'good',
  blocked: 'bad',
}

/** The tasks as they stand in the plan, then planned issues by number. */
export function Tasks({ tasks }: { readonly tasks: readonly Task[] }) {
  const [chosen, choose] = useAddressValue('tasks')
  const status = statuses.find((each) => each === chosen)
  const shown = status === undefined ? tasks : tasks.filter((task) => task.status === status)
  return (
    <section>
      <div className={css.bar}>
        <h3>{`Tasks: ${formatCount(shown.length)}`}</h3>
        <Select label="Status of the tasks" value={status ?? ''} choices={choices} onChange={choose} />
      </div>
      {shown.length === 0 ? (
        <Empty title="No task is like that">
          Tasks are boxes of lists and rows of tables in the plan file.
        </Empty>
      ) : (
        <ul className={css.tasks} aria-label="Tasks">
          {shown.map((task) => (
            <TaskLine key={`${task.source} ${task.number ?? task.title}`} task={task} />
          ))}
        </ul>
      )}
    </section>
  )
}

function TaskLine({ task: { source, title, status, priority, number, milestone } }: { readonly task: Task }) {
  const about = [
    source === 'issue' && `issue #${number}`,
    milestone !== null && `milestone ${milestone}`,
    priority,
  ].filter(Boolean)
  return (
    <li className={css.task}>
      <Badge tone={tones[status]}>{status}</Badge>
      <span className={css.title}>{title}</span>
      <span className={css.small}>{about.join(' · ')}</span>
    </li>
  )
}
