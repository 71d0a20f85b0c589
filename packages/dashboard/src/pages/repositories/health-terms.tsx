import { formatCount, UNKNOWN } from '../../format/numbers.ts'
import css from './repositories-page.module.css'
import type { Detail } from './repository-panel.tsx'
import { Score } from './score.tsx'

type Health = NonNullable<Detail['health']>
type Term = Health['terms'][number]

const names: Readonly<Record<Term['term'], string>> = {
  base: 'To begin with',
  last_push: 'Days since the last push',
  open_issues: 'Open issues',
  stars: 'Stars',
  contributors: 'Contributors',
  ci: 'Builds',
  tests: 'Tests',
}

/** The score, and what each term gives to it. */
export function HealthTerms({ health }: Pick<Detail, 'health'>) {
  if (health === null) return <p className={css.small}>Nothing is known yet that a score could be made of.</p>
  const { score, lowest, highest, unknown, terms } = health
  return (
    <>
      <Score score={score} />
      {unknown.length > 0 && (
        <p className={css.small}>
          {unknown.length === 1
            ? 'One term is unknown and adds'
            : `${unknown.length} terms are unknown and add`}{' '}
          nothing.{' '}
          {lowest === highest
            ? 'Known, it would change nothing.'
            : `Known, the score is between ${lowest} and ${highest}.`}
        </p>
      )}
      <table className={css.terms} aria-label="Terms of the health">
        <thead>
          <tr>
            <th scope="col">Term</th>
            <th scope="col">Looked at</th>
            <th scope="col">Points</th>
            <th scope="col">Rule</th>
          </tr>
        </thead>
        <tbody>
          {terms.map((term) => (
            <tr key={term.term} data-term={term.term}>
              <td>{names[term.term]}</td>
              <td>{valueText(term)}</td>
              <td className={css.points}>{pointsText(term.points)}</td>
              <td className={css.small}>{term.rule}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}

function valueText({ term, value }: Term): string {
  if (term === 'base') return ''
  if (value === null) return UNKNOWN
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return formatCount(value)
}

function pointsText(points: number | null): string {
  if (points === null) return UNKNOWN
  if (points === 0) return '0'
  return `${points > 0 ? '+' : '−'}${Math.abs(points)}`
}
