import { useQueryClient } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { sentenceOf } from '../../api/api-problem.ts'
import type { Answer, Entry } from '../../api/operations.ts'
import { mayAs, useSession } from '../../api/session.ts'
import { useApi, useCommand } from '../../api/use-api.ts'
import { useAddressValue } from '../../filters/use-filters.ts'
import { Button } from '../../pieces/button.tsx'
import css from './connect-guide.module.css'
import { wrongWith } from './credential-step.tsx'
import { Step } from './step.tsx'

interface ConnectStepProps {
  readonly way: 'push' | 'pull'
  readonly connection: Answer<'getConnection'> | undefined
}

const TITLE = 'Set up its hook'

/** Names a repository and lets its hook be made; what GitHub shows of the hook ticks it off, also after a reload. */
export function ConnectStep({ way, connection }: ConnectStepProps) {
  const [repository, setRepository] = useAddressValue('connect')
  const { data } = useApi('listHooks')
  const connect = useCommand('connectHook')
  const may = mayAs(useSession(), 'admin')
  const isReady =
    connection?.mode === way && connection.identities.some((identity) => wrongWith(identity) === null)
  const present = data?.data.filter(({ state }) => state === 'present') ?? []
  const isMade = present.some(({ owner }) => owner?.toLowerCase() === repository.toLowerCase())
  const isDone = repository !== '' && (connect.data !== undefined || isMade)
  const state = isDone ? 'done' : isReady ? 'now' : 'later'
  return (
    <Step
      number={3}
      title={TITLE}
      state={state}
      note={isDone && <Made made={connect.data} name={repository} />}
    >
      {isReady && may && <ConnectForm connect={connect} isDone={isDone} />}
      {isReady && !may && <p className={css.small}>Connecting a repository takes the role admin.</p>}
      {repository === '' && <LookedAfter hooks={present} onChoose={setRepository} />}
      {connect.error && (
        <p className={css.problem} role="alert">
          {sentenceOf(connect.error)}
        </p>
      )}
    </Step>
  )
}

interface ConnectFormProps {
  readonly connect: ReturnType<typeof useCommand<'connectHook'>>
  readonly isDone: boolean
}

function ConnectForm({ connect, isDone }: ConnectFormProps) {
  const [repository, setRepository] = useAddressValue('connect')
  const client = useQueryClient()
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const name = String(new FormData(event.currentTarget).get('repository') ?? '').trim()
    const onSuccess = ({ owner }: Answer<'connectHook'>) => {
      setRepository(owner.name)
      for (const key of ['listHooks', 'listDeliveries']) void client.invalidateQueries({ queryKey: [key] })
    }
    connect.mutate({ body: { repository: name } }, { onSuccess })
  }
  return (
    <form className={css.form} onSubmit={submit}>
      <input
        className={css.input}
        name="repository"
        required
        pattern="[^\/\s]+\/[^\/\s]+"
        title="owner/name"
        placeholder="owner/name"
        defaultValue={repository}
        aria-label="The repository, as owner/name"
      />
      <Button type="submit" icon="hook" look={isDone ? 'plain' : 'primary'} disabled={connect.isPending}>
        {isDone ? 'Connect another' : 'Connect'}
      </Button>
      {connect.isPending && <p className={css.small}>GitHub makes the hook and sends its first ping…</p>}
    </form>
  )
}

const SHOWN = 5

interface LookedAfterProps {
  readonly hooks: readonly Entry<'listHooks'>[]
  readonly onChoose: (repository: string) => void
}

/** Repositories that have their hook already, by the settings or from before. */
function LookedAfter({ hooks, onChoose }: LookedAfterProps) {
  const owners = hooks.flatMap(({ owner, owner_kind }) =>
    owner_kind === 'repository' && owner ? [owner] : [],
  )
  if (owners.length === 0) return null
  return (
    <div className={css.form}>
      <span className={css.small}>Connected already:</span>
      {owners.slice(0, SHOWN).map((owner) => (
        <Button key={owner} look="quiet" onClick={() => onChoose(owner)}>
          {owner}
        </Button>
      ))}
    </div>
  )
}

interface MadeProps {
  readonly made: Answer<'connectHook'> | undefined
  readonly name: string
}

function Made({ made, name }: MadeProps) {
  if (made === undefined) return `${name} has a hook.`
  const { hook_id, outcome, first_delivery: first } = made
  const done = { created: 'was created', updated: 'was corrected', unchanged: 'was right already' }[outcome]
  const reached = first === null || first.pulled || (first.status_code >= 200 && first.status_code < 300)
  return (
    <>
      {name}: hook {hook_id} {done}.
      {!reached && (
        <span className={css.problem}>
          {' '}
          GitHub’s ping was answered {first.status_code === 0 ? 'by nobody' : first.status_code}: see whether
          GitHub reaches the address.
        </span>
      )}
    </>
  )
}
