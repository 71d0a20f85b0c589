import { Popover } from '@base-ui/react/popover'
import type { evidence, explanation } from '@octometer/gateway-api'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Operation, Request } from '../api/operations.ts'
import { useApi } from '../api/use-api.ts'
import { onlyFilters, type Search } from '../filters/filters.ts'
import { formatCount } from '../format/numbers.ts'
import { IconButton } from './button.tsx'
import { CopyButton } from './copy-button.tsx'
import css from './explain.module.css'
import { Answered } from './panel.tsx'
import popup from './popup.module.css'
import { TimeAgo } from './time-ago.tsx'

type Explanation = NonNullable<ReturnType<typeof explanation.parse>>
type Evidence = NonNullable<ReturnType<typeof evidence.parse>>

interface ExplainProps<Name extends Operation> {
  /** What is explained, such as `Commits`. */
  readonly label: string
  readonly name: Name
  /** As it was asked. */
  readonly request: Request<Name>
}

/** Opens what a number means, by which SQL it was read, and the deliveries that are behind it. */
export function Explain<Name extends Operation>({ label, name, request }: ExplainProps<Name>) {
  const [open, setOpen] = useState(false)
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger render={<IconButton icon="help" label={`Explain ${label}`} />} />
      <Popover.Portal>
        <Popover.Positioner className={popup.positioner} sideOffset={6} collisionPadding={12}>
          <Popover.Popup className={`${popup.popup} ${css.popup}`}>
            <Popover.Title className={css.title}>{label}</Popover.Title>
            {open && <Explanations name={name} request={request} />}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}

function Explanations<Name extends Operation>({ name, request }: Omit<ExplainProps<Name>, 'label'>) {
  const asked = {
    ...request,
    query: { ...request.query, explain: 'true', evidence: 'true' },
  } as unknown as Request<Name>
  const query = useApi(name, asked, { live: false })
  return (
    <Answered query={query} height={12}>
      {(answer) => {
        const { explain, evidence } = answer as { explain?: Explanation; evidence?: Evidence }
        return (
          <>
            {explain && <Definition explain={explain} />}
            {evidence && <Behind evidence={evidence} />}
          </>
        )
      }}
    </Answered>
  )
}

function Definition({ explain }: { readonly explain: Explanation }) {
  return (
    <>
      <p className={css.definition}>{explain.definition}</p>
      {explain.queries.map(({ name, sql }) => (
        <details key={name} className={css.query}>
          <summary>SQL: {name}</summary>
          <pre>{sql}</pre>
          <CopyButton text={sql} label="Copy SQL" />
        </details>
      ))}
    </>
  )
}

const SHOWN = 8

function Behind({ evidence }: { readonly evidence: Evidence }) {
  const { total, data } = evidence
  return (
    <section className={css.behind} aria-label="Deliveries behind this number">
      <h3>
        {total === 0
          ? 'No delivery is behind this number'
          : `${formatCount(total)} deliveries are behind this number`}
      </h3>
      <ol>
        {data.slice(0, SHOWN).map(({ guid, event, action, repository, received_at }) => (
          <li key={guid}>
            <Link to="/deliveries" search={(before: Search) => ({ ...onlyFilters(before), open: guid })}>
              {event}
              {action && `.${action}`}
            </Link>
            <span className={css.where}>{repository}</span>
            <TimeAgo time={received_at} />
          </li>
        ))}
      </ol>
    </section>
  )
}
