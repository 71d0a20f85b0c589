import { sentenceOf } from '../../api/api-problem.ts'
import type { Answer } from '../../api/operations.ts'
import { mayAs, useSession } from '../../api/session.ts'
import { useCommand } from '../../api/use-api.ts'
import { useFreshAnswers } from '../../api/use-fresh-answers.ts'
import { Button } from '../../pieces/button.tsx'
import { useToast } from '../../pieces/toasts.tsx'
import type { Hook } from './hook-table.tsx'
import css from './hooks-page.module.css'

/** Asks GitHub for every hook now. */
export function VerifyAll() {
  const verify = useCommand('verifyHooks')
  const freshen = useFreshAnswers()
  const toast = useToast()
  const press = () =>
    verify.mutate(
      { body: {} },
      {
        onSuccess: ({ hooks, changed }) => {
          toast(`Looked at hooks: ${hooks}`, 'plain', `GitHub showed something new of: ${changed}.`)
          freshen(['listHooks'])
        },
        onError: (error) => toast('GitHub did not show its hooks', 'bad', sentenceOf(error)),
      },
    )
  return (
    <Button icon="search" disabled={verify.isPending} onClick={press}>
      Look now
    </Button>
  )
}

/** Creates what is missing and corrects what is wrong, on all that is looked after. */
export function RepairAll() {
  const setUp = useSetUp()
  return (
    <Button icon="operations" disabled={setUp.isPending} onClick={() => setUp.press({})}>
      Repair all
    </Button>
  )
}

/** What can be done about one hook; who may not is told who may. */
export function HookCommands({ hook }: { readonly hook: Hook }) {
  const session = useSession()
  const setUp = useSetUp()
  const { owner, owner_kind, hook_id, condition } = hook
  if (hook_id === null) return <p className={css.small}>The App’s hook is changed at GitHub.</p>
  if (!mayAs(session, 'operator')) {
    return <p className={css.small}>Sending a ping takes the role operator, repairing the role admin.</p>
  }
  return (
    <div className={css.buttons}>
      {owner !== null && mayAs(session, 'admin') && (
        <Button
          icon="operations"
          look={condition === 'ok' ? 'plain' : 'primary'}
          disabled={setUp.isPending}
          onClick={() =>
            setUp.press(owner_kind === 'organization' ? { organization: owner } : { repository: owner })
          }
        >
          Repair
        </Button>
      )}
      <Ping hookId={hook_id} />
    </div>
  )
}

function Ping({ hookId }: { readonly hookId: string }) {
  const ping = useCommand('pingHook')
  const toast = useToast()
  const press = () =>
    ping.mutate(
      { path: { hook_id: hookId }, body: {} },
      {
        onSuccess: () => toast('GitHub sends a ping', 'plain', 'It comes as a delivery.'),
        onError: (error) => toast('GitHub sends no ping', 'bad', sentenceOf(error)),
      },
    )
  return (
    <Button icon="delivery" disabled={ping.isPending} onClick={press}>
      Send a ping
    </Button>
  )
}

type Whose = { readonly repository?: string; readonly organization?: string }

function useSetUp() {
  const setUp = useCommand('setUpHooks')
  const freshen = useFreshAnswers()
  const toast = useToast()
  const press = (body: Whose) =>
    setUp.mutate(
      { body },
      {
        onSuccess: (answer) => {
          toast('Hooks were set up', 'plain', summary(answer))
          for (const { owner, message } of answer.refused) toast(`${owner} was refused`, 'bad', message)
          freshen(['listHooks'])
        },
        onError: (error) => toast('Hooks were not set up', 'bad', sentenceOf(error)),
      },
    )
  return { press, isPending: setUp.isPending }
}

function summary({ hooks }: Answer<'setUpHooks'>): string {
  const count = (outcome: string) => hooks.filter((each) => each.outcome === outcome).length
  return `${count('created')} created, ${count('updated')} corrected, ${count('unchanged')} were right.`
}
