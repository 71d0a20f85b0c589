import { type FormEvent, useState } from 'react'
import { sentenceOf } from '../../api/api-problem.ts'
import { mayAs, useSession } from '../../api/session.ts'
import { useCommand } from '../../api/use-api.ts'
import { Button } from '../../pieces/button.tsx'
import { Segments } from '../../pieces/segments.tsx'
import { useToast } from '../../pieces/toasts.tsx'
import css from './sync-page.module.css'

const choices = [
  { value: 'incremental', label: 'What changed' },
  { value: 'full', label: 'Everything' },
  { value: 'repository', label: 'One repository' },
] as const

/** Begins a sync; a viewer is told who can. */
export function StartSync() {
  const may = mayAs(useSession(), 'operator')
  const start = useCommand('startSync')
  const toast = useToast()
  const [mode, setMode] = useState<(typeof choices)[number]['value']>('incremental')
  if (!may) return <p className={css.small}>None is under way. Beginning one takes the role operator.</p>
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const repository = String(new FormData(event.currentTarget).get('repository') ?? '').trim()
    const body = mode === 'repository' ? { mode, repository } : { mode }
    start.mutate({ body }, { onSuccess: () => toast('The sync has begun') })
  }
  return (
    <form className={css.start} onSubmit={submit}>
      <Segments label="What is read" value={mode} choices={choices} onChange={setMode} />
      {mode === 'repository' && (
        <input
          className={css.input}
          name="repository"
          required
          placeholder="owner/name"
          aria-label="The repository, as owner/name"
        />
      )}
      <Button type="submit" icon="sync" look="primary" disabled={start.isPending}>
        Begin a sync
      </Button>
      {start.error && (
        <p className={css.problem} role="alert">
          {sentenceOf(start.error)}
        </p>
      )}
    </form>
  )
}
