import { sentenceOf } from '../../api/api-problem.ts'
import { mayAs, useSession } from '../../api/session.ts'
import { useCommand } from '../../api/use-api.ts'
import { Button } from '../../pieces/button.tsx'
import { useToast } from '../../pieces/toasts.tsx'

/** Sends one delivery through the projections once more; no count changes by it. */
export function ReplayButton({ guid }: { readonly guid: string }) {
  const session = useSession()
  const replay = useCommand('replayDeliveries')
  const toast = useToast()
  if (!mayAs(session, 'operator')) return null
  const press = () =>
    replay.mutate(
      { body: { guid } },
      {
        onSuccess: () => toast('It goes through the projections again', 'plain', 'No count changes by it.'),
        onError: (error) => toast('It was not replayed', 'bad', sentenceOf(error)),
      },
    )
  return (
    <Button icon="replay" look="quiet" disabled={replay.isPending} onClick={press}>
      Replay
    </Button>
  )
}
