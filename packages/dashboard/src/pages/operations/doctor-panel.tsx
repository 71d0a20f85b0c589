import type { Answer } from '../../api/operations.ts'
import { useApi } from '../../api/use-api.ts'
import { Badge, type Tone } from '../../pieces/badge.tsx'
import { Answered, Panel } from '../../pieces/panel.tsx'
import css from './operations-page.module.css'

type Check = Answer<'getDoctor'>['checks'][number]

const tones: Readonly<Record<Check['status'], Tone>> = { ok: 'good', warn: 'warn', fail: 'bad' }
const words: Readonly<Record<Check['status'], string>> = { ok: 'ok', warn: 'look', fail: 'mend' }

/** What the doctor finds wrong, the worst first, and what to do; what is right takes one line. */
export function DoctorPanel() {
  const query = useApi('getDoctor', {}, { live: false })
  return (
    <Panel title="Doctor" note="The log, the store, the read models and GitHub, looked at now">
      <Answered query={query} height={6}>
        {({ checks }) => <Checks checks={checks} />}
      </Answered>
    </Panel>
  )
}

function Checks({ checks }: { readonly checks: readonly Check[] }) {
  const bad = checks.filter(({ status }) => status !== 'ok')
  const well = checks.length - bad.length
  return (
    <>
      <ul className={css.checks} aria-label="What is wrong">
        {bad.map(({ name, status, summary, advice }) => (
          <li key={`${name} ${summary}`} className={css.check}>
            <Badge tone={tones[status]}>{words[status]}</Badge>
            <code>{name}</code>
            <div>
              <p>{summary}</p>
              {advice !== null && <p className={css.small}>{advice}</p>}
            </div>
          </li>
        ))}
      </ul>
      <details className={css.well}>
        <summary>{`${well} of ${checks.length} checks are ok`}</summary>
        <ul className={css.checks} aria-label="What is right">
          {checks
            .filter(({ status }) => status === 'ok')
            .map(({ name, summary }) => (
              <li key={`${name} ${summary}`} className={css.check}>
                <Badge tone="good">ok</Badge>
                <code>{name}</code>
                <p>{summary}</p>
              </li>
            ))}
        </ul>
      </details>
    </>
  )
}
