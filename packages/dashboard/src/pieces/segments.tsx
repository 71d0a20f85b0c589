import { Toggle } from '@base-ui/react/toggle'
import { ToggleGroup } from '@base-ui/react/toggle-group'
import css from './segments.module.css'

interface SegmentsProps<Value extends string> {
  /** What is chosen, for who listens. */
  readonly label: string
  readonly value: Value
  readonly choices: readonly { readonly value: Value; readonly label: string }[]
  readonly onChange: (value: Value) => void
}

/** One of few, all of them in sight. */
export function Segments<Value extends string>({ label, value, choices, onChange }: SegmentsProps<Value>) {
  const choose = ([chosen]: readonly Value[]) => chosen !== undefined && onChange(chosen)
  return (
    <ToggleGroup value={[value]} onValueChange={choose} className={css.group} aria-label={label}>
      {choices.map((choice) => (
        <Toggle key={choice.value} value={choice.value} className={css.choice}>
          {choice.label}
        </Toggle>
      ))}
    </ToggleGroup>
  )
}
