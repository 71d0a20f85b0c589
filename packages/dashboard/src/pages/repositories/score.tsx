import { UNKNOWN } from '../../format/numbers.ts'
import css from './repositories-page.module.css'

const MOST = 100
/** Below these a score is coloured. */
const GOOD = 70
const FAIR = 50

/** A health score with its place between 0 and 100; the colour says which third of the way it is. */
export function Score({ score }: { readonly score: number | null }) {
  if (score === null) return UNKNOWN
  const tone = score >= GOOD ? 'good' : score >= FAIR ? 'fair' : 'poor'
  return (
    <span className={css.score}>
      <span className={css.track}>
        <span className={css[tone]} style={{ width: `${(score / MOST) * 100}%` }} />
      </span>
      <span className={css.points}>{score}</span>
    </span>
  )
}
