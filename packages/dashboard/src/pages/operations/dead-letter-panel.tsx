import { Link } from '@tanstack/react-router'
import { mayAs, useSession } from '../../api/session.ts'
import { useApi, useCommand } from '../../api/use-api.ts'
import { useTold } from '../../api/use-told.ts'
import { onlyFilters, type Search } from '../../filters/filters.ts'
import { useAddress } from '../../filters/use-filters.ts'
import { formatTime } from '../../format/times.ts'
import { Button } from '../../pieces/button.tsx'
import { Facts } from '../../pieces/facts.tsx'
import { Answered, Empty } from '../../pieces/panel.tsx'
import { SidePanel } from '../../pieces/side-panel.tsx'
import { type DeadLetter, LetterBadge } from './dead-letter-table.tsx'
import css from './operations-page.module.css'

/** The dead letter that the address names, whatever its state: why it was rejected, and what can be done. */
export function DeadLetterPanel() {
  const [{ letter: id, at }, change] = useAddress()
  const since = typeof at === 'string' && !Number.isNaN(Date.parse(at)) ? new Date(at) : null
  const isOpen = typeof id === 'string' && since !== null
  const query = {
    since: since?.toISOString(),
    until: since === null ? undefined : new Date(since.getTime() + 1).toISOString(),
    limit: 1000,
  }
  const asked = useApi('listDeadLetters', { query }, { enabled: isOpen, keep: false })
  const letter = asked.data?.data.find((each) => each.id === id)
  return (
    <SidePanel
      title="Dead letter"
      note={letter && <LetterBadge status={letter.status} />}
      open={isOpen}
      onClose={() => change({ letter: undefined, at: undefined })}
    >
      <Answered query={asked} height={24}>
        {() =>
          letter === undefined ? (
            <Empty title="There is no such dead letter">Close this to see all.</Empty>
          ) : (
            <Detail letter={letter} />
          )
        }
      </Answered>
    </SidePanel>
  )
}

function Detail({ letter }: { readonly letter: DeadLetter }) {
  const { projection, reason, subject, message_id, stream_sequence, first_rejected_at } = letter
  const facts = [
    ['Projection', projection],
    ['Rejected', formatTime(first_rejected_at)],
    ['Subject', <code key="subject">{subject}</code>],
    ['Message', <Message key="message" letter={letter} />],
    ['Position', stream_sequence === null ? 'read from the archive' : `${stream_sequence} in the log`],
  ] as const
  return (
    <div className={css.detail}>
      <section>
        <h3 className={css.heading}>Why it was rejected</h3>
        <p className={css.reason} data-fact="Reason" title={message_id}>
          {reason}
        </p>
      </section>
      <Actions letter={letter} />
      <Facts facts={facts} />
    </div>
  )
}

/** A delivery can be opened; a command or an API call has no page. */
function Message({ letter: { message_id, subject } }: { readonly letter: DeadLetter }) {
  if (!subject.startsWith('events.delivery.')) return <code>{message_id}</code>
  return (
    <Link to="/deliveries" search={(before: Search) => ({ ...onlyFilters(before), open: message_id })}>
      <code>{message_id}</code>
    </Link>
  )
}

function Actions({ letter: { id, status } }: { readonly letter: DeadLetter }) {
  const may = mayAs(useSession(), 'operator')
  const retry = useCommand('retryDeadLetter')
  const dismiss = useCommand('dismissDeadLetter')
  const told = useTold()
  const changes = ['listDeadLetters', 'getSummary'] as const
  if (status === 'projected') return <p className={css.small}>A retry succeeded: it is in the numbers.</p>
  if (!may) return <p className={css.small}>Retrying and dismissing take the role operator.</p>
  const again = told({
    done: 'It is projected again',
    description: 'It stays open when it is rejected once more.',
    failed: 'It is not retried',
    changes,
  })
  const give = told({
    done: 'Dismissed',
    description: 'A later retry is still possible.',
    failed: 'It is not dismissed',
    changes,
  })
  return (
    <div className={css.buttons}>
      <Button
        icon="replay"
        look="primary"
        disabled={retry.isPending}
        onClick={() => retry.mutate({ path: { id } }, again)}
      >
        Retry
      </Button>
      {status === 'open' && (
        <Button disabled={dismiss.isPending} onClick={() => dismiss.mutate({ path: { id } }, give)}>
          Dismiss
        </Button>
      )}
    </div>
  )
}
