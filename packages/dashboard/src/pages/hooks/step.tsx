import type { ReactNode } from 'react'
import { Icon } from '../../pieces/icons.tsx'
import { VisuallyHidden } from '../../pieces/visually-hidden.tsx'
import css from './connect-guide.module.css'

type StepState = 'done' | 'now' | 'later' | 'wrong'

const words: Readonly<Record<StepState, string>> = {
  done: 'Done: ',
  now: 'To do: ',
  later: 'Later: ',
  wrong: 'To mend: ',
}

interface StepProps {
  readonly number: number
  readonly title: string
  readonly state: StepState
  /** What is known of it, in a line. */
  readonly note?: ReactNode
  readonly children?: ReactNode
}

/** One step of the guide: it shows by itself whether it is done. */
export function Step({ number, title, state, note, children }: StepProps) {
  return (
    <li
      className={css.step}
      data-state={state}
      data-step={title}
      {...(state === 'now' && { 'aria-current': 'step' })}
    >
      <span className={css.mark} aria-hidden="true">
        {state === 'done' ? <Icon name="check" size={14} /> : number}
      </span>
      <div className={css.body}>
        <h3 className={css.title}>
          <VisuallyHidden>{words[state]}</VisuallyHidden>
          {title}
        </h3>
        {note && <p className={css.note}>{note}</p>}
        {children}
      </div>
    </li>
  )
}
