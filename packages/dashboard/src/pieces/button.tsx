import type { ComponentProps } from 'react'
import css from './button.module.css'
import { Icon, type IconName } from './icons.tsx'

interface ButtonProps extends ComponentProps<'button'> {
  readonly icon?: IconName
  /** `quiet` has no border until it is touched; `primary` is the one thing to do on a page. */
  readonly look?: 'plain' | 'quiet' | 'primary'
}

/** A button with a text. It takes `render` of Base UI's triggers, for it passes on what it does not know. */
export function Button({ icon, look = 'plain', className, children, ...rest }: ButtonProps) {
  return (
    <button type="button" {...rest} className={`${css.button} ${css[look] ?? ''} ${className ?? ''}`}>
      {icon && <Icon name={icon} />}
      {children}
    </button>
  )
}

interface IconButtonProps extends ComponentProps<'button'> {
  readonly icon: IconName
  /** What it does: it is all that a screen reader has. */
  readonly label: string
}

/** A button that is an icon, with its name as a tooltip. */
export function IconButton({ icon, label, className, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      {...rest}
      className={`${css.icon} ${className ?? ''}`}
    >
      <Icon name={icon} />
    </button>
  )
}
