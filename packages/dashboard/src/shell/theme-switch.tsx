import { Toggle } from '@base-ui/react/toggle'
import { ToggleGroup } from '@base-ui/react/toggle-group'
import { Icon, type IconName } from '../pieces/icons.tsx'
import { type Theme, useTheme } from './theme.ts'
import css from './theme-switch.module.css'

const choices: readonly { readonly theme: Theme; readonly label: string; readonly icon: IconName }[] = [
  { theme: 'light', label: 'Light', icon: 'sun' },
  { theme: 'system', label: 'As the system', icon: 'screen' },
  { theme: 'dark', label: 'Dark', icon: 'moon' },
]

export function ThemeSwitch() {
  const [theme, setTheme] = useTheme()
  const choose = ([chosen]: readonly Theme[]) => chosen !== undefined && setTheme(chosen)
  return (
    <ToggleGroup value={[theme]} onValueChange={choose} className={css.group} aria-label="Theme">
      {choices.map(({ theme: each, label, icon }) => (
        <Toggle key={each} value={each} aria-label={label} title={label} className={css.choice}>
          <Icon name={icon} size={14} />
        </Toggle>
      ))}
    </ToggleGroup>
  )
}
