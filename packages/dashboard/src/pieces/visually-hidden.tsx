import type { ReactNode } from 'react'
import css from './visually-hidden.module.css'

/** For who listens: what who looks sees anyway. */
export function VisuallyHidden({ children }: { readonly children: ReactNode }) {
  return <span className={css.hidden}>{children}</span>
}
