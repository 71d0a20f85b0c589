import { type FormEvent, useState } from 'react'
import { sentenceOf } from '../../api/api-problem.ts'
import type { Answer } from '../../api/operations.ts'
import { useCommand } from '../../api/use-api.ts'
import { useFreshAnswers } from '../../api/use-fresh-answers.ts'
import { Button } from '../../pieces/button.tsx'
import { CopyButton } from '../../pieces/copy-button.tsx'
import css from './hooks-page.module.css'

const roles = ['viewer', 'operator', 'admin'] as const

/** Makes a key, and shows it this once. */
export function KeyForm() {
  const [made, setMade] = useState<Answer<'createKey'> | null>(null)
  const create = useCommand('createKey')
  const freshen = useFreshAnswers()
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const given = new FormData(form)
    const role = roles.find((each) => each === given.get('role')) ?? 'viewer'
    const name = String(given.get('name') ?? '').trim()
    const body = { name, role, repositories: repositoriesIn(given), expires_at: null }
    create.mutate(
      { body },
      {
        onSuccess: (key) => {
          setMade(key)
          form.reset()
          freshen(['listKeys'])
        },
      },
    )
  }
  return (
    <div className={css.aside}>
      <form className={css.buttons} onSubmit={submit}>
        <input
          className={css.search}
          name="name"
          required
          placeholder="grafana"
          aria-label="Name of a new key"
        />
        <select className={`${css.search} ${css.role}`} name="role" aria-label="Role of the new key">
          {roles.map((role) => (
            <option key={role}>{role}</option>
          ))}
        </select>
        <input
          className={css.search}
          name="repositories"
          placeholder="every repository"
          title="acme/api, acme/web: these alone. acme/*: all that are acme’s, also those to come"
          aria-label="Repositories that the new key shows, with commas between: owner/name, or owner/* for all of an owner’s"
        />
        <Button type="submit" disabled={create.isPending}>
          Make a key
        </Button>
      </form>
      {create.error && (
        <p className={css.wrong} role="alert">
          {sentenceOf(create.error)}
        </p>
      )}
      {made !== null && (
        <div className={css.made} role="status">
          <span>
            The key {made.name}, shown now and never again: <code data-key={made.name}>{made.key}</code>
          </span>
          <CopyButton text={made.key} label="Copy the key" />
        </div>
      )}
    </div>
  )
}

/** Null: every repository. */
function repositoriesIn(given: FormData): string[] | null {
  const names = String(given.get('repositories') ?? '').split(/[\s,]+/)
  const named = names.filter((name) => name !== '')
  return named.length === 0 ? null : named
}
