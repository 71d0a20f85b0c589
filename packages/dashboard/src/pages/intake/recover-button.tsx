import { sentenceOf } from '../../api/api-problem.ts'
import { mayAs, useSession } from '../../api/session.ts'
import { useCommand } from '../../api/use-api.ts'
import { useFreshAnswers } from '../../api/use-fresh-answers.ts'
import { Button } from '../../pieces/button.tsx'
import { useToast } from '../../pieces/toasts.tsx'
import css from './intake-page.module.css'

/** Has GitHub's logs read now, and what is missing fetched; who may not is told that it happens by itself. */
export function RecoverButton() {
  const may = mayAs(useSession(), 'operator')
  const recover = useCommand('recoverDeliveries')
  const freshen = useFreshAnswers()
  const toast = useToast()
  if (!may) return <span className={css.small}>Fetching it at once takes the role operator.</span>
  const press = () =>
    recover.mutate(
      { body: {} },
      {
        onSuccess: ({ state }) => {
          const description =
            state === 'begun'
              ? 'What they list and nobody holds is fetched.'
              : 'Once those under way are done.'
          toast('GitHub’s logs are read', 'plain', description)
          freshen(['listIntake', 'listMissingDeliveries'])
        },
        onError: (error) => toast('No log is read', 'bad', sentenceOf(error)),
      },
    )
  return (
    <Button icon="intake" disabled={recover.isPending} onClick={press}>
      Fetch now
    </Button>
  )
}
