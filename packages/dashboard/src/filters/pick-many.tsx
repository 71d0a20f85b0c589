import { Popover } from '@base-ui/react/popover'
import { useDeferredValue, useState } from 'react'
import { Button } from '../pieces/button.tsx'
import { Icon } from '../pieces/icons.tsx'
import popup from '../pieces/popup.module.css'
import css from './filter-bar.module.css'
import type { UseChoices } from './use-choices.ts'

interface PickManyProps {
  readonly label: string
  readonly chosen: readonly string[]
  readonly useChoices: UseChoices
  readonly onChange: (chosen: readonly string[]) => void
}

/** A filter of which several can be picked, found by a part of their names. */
export function PickMany({ label, chosen, useChoices, onChange }: PickManyProps) {
  const [first] = chosen
  return (
    <Popover.Root>
      <Popover.Trigger render={<Button className={chosen.length > 0 ? css.active : css.idle} />}>
        <span className={css.label}>{label}</span>
        {first !== undefined && <span className={css.value}>{first}</span>}
        {chosen.length > 1 && <span className={css.more}>+{chosen.length - 1}</span>}
        <Icon name="down" size={12} />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner className={popup.positioner} align="start" sideOffset={4}>
          <Popover.Popup className={`${popup.popup} ${css.picker}`} aria-label={label}>
            <Choices label={label} chosen={chosen} useChoices={useChoices} onChange={onChange} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}

function Choices({ label, chosen, useChoices, onChange }: PickManyProps) {
  const [text, setText] = useState('')
  const found = useChoices(useDeferredValue(text.trim()))
  const unlisted = text === '' ? chosen.filter((each) => !found?.includes(each)) : []
  const toggle = (name: string) =>
    onChange(chosen.includes(name) ? chosen.filter((each) => each !== name) : [...chosen, name])
  return (
    <>
      <input
        className={css.find}
        type="search"
        placeholder={`Find ${label.toLowerCase()}`}
        aria-label={`Find ${label.toLowerCase()}`}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <fieldset className={css.choices} aria-label={label}>
        {[...unlisted, ...(found ?? [])].map((name) => (
          <label key={name} className={css.choice}>
            <input type="checkbox" checked={chosen.includes(name)} onChange={() => toggle(name)} />
            <span>{name}</span>
          </label>
        ))}
        {found?.length === 0 && unlisted.length === 0 && <p className={css.none}>{noneOf(label)}</p>}
      </fieldset>
      {chosen.length > 0 && (
        <Button look="quiet" onClick={() => onChange([])}>
          All {label.toLowerCase()}
        </Button>
      )}
    </>
  )
}

function noneOf(label: string): string {
  return label === 'Teams'
    ? 'No team is known: OCTO_TEAMS_FILE names a file with teams.'
    : 'None of that name.'
}
