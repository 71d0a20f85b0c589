import type { UseQueryResult } from '@tanstack/react-query'
import { type ReactNode, useId } from 'react'
import { sentenceOf } from '../api/api-problem.ts'
import { Button } from './button.tsx'
import css from './panel.module.css'

interface PanelProps {
  readonly title: string
  /** One line under the title that says what is counted. */
  readonly note?: ReactNode
  /** Beside the title: explain, exports, choices. */
  readonly actions?: ReactNode
  /** Without padding, for tables that go to the edge. */
  readonly flush?: boolean
  readonly children: ReactNode
}

/** A part of a page with its title; a landmark that a screen reader can list. */
export function Panel({ title, note, actions, flush = false, children }: PanelProps) {
  const id = useId()
  return (
    <section className={css.panel} aria-labelledby={id}>
      <header className={css.header}>
        <div className={css.heading}>
          <h2 id={id}>{title}</h2>
          {note && <p className={css.note}>{note}</p>}
        </div>
        {actions && <div className={css.actions}>{actions}</div>}
      </header>
      <div className={flush ? css.flush : css.body}>{children}</div>
    </section>
  )
}

interface AnsweredProps<T> {
  readonly query: Pick<UseQueryResult<T, Error>, 'data' | 'error' | 'refetch' | 'isPlaceholderData'>
  /** As tall as what will come, so that nothing jumps; in rem. */
  readonly height: number
  readonly children: (answer: T) => ReactNode
}

/** What an answer shows; until it is there a skeleton of the same height, and its problem in a sentence. */
export function Answered<T>({ query, height, children }: AnsweredProps<T>) {
  const { data, error, refetch, isPlaceholderData } = query
  if (data !== undefined) {
    return (
      <div className={css.answered} data-stale={isPlaceholderData || undefined}>
        {children(data)}
      </div>
    )
  }
  if (error !== null) return <ProblemNote error={error} onRetry={() => void refetch()} />
  return <Skeleton height={height} />
}

/** A grey place for what is being fetched. */
export function Skeleton({ height }: { readonly height: number }) {
  return (
    <div className={css.skeleton} style={{ height: `${height}rem` }} role="status" aria-label="Loading" />
  )
}

interface ProblemNoteProps {
  readonly error: unknown
  readonly onRetry?: () => void
}

/** What went wrong, in the gateway's own sentence. */
export function ProblemNote({ error, onRetry }: ProblemNoteProps) {
  return (
    <div className={css.problem} role="alert">
      <p>{sentenceOf(error)}</p>
      {onRetry && <Button onClick={onRetry}>Try again</Button>}
    </div>
  )
}

interface EmptyProps {
  /** What is not there. */
  readonly title: string
  /** What to do about it. */
  readonly children: ReactNode
}

/** Nothing to show, and what to do about it. */
export function Empty({ title, children }: EmptyProps) {
  return (
    <div className={css.empty}>
      <p className={css.emptyTitle}>{title}</p>
      <p>{children}</p>
    </div>
  )
}
