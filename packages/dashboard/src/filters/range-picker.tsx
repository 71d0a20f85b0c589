import { Popover } from '@base-ui/react/popover'
import { type FormEvent, useState } from 'react'
import { formatTime } from '../format/times.ts'
import { Button } from '../pieces/button.tsx'
import { Icon } from '../pieces/icons.tsx'
import popup from '../pieces/popup.module.css'
import css from './filter-bar.module.css'
import { type FilterRange, type RangePreset, rangePresets } from './filters.ts'
import { usePeriod } from './use-filters.ts'

interface RangePickerProps {
  readonly range: FilterRange
  readonly onChange: (range: FilterRange) => void
}

/** The time that is looked at: a preset up to now, or any two times. */
export function RangePicker({ range, onChange }: RangePickerProps) {
  const [open, setOpen] = useState(false)
  const choose = (chosen: FilterRange) => {
    onChange(chosen)
    setOpen(false)
  }
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger render={<Button icon="calendar" />} aria-label={`Range: ${textOf(range)}`}>
        {textOf(range)}
        <Icon name="down" size={12} />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner className={popup.positioner} align="start" sideOffset={4}>
          <Popover.Popup className={`${popup.popup} ${css.ranges}`} aria-label="Range">
            <fieldset className={css.presets} aria-label="Up to now">
              {Object.entries(rangePresets).map(([preset, { label }]) => (
                <button
                  key={preset}
                  type="button"
                  className={popup.item}
                  aria-pressed={'preset' in range && range.preset === preset}
                  onClick={() => choose({ preset: preset as RangePreset })}
                >
                  {label}
                </button>
              ))}
            </fieldset>
            <OwnRange onChange={choose} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}

function textOf(range: FilterRange): string {
  if ('preset' in range) return rangePresets[range.preset].label
  return `${formatTime(range.since).slice(0, 16)} – ${formatTime(range.until).slice(0, 16)}`
}

function OwnRange({ onChange }: { readonly onChange: (range: FilterRange) => void }) {
  const period = usePeriod()
  const [since, setSince] = useState(localOf(period.since))
  const [until, setUntil] = useState(localOf(period.until))
  const isRight = since < until
  const apply = (event: FormEvent) => {
    event.preventDefault()
    if (isRight) onChange({ since: new Date(since).toISOString(), until: new Date(until).toISOString() })
  }
  return (
    <form onSubmit={apply} className={css.own}>
      <label>
        From
        <input type="datetime-local" value={since} onChange={(event) => setSince(event.target.value)} />
      </label>
      <label>
        Up to
        <input type="datetime-local" value={until} onChange={(event) => setUntil(event.target.value)} />
      </label>
      {!isRight && <p role="alert">The end must be later than the beginning.</p>}
      <Button type="submit" disabled={!isRight}>
        Show
      </Button>
    </form>
  )
}

/** As the field wants it: local time without a zone. */
function localOf(time: string): string {
  return formatTime(time).slice(0, 16).replace(' ', 'T')
}
