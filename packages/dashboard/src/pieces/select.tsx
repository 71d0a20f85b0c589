import css from './select.module.css'

interface SelectProps {
  /** What is chosen, for who listens. */
  readonly label: string
  readonly value: string
  /** Each value with its text, in their order. */
  readonly choices: Readonly<Record<string, string>>
  readonly onChange: (value: string) => void
}

/** One of several, of which only the chosen one is in sight. */
export function Select({ label, value, choices, onChange }: SelectProps) {
  return (
    <select
      className={css.select}
      aria-label={label}
      value={value}
      onChange={({ target }) => onChange(target.value)}
    >
      {Object.entries(choices).map(([name, text]) => (
        <option key={name} value={name}>
          {text}
        </option>
      ))}
    </select>
  )
}
