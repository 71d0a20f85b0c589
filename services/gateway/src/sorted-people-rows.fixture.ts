import { lifeRow } from './life-rows.fixture.ts'
import { nameRow, personRows, pullRow } from './rows.fixture.ts'

// Contributions of many people, reviews of pull requests by authors of whom some are unknown, and members of teams who review
// across them: equal values, unknown ones, and texts in several cases.

const START = Date.parse('2026-03-01T12:00:00Z')
const HOUR = 3_600_000
const PEOPLE = 21
const PULLS = 14

const at = (hours: number) => new Date(START + hours * HOUR)
const every = <T>(make: (index: number) => T, count: number): readonly T[] =>
  Array.from({ length: count }, (_, index) => make(index))
const turn = <const T extends readonly unknown[]>(index: number, values: T): T[number] =>
  values[index % values.length]

const kinds = [
  ...['pull_opened', 'pull_merged', 'review', 'approval', 'approval_label', 'lgtm_label'],
  ...['comment', 'commit', 'issue_opened'],
]

export const names = every(
  (index) => nameRow(index + 1, `acme/${turn(index, ['api', 'web', 'docs'])}`, '2026-01-01T00:00:00Z'),
  3,
)

interface Done {
  readonly login: string
  readonly kind: string
  readonly hours: number
  readonly key: string
  readonly repository_id: number
  readonly number: number
}

const contributed: readonly Done[] = every(
  (person) =>
    kinds.flatMap((kind, place) =>
      every(
        (index) => ({
          login: `${turn(person, ['User', 'user', 'Ursula'])}-${person}`,
          kind,
          hours: 24 * ((person + index) % 4) + place,
          key: `${person} ${kind} ${index}`,
          repository_id: 1 + ((person * 3 + index) % 3),
          number: 1 + ((person + place + index) % PULLS),
        }),
        (person + 2 * place) % 4,
      ),
    ),
  PEOPLE,
).flat()

/** Ada and Hubot are of one team, Grace of another. */
const reviewed: readonly Done[] = ['ada', 'Hubot', 'grace'].flatMap((login, person) =>
  every(
    (number) =>
      ['review', ...(number % 3 === person ? ['review', 'approval'] : [])].map((kind, index) => ({
        ...{ login, kind, key: `${login} ${number} ${index}`, repository_id: 1, number: number + 1 },
        hours: 30 + ((number * 5 + person) % 7) + index * 24,
      })),
    PULLS,
  ).flat(),
)

const people = [...contributed, ...reviewed].map(({ number, hours, ...done }) => {
  const rows = personRows({ ...done, at: at(hours) })
  return { ...rows, contributions: rows.contributions.map((row) => ({ ...row, number })) }
})

export const contributions = people.flatMap((rows) => rows.contributions)
export const accounts = people.flatMap((rows) => rows.people)

/** Of the last one nobody was told who opened it, or when. */
export const lives = every(
  (index) =>
    lifeRow(1, index + 1, at(index % 5), { author: turn(index, ['mona', 'Grace', '', 'user-3', 'Zoe']) }),
  PULLS - 1,
)

export const pulls = every(
  (index) =>
    pullRow({
      ...{ repository_id: 1, number: index + 1, at: at(index), state: 'open', author: 'mona' },
      labels: [turn(index, ['sig-api', 'sig-Docs', 'sig-web', 'sig-core', 'sig-Infra'])],
    }),
  PULLS,
)
