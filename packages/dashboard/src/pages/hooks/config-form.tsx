import type { FormEvent } from 'react'
import { useCommand } from '../../api/use-api.ts'
import { useTold } from '../../api/use-told.ts'
import { Button } from '../../pieces/button.tsx'
import css from './hooks-page.module.css'

/** Gives the hook of a repository a secret of its own: one is made, and GitHub alone is told. */
export function ConfigForm() {
  const create = useCommand('createHookConfig')
  const told = useTold()
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const repository = String(new FormData(form).get('repository') ?? '').trim()
    const telling = told({
      done: `The hook of ${repository} has a secret of its own`,
      failed: 'It was not configured',
      changes: ['listHookConfigs', 'listHooks'],
    })
    create.mutate(
      { body: { repository, url: null, events: [], active: true, secret: null, set_up: true } },
      {
        ...telling,
        onSuccess: () => {
          telling.onSuccess()
          form.reset()
        },
      },
    )
  }
  return (
    <form className={css.buttons} onSubmit={submit}>
      <input
        className={css.search}
        name="repository"
        required
        placeholder="owner/name"
        aria-label="A repository that gets its own secret, as owner/name"
      />
      <Button type="submit" disabled={create.isPending}>
        Give it its own secret
      </Button>
    </form>
  )
}
