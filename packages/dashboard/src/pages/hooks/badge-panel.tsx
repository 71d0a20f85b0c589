import type { BadgeName, CounterName } from '@octometer/gateway-api'
import { type FormEvent, useState } from 'react'
import { sentenceOf } from '../../api/api-problem.ts'
import { mayAs, useSession } from '../../api/session.ts'
import { useCommand } from '../../api/use-api.ts'
import { Button } from '../../pieces/button.tsx'
import { Panel } from '../../pieces/panel.tsx'
import { Select } from '../../pieces/select.tsx'
import { counters } from '../overview/counters.ts'
import { Copyable } from './copyable.tsx'
import css from './hooks-page.module.css'

const badges: Readonly<Record<BadgeName, string>> = {
  main: 'Is the default branch green',
  counter: 'A counter',
  sparkline: 'A counter, day by day',
  'cycle-time': 'Cycle time',
  'deployment-frequency': 'Deployment frequency',
}

const labels = Object.fromEntries(counters.map(({ name, label }) => [name, label]))

const isBadge = (text: string): text is BadgeName => Object.hasOwn(badges, text)
const takesCounter = (badge: BadgeName) => badge === 'counter' || badge === 'sparkline'

/** Makes the address of a picture of one number, which needs no key, as Markdown for a README. */
export function BadgePanel() {
  const may = mayAs(useSession(), 'operator')
  return (
    <Panel title="Badges" note="One number as a picture, for whoever has its address: for a README or a wiki">
      {may ? <BadgeForm /> : <p>Badges are made in the role operator.</p>}
    </Panel>
  )
}

function BadgeForm() {
  const [badge, choose] = useState<BadgeName>('main')
  const [counter, count] = useState<CounterName>('commits')
  const [made, setMade] = useState<MadeProps | null>(null)
  const create = useCommand('createBadge')
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const given = new FormData(event.currentTarget)
    const repository = String(given.get('repository') ?? '').trim()
    const body = {
      ...{ badge, expires_at: null },
      ...(repository !== '' && { repository }),
      ...(takesCounter(badge) && { counter }),
    }
    create.mutate({ body }, { onSuccess: ({ path }) => setMade({ badge, path }) })
  }
  return (
    <div className={css.detail}>
      <form className={css.buttons} onSubmit={submit}>
        <Select
          label="What the badge shows"
          value={badge}
          choices={badges}
          onChange={(name) => {
            if (isBadge(name)) choose(name)
          }}
        />
        {takesCounter(badge) && (
          <Select
            label="Counter of the badge"
            value={counter}
            choices={labels}
            onChange={(name) => {
              const chosen = counters.find((each) => each.name === name)
              if (chosen) count(chosen.name)
            }}
          />
        )}
        <input
          className={css.search}
          name="repository"
          required={badge === 'main'}
          pattern="[^\/]+\/[^\/]+"
          placeholder={badge === 'main' ? 'owner/name' : 'every repository'}
          aria-label="Repository of the badge"
        />
        <Button type="submit" disabled={create.isPending}>
          Make a badge
        </Button>
      </form>
      {create.error && (
        <p className={css.wrong} role="alert">
          {sentenceOf(create.error)}
        </p>
      )}
      {made && <Made {...made} />}
    </div>
  )
}

interface MadeProps {
  readonly badge: BadgeName
  readonly path: string
}

function Made({ badge, path }: MadeProps) {
  return (
    <div className={css.detail} role="status">
      <img src={path} alt={badges[badge]} height={20} />
      <Copyable text={`![${badge}](${new URL(path, location.origin).href})`} label="Copy the Markdown" />
    </div>
  )
}
